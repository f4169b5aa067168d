"""送达与撤回: handing over the result, and withdrawing before there is one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from tongban.cases import queries
from tongban.cases.errors import AgentMayNotCollect, AlreadyDelivered, AwaitsDeferred, ReceiverNotNamed
from tongban.cases.models import Case
from tongban.cases.services.moving import lock, shift, tell
from tongban.cases.services.papers import issue
from tongban.cases.states import MOVES, State, Verb
from tongban.cases.window.states import WAY_NAMES, PostStage, Way
from tongban.cases.window.tables import Shipment
from tongban.duties import api as duties
from tongban.identity import api as identity
from tongban.kernel.actors import Actor, ActorKind
from tongban.kernel.days import day_of
from tongban.ledger import api as ledger

ONLINE = WAY_NAMES[Way.ONLINE]
SIGNED = "登录本人账户后在网上签收"


@transaction.atomic
def deliver(*, number: str, by: Actor, at: datetime, to_agent: bool | None = None) -> Case:
    """Deliver the result: the applicant signs for it online, or the window hands it out (行政许可法44; 工作规范22).

    Who signed for it stays with the case: whoever signs online by a mandate, and at the window the agent to whom it was
    handed (``to_agent``). ReceiverNotNamed where there is an agent and the window does not say; AgentMayNotCollect
    where there is none, or not any more (民法典173). AwaitsDeferred while something that was promised is not there yet.
    """
    case = lock(number, actor=by, at=at)
    if case.delivered_at is not None:
        raise AlreadyDelivered
    delivered(case, by=by, at=at, facts=_handed_to(case, by, at, to_agent=to_agent))
    if by.kind is ActorKind.PERSON:
        _signed_online(case, by, at)
    return case


def _signed_online(case: Case, by: Actor, at: datetime) -> None:
    """Issue the 送达回证 of what was signed for online, and take back a parcel that the post was not told of yet.

    One of which it is being told in this moment is followed as on its way, until the post gives it up or has it.
    """
    waiting = Shipment.objects.filter(case=case, stage=PostStage.TO_SEND)
    waiting.update(stage=PostStage.RECALLED, ended_at=at)
    acting = identity.acting_persons({by.mandate.id}).get(by.mandate.id) if by.mandate else None
    facts = {
        "delivered": [{"label": one.title, "value": one.number} for one in queries.document_list(case) if one.result],
        "way": ONLINE,
        "receiver": acting.words if acting else f"申请人：{case.applicant.name}",
        "signed": SIGNED,
        "received_on": day_of(at),
    }
    issue(case, "delivery", at=at, more=facts)


def delivered(case: Case, *, by: Actor, at: datetime, facts: Mapping[str, ledger.Fact]) -> None:
    """Deliver the result of a held case, by whatever way it was received: one entry, and the clock is met."""
    MOVES.target(Verb.DELIVER, state=case.state, roles=queries.roles_of(by, case))
    if case.state == State.GRANTED and queries.held_back(case, at=at):
        raise AwaitsDeferred
    shift(case, Verb.DELIVER, actor=by, at=at, facts=facts)
    case.delivered_at = at
    case.save(update_fields=["delivered_at"])
    duties.meet(kinds=(duties.Kind.DELIVERY,), subject=case.id, at=at)


def _handed_to(case: Case, by: Actor, at: datetime, *, to_agent: bool | None) -> dict[str, ledger.Fact]:
    """Return to whom the window handed a result, if to an agent: by which mandate."""
    if by.kind is not ActorKind.STAFF:
        return {}
    agent = queries.agent_now(case, at=at)
    if to_agent and agent is None:
        raise AgentMayNotCollect(field="to")
    if agent is not None and to_agent is None:
        raise ReceiverNotNamed(field="to")
    return {"handed_to": str(case.mandate)} if to_agent else {}


@transaction.atomic
def withdraw(*, number: str, by: Actor, at: datetime) -> Case:
    """Withdraw the application before a decision; nobody owes anything any more."""
    case = lock(number, actor=by, at=at)
    shift(case, Verb.WITHDRAW, actor=by, at=at)
    duties.lift(kinds=tuple(duties.Kind), subject=case.id, at=at)
    tell(case, "case.withdrawn", at=at)
    return case
