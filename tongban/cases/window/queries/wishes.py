"""How results are to be delivered, what waits at the window for that, and where parcels are."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from tongban.cases.models import Case, CaseQuerySet
from tongban.cases.queries.hanging import delivery_choice, handing_out, latest_parcel
from tongban.cases.states import DELIVERABLE, OPEN
from tongban.cases.window.rules import HANDED_OUT, Address, ways
from tongban.cases.window.sealing import address_of
from tongban.cases.window.states import PostStage, Way
from tongban.cases.window.tables import ON_THE_WAY, HandingOut, Shipment
from tongban.identity import api as identity
from tongban.kernel.actors import Actor
from tongban.kernel.codes import mobile

PAGE = 50


@dataclass(frozen=True, slots=True)
class Wished:
    """What the applicant chose. ``address``: whole for the applicant; at the desk its beginning and end only."""

    way: Way
    paper: bool
    address: Address | None


def offered(case: Case) -> tuple[Way, ...]:
    """Return the ways of delivery that the case's guide offers."""
    return ways({way for result in case.guide.guide.results for way in result.delivery})


def wish_of(case: Case, *, whole: bool) -> Wished | None:
    """Return what was chosen for a case, None where nothing was: the window and online are open then."""
    held = delivery_choice(case)
    if held is None:
        return None
    address = None if held.address is None else address_of(case.id, held.address)
    return Wished(Way(held.way), held.paper, address if whole or address is None else masked(address))


def masked(address: Address) -> Address:
    """Return what a desk shows of an address: enough to ask about it, not enough to go there."""
    return Address(
        address.name[:1] + "*" * (len(address.name) - 1), mobile.mask(address.mobile), address.place[:6] + "…"
    )


def parcel_of(case: Case) -> Shipment | None:
    """Return the latest parcel of a case."""
    return latest_parcel(case)


def may_choose(case: Case) -> bool:
    """Tell whether the way of delivery may still be chosen: until the result is delivered or on its way by post."""
    parcel = latest_parcel(case)
    away = parcel is not None and parcel.stage in ON_THE_WAY and not parcel.refused
    return case.delivered_at is None and case.state in OPEN | DELIVERABLE and not away


def handing_out_of(case: Case) -> HandingOut | None:
    """Return how the result was received; None before, and where it was signed for online."""
    return handing_out(case)


def to_hand_out(actor: Actor, *, post: bool, page: int = 1) -> list[Case]:
    """Return what is decided and waits to be handed out, what ends first before the rest: at the window, or by post.

    What goes by post and is on its way is not among it.
    """
    posted = {"wish__way": Way.POST}
    rows = _waiting(actor).filter(**posted) if post else _waiting(actor).exclude(**posted)
    rows = rows.exclude(Exists(Shipment.objects.filter(case=OuterRef("pk"), stage__in=ON_THE_WAY, refused=False)))
    start = (max(page, 1) - 1) * PAGE
    return list(rows.order_by(F("due_at").asc(nulls_last=True), "id")[start : start + PAGE])


def to_post(actor: Actor) -> list[Shipment]:
    """Return the parcels that are on their way or came back, of what the actor hands out, the latest first."""
    rows = Shipment.objects.filter(case__in=_waiting(actor)).exclude(stage=PostStage.SIGNED).exclude(refused=True)
    return list(rows.select_related("case__applicant").order_by("-ordered_at", "-id")[:PAGE])


def parcels_to_ask(*, limit: int) -> list[UUID]:
    """Return the parcels of which the post was asked longest ago, for the sweep."""
    rows = Shipment.objects.filter(stage__in=ON_THE_WAY, refused=False).order_by("asked_at", "id")
    return list(rows.values_list("pk", flat=True)[:limit])


def _waiting(actor: Actor) -> CaseQuerySet:
    return Case.objects.filter(identity.granted(HANDED_OUT, actor)).undelivered().with_names().select_related("wish")
