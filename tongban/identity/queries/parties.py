"""What may be seen of a person or an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tongban.identity.models import Account, Party, PartyDocument, User
from tongban.identity.queries.mandates import mandates_of
from tongban.identity.queries.sealing import address_of, email_of, mobile_of, number_of
from tongban.identity.states import DocumentType, PartyKind, RealNameLevel
from tongban.kernel.actors import MANDATE_NAMES, Actor, ActorKind, Mandate, MandateData
from tongban.kernel.codes import document_type, mobile
from tongban.kernel.errors import NotAllowed, NotFound
from tongban.statements import api as statements


@dataclass(frozen=True, slots=True)
class Capacity:
    """As whom somebody may act: themselves, or somebody else by a ``mandate``."""

    id: UUID
    name: str
    mandate: Mandate | None = None

    @property
    def ground(self) -> str:
        """Return on what ground somebody else acts as this party, in words; nothing for the party itself."""
        return MANDATE_NAMES[self.mandate.kind] if self.mandate else ""


@dataclass(frozen=True, slots=True)
class PartyView:
    """What a viewer may see of a party. Numbers are masked unless the viewer is the party itself.

    ``document_type`` and ``document_number`` are of the document the party goes by; ``address`` and
    ``email`` are empty for others.
    ``mandate``: by what somebody else acts as this party, where that is who looks.
    """

    id: UUID
    kind: PartyKind
    name: str
    document_type: DocumentType
    document_number: str
    mobile: str
    address: str
    email: str
    level: RealNameLevel
    mandate: Mandate | None = None

    @property
    def ground(self) -> str:
        """Return on what ground somebody else acts as this party, in words; nothing for the party itself."""
        return MANDATE_NAMES[self.mandate.kind] if self.mandate else ""


@dataclass(frozen=True, slots=True)
class _Shown:
    """Which numbers are shown whole."""

    number: bool
    mobile: bool
    address: bool


ALL, NOTHING = _Shown(number=True, mobile=True, address=True), _Shown(number=False, mobile=False, address=False)


def parties_of(user: User, *, at: datetime) -> list[PartyView]:
    """Return whom this user may act as now and by what: themselves first, then all others; none for staff."""
    return [_view(party, _by(mandate), mandate) for party, mandate in _all_of(user, at)]


def capacities_of(user: User, *, at: datetime) -> list[Capacity]:
    """Return the same by their names only, for what every page says: no number is read for it."""
    return [Capacity(party.id, party.name, mandate) for party, mandate in _all_of(user, at)]


_ACCOUNT = statements.Asked(lambda user: Account.objects.filter(user=user).select_related("party"), UUID)


def _all_of(user: User, at: datetime) -> list[tuple[Party, Mandate | None]]:
    account = _ACCOUNT.first(user.pk)
    if account is None:
        return []
    return [(account.party, None), *mandates_of(account.party_id, at=at)]


def party_view(party_id: UUID, *, by: Actor) -> PartyView:
    """Return a party as the actor may see it.

    The party itself and the system (which fills in documents) see whole numbers; who acts as the party by a mandate
    sees whole what the mandate shows; staff see masked ones and the name; NotAllowed for everybody else. Whoever opens
    a party through a case is checked by the room of the case.
    """
    own = by.party == party_id or by.kind is ActorKind.SYSTEM
    if not own and by.kind is not ActorKind.STAFF:
        raise NotAllowed
    party = Party.objects.filter(id=party_id).first()
    if party is None:
        raise NotFound("没有找到这个人或这家单位，请核对后重试。")
    return _view(party, _by(by.mandate) if own else NOTHING, by.mandate if own else None)


_PRIMARY = statements.Asked(lambda party: PartyDocument.objects.filter(party=party, primary=True), UUID)


def document_of(party: Party) -> PartyDocument:
    """Return the document a party goes by."""
    (found,) = _PRIMARY.all(party.pk)
    return found


def document_number(party: Party) -> str:
    """Return the number of the document a party goes by, whole: for what is written in its name, and for checks."""
    return number_of(document_of(party))


def _by(mandate: Mandate | None) -> _Shown:
    if mandate is None:
        return ALL
    names = (MandateData.DOCUMENT_NUMBER, MandateData.MOBILE, MandateData.ADDRESS)
    return _Shown(*(mandate.shows(name) for name in names))


def _view(party: Party, shown: _Shown, mandate: Mandate | None = None) -> PartyView:
    document = document_of(party)
    sort, number, telephone = DocumentType(document.document_type), number_of(document), mobile_of(party)
    return PartyView(
        id=party.id,
        kind=PartyKind(party.kind),
        name=party.name,
        document_type=sort,
        # A credit code is public, and stays whole behind the mask; what identifies a person does not.
        document_number=number if shown.number else document_type.mask(sort, number),
        mobile=telephone if shown.mobile else mobile.mask(telephone),
        address=address_of(party) if shown.address else "",
        email=email_of(party) if shown.mobile else "",
        level=RealNameLevel(party.real_name_level),
        mandate=mandate,
    )
