"""A small record that is sealed in small batches."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from tongban.kernel.actors import SYSTEM
from tongban.ledger.api import Why, record, seal, sequence

AT = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
PEOPLE = [UUID(int=0xA000 + n) for n in range(6)]
STRANGER = UUID(int=0xB000)


def write(number: int, *about: UUID, why: Why | None = None) -> int:
    """Record something about people (of nobody if none is named) on a subject of its own."""
    return record(
        at=AT + timedelta(minutes=number),
        actor=SYSTEM,
        verb="case.accept",
        kind="case",
        subject=UUID(int=0xC0000 + number),
        before="RECEIVED",
        after="ACCEPTED",
        facts={"number": number, "codes": ["A/1", "B"]},
        why=why or Why(basis="XKF.32.1.5", about=about),
    )


def fill(count: int, *, most: int = 5, start: int = 0) -> None:
    """Record entries about one, two or none of the people, and seal them in batches of at most ``most``."""
    for number in range(start, start + count):
        write(number, *PEOPLE[: number % 3] if number % 4 else PEOPLE[number % 6 : number % 6 + 1])
    sequence()
    seal(at=AT + timedelta(hours=start + 1), most=most)
