"""The driver's shortest way: a statement that the session has prepared goes out with its values in one call."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import count
from typing import Any, Final

import psycopg
from psycopg.adapt import AdaptersMap, Buffer, Loader, PyFormat, Transformer
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus, TransactionStatus
from psycopg.types.datetime import TimestamptzLoader

_PLACE: Final = re.compile(r"%(?:(%)|s|\((\w+)\)s)")
MOST: Final = 500  # statements that a session keeps; of more the oldest goes
_DONE: Final = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)
# What a session says when it no longer has what it prepared, or may not use it since a table was changed meanwhile.
_OVER: Final = (b"26000", b"0A000")

Values = Sequence[Any] | Mapping[str, Any] | None


class _Moment(Loader):
    """A moment as the session writes it, whose zone is UTC; what Python does not read so is left to the driver."""

    def load(self, data: Buffer) -> datetime:
        try:
            return datetime.fromisoformat(bytes(data).decode()).astimezone(UTC)
        except ValueError:
            return TimestamptzLoader(self.oid, self.connection).load(data).astimezone(UTC)


class Keeping:
    """Sends what the session prepares and keeps, however seldom it came before.

    One for the life of a connection: it knows under which name each statement is prepared, and how values of each type
    are written and read. The driver's own cursors send, wait and read in steps that leave room for other work; nothing
    else is done here meanwhile, so it is one call of libpq.
    """

    _query: None = None  # Django asks a cursor what it sent last; what was sent is in the text that it was given

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        """Take the connection; nothing is prepared yet."""
        self.connection = connection
        self.adapters = AdaptersMap(connection.adapters)
        self.adapters.register_loader("timestamptz", _Moment)
        self._known = Transformer(self)
        self._names: dict[tuple[bytes, tuple[int, ...]], bytes] = {}
        self._numbers = count()
        self._result: Any = None

    @property
    def rowcount(self) -> int:
        """How many rows were written or found."""
        return int(self._result.command_tuples or 0)

    def execute(self, query: str, params: Values = None) -> Keeping:
        """Send the values apart from the statement, which is parsed and planned once a session."""
        text, names = (query.encode(), None) if params is None else _apart(query)
        given = _in_order(params, names)
        values: Any = self._known.dump_sequence(given, [PyFormat.AUTO] * len(given))
        types = self._known.types or ()
        name = self._names.get((text, types)) or self._prepared(text, types)
        self._begin()
        self._result = self._well(self.connection.pgconn.exec_prepared(name, values, self._known.formats))
        return self

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Return the rows of what was sent last."""
        self._known.set_pgresult(self._result)
        return self._known.load_rows(0, self._result.ntuples, tuple)

    def _prepared(self, text: bytes, types: tuple[int, ...]) -> bytes:
        self._begin()
        if len(self._names) >= MOST:
            oldest = self._names.pop(next(iter(self._names)))
            self._well(self.connection.pgconn.exec_(b"DEALLOCATE " + oldest))
        name = b"kept_%d" % next(self._numbers)
        self._well(self.connection.pgconn.prepare(name, text, types))
        self._names[text, types] = name
        return name

    def _begin(self) -> None:
        """Begin the transaction that a verb is in, as the driver does, with its first statement."""
        if not self.connection.autocommit and self.connection.pgconn.transaction_status == TransactionStatus.IDLE:
            self._well(self.connection.pgconn.exec_(b"BEGIN"))

    def _well(self, result: Any) -> Any:  # noqa: ANN401 -- a result of libpq, of which there is only a protocol
        if result.status in _DONE:
            return result
        if self.connection.pgconn.status != ConnStatus.OK:
            raise psycopg.OperationalError(self.connection.pgconn.get_error_message())
        if result.error_field(DiagnosticField.SQLSTATE) in _OVER:
            self._names.clear()  # this time it fails; the next prepares it anew
        raise psycopg.errors.error_from_result(result, self.connection.info.encoding)


@lru_cache(maxsize=4096)
def _apart(query: str) -> tuple[bytes, tuple[str, ...] | None]:
    """Return the statement with its places numbered, and the names that stand there, where they have names."""
    order: dict[str, int] = {}
    named = False

    def numbered(place: re.Match[str]) -> str:
        nonlocal named
        if place[1]:
            return "%"
        named = named or bool(place[2])
        return f"${order.setdefault(place[2] or str(len(order)), len(order) + 1)}"

    text = _PLACE.sub(numbered, query).encode()
    return text, tuple(order) if named else None


def _in_order(params: Values, names: tuple[str, ...] | None) -> Sequence[Any]:
    if params is None:
        return ()
    if isinstance(params, Mapping):
        return [params[name] for name in names or ()]
    return params
