"""What is noted for the rooms that tell parties that an end of theirs moved."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tongban.duties.models import MovedEnd
from tongban.duties.queries import Moved


@transaction.atomic
def note_told(*, moved: Moved, at: datetime) -> bool:
    """Note that a party was told of a moved end, in the transaction of the message; False if somebody was faster.

    A mechanism: the move is in the ledger already (``duty.recompute``), and the message tells of nothing else.
    """
    waiting = MovedEnd.objects.select_for_update(skip_locked=True).filter(pk__in=moved.notes, told_at__isnull=True)
    held = set(waiting.values_list("pk", flat=True))
    return held == set(moved.notes) and MovedEnd.objects.filter(pk__in=held).update(told_at=at) > 0
