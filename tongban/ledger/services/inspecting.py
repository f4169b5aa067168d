"""The record's own check: nothing that was sealed has changed, and nothing stays outside the order."""

from __future__ import annotations

from datetime import datetime

from tongban.ledger.models import Inspection
from tongban.ledger.queries.checking import Fault, verify_chain
from tongban.ledger.queries.inspecting import disorder
from tongban.ledger.queries.seals import sealing


def inspect(*, at: datetime, recent: int) -> tuple[Inspection, list[Fault]]:
    """Check the last ``recent`` batches and the whole order, and keep what was found (个人信息保护法51: 定期检查).

    An entry that somebody kept out of the order would never be sealed, and no proof would miss it; a place that holds
    none stops the sealing. Both can be done by whoever holds the database, not by the application.
    """
    faults = verify_chain(first=max(1, sealing().batch - recent))
    found = disorder()
    kept = Inspection.objects.create(at=at, faults=len(faults), lost=found.lost, holes=found.holes)
    return kept, faults
