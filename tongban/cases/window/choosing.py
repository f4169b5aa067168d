"""送达方式: the applicant says how the result is to reach them, at applying or later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.cases import queries
from tongban.cases.errors import AlreadyDelivered
from tongban.cases.models import Case
from tongban.cases.rules import acts_narrowly
from tongban.cases.services.moving import both, lock, note, tell
from tongban.cases.states import DELIVERABLE, OPEN
from tongban.cases.window import rules
from tongban.cases.window.errors import NotChecked, OnItsWay
from tongban.cases.window.handing_out import Receiver, collector
from tongban.cases.window.queries.wishes import offered
from tongban.cases.window.sealing import seal_address
from tongban.cases.window.states import Way
from tongban.cases.window.tables import ON_THE_WAY, DeliveryChoice, Shipment
from tongban.kernel.actors import Actor, ActorKind, Role
from tongban.kernel.errors import NotAllowed, WrongState

# 工作规范22: 结果以电子证照送达, 需要纸质的可以窗口领取或者邮寄.
CHOOSING = "GZGF.22,GZGF.21.2"
WHO = frozenset({Role.APPLICANT, Role.RECEIVER, Role.HANDOUT})


@dataclass(frozen=True, slots=True)
class Wish:
    """How a result is to reach the applicant, as it was typed. The address is read only where it goes by post."""

    way: str
    paper: bool = False
    name: str = ""
    mobile: str = ""
    place: str = ""


@transaction.atomic
def choose_delivery(
    *,
    number: str,
    wish: Wish,
    by: Actor,
    at: datetime,
    receiver: Receiver | None = None,
    standing: UUID | None = None,
) -> Case:
    """Keep how the result is to be delivered, in place of what was chosen before (工作规范22).

    The applicant chooses, or the clerk for who stands there: for the applicant or whoever applied for them, whom the
    clerk found a while ago (``standing``), or for who may have the result by the document that they show (``receiver``;
    NotChecked, NotToCollect). Of what is not chosen by the applicant themselves both are told. NotAWay for what the
    guide does not offer, Faulty for an address that lacks something, OnItsWay once a parcel was ordered,
    AlreadyDelivered afterwards.
    """
    case = lock(number, actor=by, at=at)
    refuse_to_choose(case, by=by)
    if by.kind is ActorKind.STAFF and standing not in both(case):
        _checked(case, receiver, at)
    way = rules.chosen(wish.way, offered(case))
    _keep(case, way, wish, by, at)
    note(case, "case.choose_delivery", actor=by, at=at, facts={"way": way}, basis=CHOOSING)
    if by.party != case.applicant_id or acts_narrowly(by):
        tell(case, "case.delivery_chosen", at=at)
    return case


def _keep(case: Case, way: Way, wish: Wish, by: Actor, at: datetime) -> None:
    sealed = None
    if way == Way.POST:
        sealed = seal_address(case.id, rules.address(wish.name, wish.mobile, wish.place))
    # What the post would not take is ordered anew, to the address that is given now.
    Shipment.objects.filter(case=case, refused=True).delete()
    DeliveryChoice.objects.update_or_create(
        case=case,
        defaults={
            "way": way,
            "paper": wish.paper or way != Way.ONLINE,
            "address": sealed,
            "chosen_at": at,
            "chosen_by": by.id,
        },
    )


def refuse_to_choose(case: Case, *, by: Actor) -> None:
    """Refuse what no wish can change any more, and whoever may not say it: the page asks this as the verb does.

    NotAllowed for all but the applicant and the clerks of the window, AlreadyDelivered, OnItsWay, WrongState where
    there is nothing to deliver.
    """
    if not queries.roles_of(by, case) & WHO:
        raise NotAllowed
    if case.delivered_at is not None:
        raise AlreadyDelivered
    if case.state not in OPEN | DELIVERABLE:
        raise WrongState("这个办件没有要送达的结果，不用选择送达方式。")
    if Shipment.objects.filter(case=case, stage__in=ON_THE_WAY, refused=False).exists():
        raise OnItsWay


def _checked(case: Case, receiver: Receiver | None, at: datetime) -> None:
    if receiver is None:
        raise NotChecked(field="proof")
    collector(case, receiver, at)
