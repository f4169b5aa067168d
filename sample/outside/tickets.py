"""Codes, tickets and tokens: given once, taken once, for a few minutes, in the memory of this process."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from threading import Lock

LASTS = 300.0  # seconds
MOST = 1000


@dataclass(frozen=True, slots=True)
class Held:
    """What a ticket stands for."""

    kind: str
    person: str
    said: dict[str, str]
    until: float


class Tickets:
    """Tickets of one process."""

    def __init__(self) -> None:
        """Begin with none."""
        self._lock = Lock()
        self._held: dict[str, Held] = {}

    def give(self, kind: str, person: str, **said: str) -> str:
        """Return a new ticket."""
        ticket = secrets.token_urlsafe(24)
        with self._lock:
            now = time.monotonic()
            self._held = dict([(k, h) for k, h in self._held.items() if h.until > now][-MOST:])
            self._held[ticket] = Held(kind, person, said, now + LASTS)
        return ticket

    def take(self, kind: str, ticket: str) -> Held | None:
        """Return what a ticket stands for, once; None for any other word."""
        with self._lock:
            held = self._held.pop(ticket, None)
        return held if held and held.kind == kind and held.until > time.monotonic() else None


TICKETS = Tickets()
