"""Natural persons and organisations: registered once, found again by the digest of their number."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.crypto import api as crypto
from tongban.identity import rules
from tongban.identity.errors import NameDiffers
from tongban.identity.models import Party, Representation
from tongban.identity.queries import DOCUMENT_PURPOSE, MOBILE_PURPOSE, PartyView, party_view
from tongban.identity.states import PartyKind
from tongban.kernel.actors import Actor, ActorKind, Role
from tongban.kernel.days import day_of
from tongban.kernel.errors import Broken, NotAllowed
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger


def read_party(*, party: UUID, by: Actor, at: datetime) -> PartyView:
    """Return what the actor may see of a party (``queries.party_view``), and record the look of a member of staff."""
    seen = party_view(party, by=by)
    if by.kind is ActorKind.STAFF:
        ledger.note_reading(
            at=at, actor=by, kind="party", subject=party, about=(party,), purpose=ledger.Purpose.HANDLING
        )
    return seen


@transaction.atomic
def register_walk_in(*, name: str, document_type: str, number: str, mobile: str, by: Actor, at: datetime) -> UUID:
    """Register the person or organisation that came to the counter, or find them again; return the party's id.

    Only a clerk who receives applications may do so (articles 20(2), the general counter, and 21(2)). NameDiffers if
    the number is known under another name: the clerk reads the document again. Faulty names all that cannot be right.
    """
    if not by.holds(Role.RECEIVER):
        raise NotAllowed
    party, new = find_or_make(name=name, document_type=document_type, number=number, mobile=mobile, at=at)
    ledger.record(
        at=at,
        actor=by,
        verb="identity.register_walk_in",
        kind="party",
        subject=party.id,
        for_party=party.id,
        facts={"new": new},
        why=ledger.Why(ledger.Purpose.HANDLING, "GZGF.20.2,GZGF.21.2"),
    )
    return party.id


def find_or_make(*, name: str, document_type: str, number: str, mobile: str, at: datetime) -> tuple[Party, bool]:
    """Return the party of this number and whether it is new. Two counters at once make one party."""
    fit = rules.fit_person(document_type, number, name, mobile, on=day_of(at))
    fresh = uuid7(at)
    made = Party(
        id=fresh,
        kind=rules.kind_of(fit.document_type),
        name=fit.name,
        document_type=fit.document_type,
        document_cipher=crypto.encrypt(DOCUMENT_PURPOSE, fit.number.encode(), fresh.bytes),
        document_digest=crypto.digest(DOCUMENT_PURPOSE, fit.number),
        document_tail=fit.number[-4:],
        mobile_cipher=crypto.encrypt(MOBILE_PURPOSE, fit.mobile.encode(), fresh.bytes) if fit.mobile else b"",
        created_at=at,
    )
    # The unique constraint decides between two who write at once; the loser reads the winner's row.
    Party.objects.bulk_create([made], ignore_conflicts=True)
    party = Party.objects.select_for_update().get(document_type=fit.document_type, document_digest=made.document_digest)
    if party.name != fit.name:
        raise NameDiffers(field="name")
    return party, party.id == fresh


@transaction.atomic
def let_represent(*, person: Party, organisation: Party, by: Actor, at: datetime) -> Representation:
    """Let a natural person act for an organisation from now on (民法典161: 通过代理人实施民事法律行为)."""
    if person.kind != PartyKind.NATURAL or organisation.kind != PartyKind.LEGAL:
        raise Broken("只能由自然人代表法人或其他组织办事。")
    held = Representation.objects.create(person=person, organisation=organisation, from_at=at)
    ledger.record(
        at=at,
        actor=by,
        verb="identity.let_represent",
        kind="party",
        subject=organisation.id,
        for_party=organisation.id,
        facts={"person": person.id},
        why=ledger.Why(ledger.Purpose.ADMINISTRATION, "MFD.161", about=(organisation.id, person.id)),
    )
    return held
