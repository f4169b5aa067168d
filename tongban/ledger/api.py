"""The door of the ledger."""

from __future__ import annotations

from tongban.ledger.errors import EarlierThanLast, UnfitEntry
from tongban.ledger.models import Entry
from tongban.ledger.queries import Backlog, backlog, history, since
from tongban.ledger.rules import Fact
from tongban.ledger.services import operation, record, sequence

__all__ = [
    "Backlog",
    "EarlierThanLast",
    "Entry",
    "Fact",
    "UnfitEntry",
    "backlog",
    "history",
    "operation",
    "record",
    "sequence",
    "since",
]
