"""Identifiers that sort by time: UUID version 7 of RFC 9562, of the moment a verb was given."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from threading import Lock
from uuid import UUID

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECONDS = 1 << 48
_TAIL_BITS = 62


class _Tails:
    """The random tails. Within one microsecond they rise, so identifiers keep the order they were made in."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._tick = -1
        self._tail = 0

    def next(self, tick: int) -> int:
        with self._lock:
            if tick == self._tick:
                self._tail += 1 + secrets.randbits(32)
            else:
                # The highest bit starts as 0, which leaves room for two thousand million steps.
                self._tick, self._tail = tick, secrets.randbits(_TAIL_BITS - 1)
            return self._tail


_TAILS = _Tails()


def uuid7(at: datetime) -> UUID:
    """Return a new identifier of the moment ``at``: later moments sort later, equal moments by order of making.

    ``at`` needs a zone and lies between 1970 and 10889, else ValueError. The order within one microsecond holds
    inside one process only; across processes such identifiers are still different, in no particular order.
    """
    if at.tzinfo is None:
        message = "a moment needs a zone"
        raise ValueError(message)
    microseconds = (at - _EPOCH) // timedelta(microseconds=1)
    milliseconds, rest = divmod(microseconds, 1000)
    if not 0 <= milliseconds < _MILLISECONDS:
        message = "the moment lies outside what an identifier can hold"
        raise ValueError(message)
    fraction = rest * 4096 // 1000
    return UUID(int=milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0b10 << 62 | _TAILS.next(microseconds))
