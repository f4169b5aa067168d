"""收件: the application is received the moment the system takes it, and the notice clock runs from then."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from tongban.cases.errors import GuideChanged, Incomplete
from tongban.cases.models import Case, Channel, Supplied
from tongban.cases.services import drafting
from tongban.cases.services.moving import lock_draft, owe_notice, owe_prescreening, owe_renewal, shift, tell
from tongban.cases.services.offering import offered
from tongban.cases.services.papers import issue
from tongban.cases.services.promising import promised, words_of
from tongban.cases.services.receipts import receipt
from tongban.cases.shown.marking import refuse_unshown
from tongban.cases.states import State, Verb
from tongban.cases.window.visiting import took_in
from tongban.catalog import api as catalog
from tongban.duties import api as duties
from tongban.kernel.actors import Actor
from tongban.kernel.codes import case_number
from tongban.kernel.days import day_of
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs
from tongban.statements import api as statements


@transaction.atomic
def submit(*, draft: UUID, token: UUID, by: Actor, at: datetime, shown: str | None = None) -> Case:
    """Take the application in (收件), number it, give a receipt and start the notice clock (行政许可法32).

    ``token`` names one attempt: the same one again returns the case and changes nothing, so a double click or a lost
    answer makes one case. Incomplete carries every fault at once; GuideChanged when another guide came into force.
    ``shown``: the mark of the page that was signed (``shown_mark``), None without a page; NotAsShown when anything of
    it was changed elsewhere since. Once it is handed in, an old mark keeps nobody from their receipt.
    """
    case = lock_draft(draft, actor=by, at=at)
    if case.submission == token:
        return case
    told, known = drafting.Application([], [], {}, {}), case.calendars
    if case.state == State.DRAFT:
        told = _ready(case, at, known, partial(refuse_unshown, case, by=by, shown=shown))
        case.number = _next_number(case.region_id, at)
        case.received_at, case.submission = at, token
        drafting.sign(case, by)
    signed = promised(case, told, at=at)
    facts: dict[str, ledger.Fact] = {"guide": str(case.guide_id), "number": case.number}
    with statements.together():
        notice = owe_notice(case, event=Verb.SUBMIT, at=at, by=duties.almanac(known))
        looked = owe_prescreening(case, event=Verb.SUBMIT, at=at)
        clocks = [one for one in (notice, looked, owe_renewal(case, event=Verb.SUBMIT, at=at)) if one]
        shift(case, Verb.SUBMIT, actor=by, at=at, facts=facts | words_of(signed), first=clocks)
        issue(case, "receipt", at=at, more=receipt(case, told.rows, signed, looked or notice))
        tell(case, "case.received", at=at)
    if case.channel == Channel.COUNTER:
        stays = any(one.paper.handed_in for one in told.rows)
        took_in(case, Supplied.FIRST, on_paper=stays, place=case.place_code, at=at)
    return case


def _ready(
    case: Case, at: datetime, known: orgs.Stamp, as_shown: Callable[[drafting.Application], None]
) -> drafting.Application:
    """Return the application if it is what was shown, and complete under the guide in force."""
    if not (catalog.in_force(case.guide, at=at) and case.item_state == catalog.ItemState.ACTIVE):
        offered(case.item_code, at)
        raise GuideChanged
    told = drafting.application(case, at=at, known=known)
    as_shown(told)
    if told.faults:
        raise Incomplete(told.faults)
    return told


def _next_number(region: str, at: datetime) -> str:
    ((value,),) = statements.fetch("SELECT nextval('cases_number')")
    return case_number.build(region=region, day=day_of(at), sequence=int(value)).code
