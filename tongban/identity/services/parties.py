"""Natural persons and organisations: registered once, found again by the digest of their number."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.identity import rules
from tongban.identity.errors import NameDiffers
from tongban.identity.models import Party, PartyDocument, Representation
from tongban.identity.queries import (
    PartyView,
    address_columns,
    document_columns,
    documents_of,
    hold_number,
    mobile_columns,
    party_view,
)
from tongban.identity.states import PartyKind, RealNameLevel
from tongban.kernel.actors import Actor, ActorKind, Role
from tongban.kernel.days import day_of
from tongban.kernel.errors import Broken, NotAllowed, NotFound
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger

COUNTER, CARD_READER = "COUNTER", "CARD_READER"


def read_party(*, party: UUID, by: Actor, at: datetime) -> PartyView:
    """Return what the actor may see of a party (``queries.party_view``), and record the look of a member of staff."""
    seen = party_view(party, by=by)
    if by.kind is ActorKind.STAFF:
        ledger.note_reading(
            at=at, actor=by, kind="party", subject=party, about=(party,), purpose=ledger.Purpose.HANDLING
        )
    return seen


@transaction.atomic
def register_walk_in(
    *,
    name: str,
    document_type: str,
    number: str,
    mobile: str,
    by: Actor,
    at: datetime,
    address: str = "",
    method: str = COUNTER,
) -> UUID:
    """Register the person or organisation that came to the counter, or find them again; return the party's id.

    Only a clerk who receives applications may do so (articles 20(2), the general counter, and 21(2)). The clerk has the
    document in hand: its holder is proven face to face. NameDiffers if the number is known under another name: the
    clerk reads the document again. Faulty names all that cannot be right. ``method``: by what it was checked, COUNTER
    for a document that was looked at, CARD_READER for one that was read; ``address``: of a card, kept of who is new.
    """
    if not by.holds(Role.RECEIVER):
        raise NotAllowed
    party, new = find_or_make(
        name=name, document_type=document_type, number=number, mobile=mobile, at=at, address=address
    )
    before, after = raise_level(party, RealNameLevel.FACE_TO_FACE, method, at)
    ledger.record(
        at=at,
        actor=by,
        verb="identity.register_walk_in",
        kind="party",
        subject=party.id,
        before=before,
        after=after,
        for_party=party.id,
        facts={"new": new, "checked_by": method},
        why=ledger.Why(ledger.Purpose.HANDLING, "GZGF.20.2,GZGF.21.2"),
    )
    return party.id


@transaction.atomic
def prove(*, party: UUID, level: RealNameLevel, by_method: str, by: Actor, at: datetime) -> bool:
    """Note that somebody was proven to be who they say, and how; tell whether that is more than was known.

    ``by_method``: a code of up to thirty capitals, such as COUNTER or NATIONAL. A level is only raised: what is known
    already stays, with its moment and its method, and writes no entry (工作规范21(2): 能够识别身份). NotFound for
    nobody.
    """
    held = Party.objects.select_for_update().filter(id=party).first()
    if held is None:
        raise NotFound
    before, after = raise_level(held, level, by_method, at)
    if before == after:
        return False
    ledger.record(
        at=at,
        actor=by,
        verb="identity.prove",
        kind="party",
        subject=party,
        before=before,
        after=after,
        for_party=party,
        facts={"method": by_method},
        why=ledger.Why(ledger.Purpose.HANDLING, "GZGF.21.2,GZGF.34"),
    )
    return True


def raise_level(party: Party, level: RealNameLevel, by_method: str, at: datetime) -> tuple[str, str]:
    """Raise the level of a party that is held, never lower it; return the level before and after."""
    before = RealNameLevel(party.real_name_level)
    if before.reaches(level):
        return before, before
    party.real_name_level, party.proven_by, party.proven_at = level, by_method, at
    party.save(update_fields=["real_name_level", "proven_by", "proven_at"])
    return before, level


def find_or_make(
    *, name: str, document_type: str, number: str, mobile: str, at: datetime, address: str = ""
) -> tuple[Party, bool]:
    """Return the party of this number and whether it is new. Two counters at once make one party."""
    fit = rules.fit_person(document_type, number, name, mobile, on=day_of(at))
    hold_number(fit.number)
    known = documents_of(fit.document_type, fit.number).first()
    party_id = known.party_id if known else _register(fit, rules.fit_address(address), at)
    party = Party.objects.select_for_update().get(id=party_id)
    if party.name != fit.name:
        raise NameDiffers(field="name")
    return party, known is None


def _register(fit: rules.Fit, address: str, at: datetime) -> UUID:
    fresh = uuid7(at)
    _make(fresh, fit, address, at)
    PartyDocument.objects.create(
        id=fresh,
        party_id=fresh,
        holder=rules.kind_of(fit.document_type),
        document_type=fit.document_type,
        primary=True,
        from_at=at,
        **document_columns(fresh, fit.number),
    )
    return fresh


def _make(party: UUID, fit: rules.Fit, address: str, at: datetime) -> None:
    Party.objects.create(
        id=party,
        kind=rules.kind_of(fit.document_type),
        name=fit.name,
        created_at=at,
        **mobile_columns(party, fit.mobile),
        **address_columns(party, address),
    )


@transaction.atomic
def let_represent(*, person: Party, organisation: Party, by: Actor, at: datetime) -> Representation:
    """Let a natural person represent an organisation from now on (民法典61); whoever did before does no longer."""
    if person.kind != PartyKind.NATURAL or organisation.kind != PartyKind.LEGAL:
        raise Broken("只能由自然人代表法人或其他组织办事。")
    held = Representation.objects.select_for_update().filter(organisation=organisation, until_at__isnull=True).first()
    if held is not None and held.person_id == person.id:
        return held
    Representation.objects.filter(organisation=organisation, until_at__isnull=True).update(until_at=at)
    made = Representation.objects.create(person=person, organisation=organisation, from_at=at)
    about = (organisation.id, person.id, *([held.person_id] if held else []))
    ledger.record(
        at=at,
        actor=by,
        verb="identity.let_represent",
        kind="party",
        subject=organisation.id,
        for_party=organisation.id,
        facts={"person": person.id},
        why=ledger.Why(ledger.Purpose.ADMINISTRATION, "MFD.61.1", about=about),
    )
    return made
