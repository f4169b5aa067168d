"""出件: handing a result out at the window, to whom it is checked that they may have it, against a receipt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.cases import queries
from tongban.cases.errors import AlreadyDelivered
from tongban.cases.models import Case
from tongban.cases.services.closing import delivered
from tongban.cases.services.moving import lock, tell
from tongban.cases.services.papers import Facts, issue
from tongban.cases.states import MOVES, Verb
from tongban.cases.window import rules
from tongban.cases.window.errors import NotChecked, NotSigned, NotToCollect, OnItsWay
from tongban.cases.window.sealing import seal, unseal
from tongban.cases.window.states import (
    PROOF_NAMES,
    SIGNATURE_NAMES,
    WAY_NAMES,
    Capacity,
    Proof,
    Signature,
    VisitKind,
    Way,
)
from tongban.cases.window.tables import ON_THE_WAY, HandingOut, Shipment
from tongban.cases.window.visiting import note_visit
from tongban.identity import api as identity
from tongban.kernel.actors import Actor, ActorKind
from tongban.kernel.days import day_of
from tongban.kernel.errors import NotAllowed

AT_WINDOW = frozenset({Signature.DRAWN, Signature.ON_PAPER, Signature.REFUSED})


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who stands at the window, as their document says, and by what that was checked."""

    card: identity.Card
    proof: str


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """How receipt is acknowledged. ``drawing``: the lines of a signature; ``witness``, ``told``: of a refusal."""

    how: str
    drawing: str = ""
    witness: str = ""
    told: str = ""


@transaction.atomic
def hand_out(*, number: str, receiver: Receiver, acknowledged: Acknowledged, by: Actor, at: datetime) -> Case:
    """Hand the result out at the window, and issue the 送达回证 (行政许可法44; 工作规范20(2), 22).

    Only the applicant may have it, or who holds a mandate for the item, by the document they show (NotToCollect). A
    signature drawn on a screen is a note of receipt and no reliable electronic one (电子签名法13). Who will not
    sign has received it all the same when a witness saw it (NoWitness; 留置, from memory: 待核定). OnItsWay while a
    parcel is.
    """
    case = lock(number, actor=by, at=at)
    if by.kind is not ActorKind.STAFF:
        raise NotAllowed
    MOVES.target(Verb.DELIVER, state=case.state, roles=queries.roles_of(by, case))
    if case.delivered_at is not None:
        raise AlreadyDelivered
    if Shipment.objects.filter(case=case, stage__in=ON_THE_WAY, refused=False).exists():
        raise OnItsWay
    who = collector(case, receiver, at)
    told = _told(acknowledged)
    place = identity.post_place(by)
    out = HandingOut(
        case=case,
        way=Way.WINDOW,
        capacity=Capacity.MANDATED if who.mandate else Capacity.APPLICANT,
        mandate=who.mandate,
        proof=Proof(receiver.proof),
        signature=Signature(acknowledged.how),
        told=seal(case.id, told) if told else None,
        place_code=place,
        at=at,
    )
    note_visit(case, VisitKind.COLLECTION, place=place, at=at)
    received(out, who.words, by=by, at=at)
    return case


def received(out: HandingOut, who: str, *, by: Actor, at: datetime) -> None:
    """Keep how a result was received and issue the receipt of it; the case is delivered with it."""
    case = out.case
    facts = {"way": out.way, "capacity": out.capacity, "proof": out.proof, "signature": out.signature}
    delivered(case, by=by, at=at, facts=facts | ({"handed_to": str(out.mandate)} if out.mandate else {}))
    out.save(force_insert=True)
    issue(case, "delivery", at=at, more=_facts(out, who))
    tell(case, "case.delivered", at=at)


def collector(case: Case, receiver: Receiver, at: datetime) -> identity.Collector:
    """Return who stands at the window, as the one who may have the result; NotChecked, NotToCollect for others."""
    if receiver.proof not in Proof.__members__:
        raise NotChecked(field="proof")
    card = receiver.card
    found = identity.who_may_collect(
        party=case.applicant_id,
        item=case.item_code,
        name=card.name,
        document_type=card.document_type,
        number=card.number,
        at=at,
    )
    if found is None:
        raise NotToCollect(field="number")
    return found


def _told(acknowledged: Acknowledged) -> dict[str, str]:
    if acknowledged.how not in AT_WINDOW:
        raise NotSigned(field="signature")
    if acknowledged.how == Signature.REFUSED:
        return rules.witnessed(acknowledged.witness, acknowledged.told)
    if acknowledged.how == Signature.DRAWN:
        return {"drawing": rules.drawing(acknowledged.drawing)}
    return {}


def _facts(out: HandingOut, who: str) -> Facts:
    told = unseal(out.case_id, out.told) if out.told else {}
    papers = [one for one in queries.document_list(out.case) if one.result]
    return {
        "delivered": [{"label": one.title, "value": one.number} for one in papers],
        "way": WAY_NAMES[Way(out.way)],
        "receiver": who,
        "checked": PROOF_NAMES[Proof(out.proof)] if out.proof else None,
        "signed": SIGNATURE_NAMES[Signature(out.signature)],
        "witness": told.get("witness") or None,
        "circumstances": told.get("told") or None,
        "received_on": day_of(out.at),
    }


def drawn_signature(case: UUID, out: HandingOut) -> str:
    """Return the lines of a signature that was drawn, nothing where there is none: for those who reach the case."""
    return unseal(case, out.told).get("drawing", "") if out.told else ""
