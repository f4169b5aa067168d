"""移交: what a window took in for a department is handed over to it by a list, and the department confirms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet

from tongban.cases.window import rules
from tongban.cases.window.errors import (
    HandoverDone,
    HandoverNotFound,
    NothingToHandOver,
    OneDepartment,
    SayWhatLacks,
)
from tongban.cases.window.queries import reaching
from tongban.cases.window.states import PAPERS, PaperStage, PaperVerb
from tongban.cases.window.tables import Handover, PaperFile
from tongban.identity import api as identity
from tongban.kernel.actors import Actor
from tongban.kernel.days import day_of
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger

MOST = 100  # papers on one list: as many as one entry of the ledger names
BASIS = "GZGF.20.2"


@transaction.atomic
def hand_over(*, files: Collection[UUID], by: Actor, at: datetime) -> Handover:
    """Hand papers over to the department that they are for, by a numbered list (工作规范20(2): 综合窗口统一收件).

    ``files``: papers that were not handed over yet, or that the department missed something of, of one department
    (OneDepartment). NothingToHandOver for none, and for what somebody handed over a moment ago. No clock moves: the
    limits run from the receipt. NotAllowed for whoever does not take in.
    """
    held = list(_reached(by).filter(pk__in=list(files)[:MOST]).order_by("pk"))
    if not held:
        raise NothingToHandOver
    if len({(one.department_id, one.region_id) for one in held}) > 1:
        raise OneDepartment
    for one in held:
        PAPERS.target(PaperVerb.HAND_OVER, state=one.stage, roles=reaching(by, one))
    made = Handover.objects.create(
        id=uuid7(at),
        number=_number(at),
        department_id=held[0].department_id,
        region_id=held[0].region_id,
        place_code=identity.post_place(by),
        handed_at=at,
        handed_by=by.id,
    )
    rows = PaperFile.objects.filter(pk__in=[one.pk for one in held])
    rows.update(stage=PaperStage.HANDED, handover=made, lacks="")
    _note(made, "hand_over", held, by=by, at=at)
    return made


@transaction.atomic
def confirm_handover(*, number: str, lacking: Mapping[UUID, str], by: Actor, at: datetime) -> Handover:
    """Confirm for the department that the papers on a list are there, all but those of which something is missing.

    ``lacking``: what is missing of which papers, in words (SayWhatLacks); these go back among what the window has to
    hand over. HandoverNotFound for a list of others, HandoverDone the second time.
    """
    made = Handover.objects.select_for_update().filter(identity.granted(rules.REACH, by), number=number).first()
    if made is None:
        raise HandoverNotFound
    held = list(_reached(by).filter(handover=made, stage=PaperStage.HANDED).order_by("pk"))
    said = rules.lacking(lacking)
    if lacking.keys() - said.keys():
        raise SayWhatLacks
    if made.confirmed_at is not None:
        raise HandoverDone
    for one in held:
        verb = PaperVerb.NOTE_LACKING if one.pk in said else PaperVerb.CONFIRM
        to = PAPERS.target(verb, state=one.stage, roles=reaching(by, one))
        PaperFile.objects.filter(pk=one.pk).update(stage=to, lacks=said.get(one.pk, ""))
    made.confirmed_at, made.confirmed_by = at, by.id
    made.save(update_fields=["confirmed_at", "confirmed_by"])
    _note(made, "confirm", held, by=by, at=at, lacking=len(said))
    return made


def _reached(by: Actor) -> QuerySet[PaperFile]:
    return PaperFile.objects.select_for_update(of=("self",)).filter(identity.granted(rules.REACH, by))


def _number(at: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_handover_number')")
        (value,) = cursor.fetchone()
    return f"JJ{day_of(at):%Y%m%d}{int(value):06d}"


def _note(made: Handover, verb: str, files: Iterable[PaperFile], *, by: Actor, at: datetime, lacking: int = 0) -> None:
    ledger.record(
        at=at,
        actor=by,
        verb=f"handover.{verb}",
        kind="handover",
        subject=made.id,
        facts={"department": made.department_id, "cases": sorted({one.case_id for one in files}), "lacking": lacking},
        why=ledger.Why(ledger.Purpose.HANDLING, BASIS),
    )
