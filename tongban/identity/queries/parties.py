"""What may be seen of a person or an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tongban.crypto import api as crypto
from tongban.identity.models import Account, Party, Representation, User
from tongban.identity.queries.periods import in_force
from tongban.identity.states import DocumentType, PartyKind
from tongban.kernel.actors import Actor, ActorKind
from tongban.kernel.codes import mobile, resident_id
from tongban.kernel.errors import NotAllowed, NotFound

DOCUMENT_PURPOSE = "identity.document"
MOBILE_PURPOSE = "identity.mobile"


@dataclass(frozen=True, slots=True)
class PartyView:
    """What a viewer may see of a party. Numbers are masked unless the viewer is the party itself."""

    id: UUID
    kind: PartyKind
    name: str
    document_type: DocumentType
    document_number: str
    mobile: str


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


def _view(party: Party, *, whole: bool) -> PartyView:
    kind = PartyKind(party.kind)
    number = _open(DOCUMENT_PURPOSE, party.document_cipher, party.id)
    telephone = _open(MOBILE_PURPOSE, party.mobile_cipher, party.id)
    # A credit code is public; what identifies a person is not.
    shown = whole or kind is PartyKind.LEGAL
    return PartyView(
        id=party.id,
        kind=kind,
        name=party.name,
        document_type=DocumentType(party.document_type),
        document_number=number if shown else resident_id.mask(number),
        mobile=telephone if whole else mobile.mask(telephone),
    )


def _open(purpose: str, cipher: bytes | memoryview[int], party: UUID) -> str:
    # psycopg gives a memoryview.
    return crypto.decrypt(purpose, bytes(cipher), party.bytes).decode() if cipher else ""
