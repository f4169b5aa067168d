"""Seeing a paper before it is signed: the verb is done, its paper is read, and all of it is taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from tongban.cases.desk.errors import NoPaper
from tongban.cases.models import CaseDocument
from tongban.cases.services.looking import read_case
from tongban.documents import api as documents
from tongban.kernel.actors import Actor


def preview(*, number: str, act: Callable[[], object], by: Actor, at: datetime) -> bytes:
    """Return the last paper that a verb of a case would issue, as PDF with 预览 across it and without a number.

    ``act`` does the verb, and refuses whatever it would refuse: so nobody sees a paper that they could not issue, and
    what is shown is what will be said. It is done in a transaction that is taken back whole: state, clocks, entry,
    messages and number are as before. The look is recorded as one at the case. NoPaper where the verb issues none.
    """
    case = read_case(number=number, by=by, at=at)
    before = set(CaseDocument.objects.filter(case=case).values_list("pk", flat=True))
    with transaction.atomic():
        act()
        issued = CaseDocument.objects.filter(case=case).exclude(pk__in=before).order_by("at", "id").last()
        draft = documents.foreseen(issued.document_id) if issued else None
        transaction.set_rollback(True)
    if draft is None:
        raise NoPaper
    return documents.draw_foreseen(draft)
