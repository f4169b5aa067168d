"""Noting that somebody stood at a window: mechanisms, called by the verbs for which they came."""

from __future__ import annotations

from datetime import datetime

from tongban.cases.models import Case, Supplied
from tongban.cases.window.states import PaperStage, VisitKind
from tongban.cases.window.tables import PaperFile, Visit
from tongban.identity import api as identity
from tongban.kernel.actors import Actor
from tongban.kernel.days import day_of
from tongban.kernel.ids import uuid7

FOR = {Supplied.FIRST: VisitKind.RECEIPT, Supplied.CORRECTION: VisitKind.CORRECTION}


def note_visit(case: Case, kind: VisitKind, *, place: str, at: datetime) -> None:
    """Keep that somebody had to come for this; it writes no entry, the verb did."""
    Visit.objects.create(id=uuid7(at), case=case, kind=kind, place_code=place, day=day_of(at), at=at)


def brought_originals(case: Case, *, by: Actor, at: datetime) -> None:
    """Keep that somebody came with originals, agreeing or not (工作规范9, 35: 跑动次数).

    Whoever looks at them may sit at no window of a centre: where the guide names one place only, it was there.
    """
    places = {one.place for one in case.guide.guide.windows}
    only = places.pop() if len(places) == 1 else ""
    note_visit(case, VisitKind.ORIGINALS, place=identity.post_place(by) or only, at=at)


def took_in(case: Case, supplied: Supplied, *, on_paper: bool, place: str, at: datetime) -> None:
    """Keep that a window took in for a department: a trip, and papers that wait to be handed over to it.

    ``on_paper``: whether any paper stays at the window; of what was only scanned there is nothing to hand over. No
    clock hangs on the handing over: it runs from the receipt (工作规范20(2), 22).
    """
    note_visit(case, FOR[supplied], place=place, at=at)
    if not on_paper:
        return
    PaperFile.objects.get_or_create(
        case=case,
        supplied=supplied,
        defaults={
            "id": uuid7(at),
            "department_id": case.department_id,
            "region_id": case.region_id,
            "place_code": place,
            "received_at": at,
            "stage": PaperStage.WAITING,
        },
    )
