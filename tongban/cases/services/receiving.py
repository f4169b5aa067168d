"""收件: the application is received the moment the system takes it, and the notice clock runs from then."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from tongban.cases.errors import GuideChanged, Incomplete
from tongban.cases.models import Case, Channel, Supplied
from tongban.cases.services import drafting
from tongban.cases.services.moving import lock_draft, owe_notice, owe_prescreening, owe_renewal, shift, tell
from tongban.cases.services.papers import issue
from tongban.cases.services.promising import promised
from tongban.cases.states import State, Verb
from tongban.cases.window.visiting import took_in
from tongban.kernel.actors import Actor
from tongban.kernel.codes import case_number
from tongban.kernel.days import day_of
from tongban.ledger import api as ledger


@transaction.atomic
def submit(*, draft: UUID, token: UUID, by: Actor, at: datetime) -> Case:
    """Take the application in (收件), number it, give a receipt and start the notice clock (行政许可法32).

    ``token`` names one attempt: the same one again returns the case and changes nothing, so a double click or a lost
    answer makes one case. Incomplete carries every fault at once; GuideChanged when another guide came into force.
    """
    case = lock_draft(draft, actor=by, at=at)
    if case.submission == token:
        return case
    if case.state == State.DRAFT:
        _ready(case, at)
        case.number = _next_number(case.region_id, at)
        case.received_at, case.submission = at, token
        drafting.sign(case, by)
    facts: dict[str, ledger.Fact] = {"guide": str(case.guide_id), "number": case.number}
    shift(case, Verb.SUBMIT, actor=by, at=at, facts=facts | promised(case, at=at))
    owe_notice(case, event=Verb.SUBMIT, at=at)
    owe_prescreening(case, event=Verb.SUBMIT, at=at)
    owe_renewal(case, event=Verb.SUBMIT, at=at)
    issue(case, "receipt", at=at)
    tell(case, "case.received", at=at)
    if case.channel == Channel.COUNTER:
        took_in(case, Supplied.FIRST, place=case.place_code, at=at)
    return case


def _ready(case: Case, at: datetime) -> None:
    if drafting.offered(case.item_code, at).pk != case.guide_id:
        raise GuideChanged
    if wrong := drafting.faults(case, at=at):
        raise Incomplete(wrong)


def _next_number(region: str, at: datetime) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_number')")
        (value,) = cursor.fetchone()
    return case_number.build(region=region, day=day_of(at), sequence=int(value)).code
