"""The documents that are signed: the header of a batch, and the statement of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tongban.ledger.rules.canonical import FORMAT, dumps, moment

# What is signed begins with what it is, so that no signature fits two uses.
BATCH, DAY = "tongban-ledger-batch", "tongban-ledger-day"
MOST_ENTRIES = 8192


@dataclass(frozen=True, slots=True)
class Header:
    """What a batch commits to; digests in hexadecimal by the suite that the header itself names.

    ``entries``, ``subjects``: the roots of its entries and of its map, with the number of ``people`` in it.
    ``previous``: the digest of the header before. ``history``: the root over all headers before. Both are taken by
    the suite of this header, so that a chain which changes its suite protects with the new one also what is old.
    """

    number: int
    epoch: int
    first: int
    last: int
    suite: str
    entries: bytes
    subjects: bytes
    people: int
    previous: bytes
    history: bytes
    sealed_at: datetime

    def text(self) -> str:
        """Return the one spelling of the header."""
        fields = {
            "entries": self.entries.hex(),
            "epoch": self.epoch,
            "first": self.first,
            "format": FORMAT,
            "history": self.history.hex(),
            "last": self.last,
            "number": self.number,
            "people": self.people,
            "previous": self.previous.hex(),
            "sealed_at": moment(self.sealed_at),
            "subjects": self.subjects.hex(),
            "suite": self.suite,
            "type": BATCH,
        }
        return dumps(fields)


def day_text(*, day: date, batch: int, last: int, root: str, suite: str, closed_at: datetime) -> str:
    """Return the one spelling of the statement of a day: the last batch, its last position and its header's digest."""
    return dumps(
        {
            "batch": batch,
            "closed_at": moment(closed_at),
            "date": day.isoformat(),
            "format": FORMAT,
            "last": last,
            "root": root,
            "suite": suite,
            "type": DAY,
        }
    )


def signed(kind: str, text: str) -> bytes:
    """Return the bytes that are signed for a document."""
    return f"{kind}/{FORMAT}\n{text}".encode()
