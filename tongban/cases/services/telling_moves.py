"""Telling applicants that a closure or a calendar moved the end of a period that runs against them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from tongban.cases.hearing.telling import tell_of_limit
from tongban.cases.models import Case, ToldParty
from tongban.cases.services.moving import tell
from tongban.duties import api as duties
from tongban.kernel.days import SHANGHAI, day_of

MOVED = "case.limit_moved"


@transaction.atomic
def tell_of_move(*, moved: duties.Moved, at: datetime) -> bool:
    """Tell the applicant from which to which end a period moved (信赖保护); return whether a message was sent.

    Noted and sent in one transaction, so that nobody is told twice. What moved back, or runs no more, is only noted.
    A mechanism: the move itself is in the ledger (``duty.recompute``).
    """
    if not duties.note_told(moved=moved, at=at) or not moved.worth_telling:
        return False
    was, now = _written(moved.was_at), _written(moved.now_at)
    case = Case.objects.whole().filter(pk=moved.subject).first()
    row = None if case else ToldParty.objects.filter(pk=moved.subject).select_related("case").first()
    if case is not None:
        tell(case, MOVED, at=at, was=was, now=now)
    elif row is not None:
        tell_of_limit(row, was=was, now=now, at=at)
    return case is not None or row is not None


def _written(end: datetime) -> str:
    """Return an end as the message holds it in every language: 2026-12-01 24:00, or the minute where hours count."""
    local = end.astimezone(SHANGHAI)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return f"{day_of(local - timedelta(days=1))} 24:00"
    return f"{local:%Y-%m-%d %H:%M}"
