"""The tables: what is recorded, its order, and its seals."""

from __future__ import annotations

from tongban.ledger.models.entries import Entry, Review
from tongban.ledger.models.order import Epoch, Inspection, Mention, Pending, Position
from tongban.ledger.models.seals import Batch, Day, Stamp

__all__ = ["Batch", "Day", "Entry", "Epoch", "Inspection", "Mention", "Pending", "Position", "Review", "Stamp"]
