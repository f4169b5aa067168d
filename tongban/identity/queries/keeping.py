"""Everything that is kept about somebody's account, for themselves to take away (个人信息保护法45)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tongban.identity.models import Consent, ExternalIdentity, Login, Party, Representation, User
from tongban.identity.queries.sealing import number_of
from tongban.identity.queries.security import Device, Factors, devices, factors_of
from tongban.identity.states import DocumentType


@dataclass(frozen=True, slots=True)
class Papers:
    """One of the documents by which a party is known, its number whole."""

    document_type: DocumentType
    number: str
    from_at: datetime
    until_at: datetime | None


@dataclass(frozen=True, slots=True)
class Represented:
    """An organisation and the person who stands for it by law, from when to when."""

    organisation: str
    person: str
    from_at: datetime
    until_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """An account as its owner takes it away: what is over is in it, too, as long as it is kept."""

    username: str
    name: str
    opened_at: datetime
    last_login: datetime | None
    links: list[ExternalIdentity]
    devices: list[Device]
    factors: Factors
    consents: list[Consent]
    logins: list[Login]


def own_account(user: UUID, *, person: UUID, at: datetime) -> OwnAccount:
    """Return an account with the person behind it; the caller shows it to nobody else."""
    held = User.objects.get(pk=user)
    consents = Consent.objects.filter(person_id=person).select_related("client")
    logins = Login.objects.filter(person_id=person).select_related("client", "acting_for")
    return OwnAccount(
        username=held.username,
        name=held.display_name,
        opened_at=held.created_at,
        last_login=held.last_login,
        links=list(ExternalIdentity.objects.filter(user_id=user).order_by("linked_at", "id")),
        devices=devices(held, current="", at=at),
        factors=factors_of(held),
        consents=list(consents.order_by("given_at", "id")),
        logins=list(logins.order_by("began_at", "id")),
    )


def papers_of(party: UUID) -> list[Papers]:
    """Return every document of a party; the caller shows them to nobody else."""
    rows = Party.objects.get(pk=party).documents.order_by("from_at", "id")
    return [Papers(DocumentType(one.document_type), number_of(one), one.from_at, one.until_at) for one in rows]


def represented(party: UUID) -> list[Represented]:
    """Return whom a person represented by law and represents, or who an organisation; the caller is one of them."""
    rows = Representation.objects.filter(person_id=party) | Representation.objects.filter(organisation_id=party)
    return [
        Represented(one.organisation.name, one.person.name, one.from_at, one.until_at)
        for one in rows.select_related("organisation", "person").order_by("from_at", "id")
    ]
