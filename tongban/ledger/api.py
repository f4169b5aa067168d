"""The door of the ledger."""

from __future__ import annotations

from tongban.ledger.errors import EarlierThanLast, UnfitEntry
from tongban.ledger.models import Entry
from tongban.ledger.queries import history, since
from tongban.ledger.rules import Fact
from tongban.ledger.services import operation, record, sequence

__all__ = ["EarlierThanLast", "Entry", "Fact", "UnfitEntry", "history", "operation", "record", "sequence", "since"]
