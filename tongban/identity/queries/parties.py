"""What may be seen of a person or an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tongban.identity.models import Account, Party, PartyDocument, Representation, User
from tongban.identity.queries.periods import in_force
from tongban.identity.queries.sealing import address_of, mobile_of, number_of
from tongban.identity.states import DocumentType, PartyKind, RealNameLevel
from tongban.kernel.actors import Actor, ActorKind
from tongban.kernel.codes import document_type, mobile
from tongban.kernel.errors import NotAllowed, NotFound


@dataclass(frozen=True, slots=True)
class PartyView:
    """What a viewer may see of a party. Numbers are masked unless the viewer is the party itself.

    ``document_type`` and ``document_number`` are of the document the party goes by; ``address`` is empty for others.
    """

    id: UUID
    kind: PartyKind
    name: str
    document_type: DocumentType
    document_number: str
    mobile: str
    address: str
    level: RealNameLevel


def parties_of(user: User, *, at: datetime) -> list[PartyView]:
    """Return whom this user may act as now: themselves first, then the organisations they represent; none for staff."""
    account = Account.objects.filter(user=user).select_related("party").first()
    if account is None:
        return []
    held = Representation.objects.filter(in_force(at), person=account.party).select_related("organisation")
    return [_view(p, whole=True) for p in [account.party, *(r.organisation for r in held.order_by("from_at", "id"))]]


def party_view(party_id: UUID, *, by: Actor) -> PartyView:
    """Return a party as the actor may see it.

    The party itself and the system (which fills in documents) see whole numbers; staff see masked ones and the name;
    NotAllowed for everybody else. Whoever opens a party through a case is checked by the room of the case.
    """
    whole = by.party == party_id or by.kind is ActorKind.SYSTEM
    if not whole and by.kind is not ActorKind.STAFF:
        raise NotAllowed
    party = Party.objects.filter(id=party_id).first()
    if party is None:
        raise NotFound("没有找到这个人或这家单位，请核对后重试。")
    return _view(party, whole=whole)


def document_of(party: Party) -> PartyDocument:
    """Return the document a party goes by."""
    return PartyDocument.objects.get(party=party, primary=True)


def _view(party: Party, *, whole: bool) -> PartyView:
    document = document_of(party)
    sort, number, telephone = DocumentType(document.document_type), number_of(document), mobile_of(party)
    return PartyView(
        id=party.id,
        kind=PartyKind(party.kind),
        name=party.name,
        document_type=sort,
        # A credit code is public, and stays whole behind the mask; what identifies a person does not.
        document_number=number if whole else document_type.mask(sort, number),
        mobile=telephone if whole else mobile.mask(telephone),
        address=address_of(party) if whole else "",
        level=RealNameLevel(party.real_name_level),
    )
