"""Who is acting, and what may be seen of whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from tongban.crypto import api as crypto
from tongban.identity.errors import NotYourParty
from tongban.identity.models import Account, Party, Representation, StaffPost, User
from tongban.identity.states import DocumentType, PartyKind
from tongban.kernel.actors import Actor, ActorKind, Grant, Role
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


def in_force(at: datetime) -> Q:
    """Select the half-open periods that hold at this moment."""
    return Q(from_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at))


def actor_of(user: User, *, at: datetime, acting_for: UUID | None = None) -> Actor:
    """Return who acts when this user does something now, with the grants resolved.

    Staff act by their posts and have no party. Anybody else acts as themselves, or as the organisation they represent
    at this moment and have chosen (``acting_for``); NotYourParty if they do not represent it.
    """
    posts = StaffPost.objects.filter(in_force(at), user=user)
    grants = frozenset(Grant(Role(p.role), p.department, p.region) for p in posts)
    account = None if grants else Account.objects.filter(user=user).first()
    if account is None:
        return Actor(id=user.id, kind=ActorKind.STAFF, grants=grants)
    party = acting_for or account.party_id
    if party != account.party_id and not _represents(account.party_id, party, at):
        raise NotYourParty
    return Actor(id=user.id, kind=ActorKind.PERSON, party=party)


def parties_of(user: User, *, at: datetime) -> list[PartyView]:
    """Return whom this user may act as now: themselves first, then the organisations they represent; none for staff."""
    account = Account.objects.filter(user=user).select_related("party").first()
    if account is None:
        return []
    held = Representation.objects.filter(in_force(at), person=account.party).select_related("organisation")
    return [_view(p, whole=True) for p in [account.party, *(r.organisation for r in held.order_by("from_at", "id"))]]


def staff_names(users: Collection[UUID], *, by: Actor) -> dict[UUID, str]:
    """Return by what names staff are known to each other, by account; NotAllowed for everybody else.

    The names of citizens are not among them, whoever's accounts are asked for.
    """
    if by.kind is not ActorKind.STAFF:
        raise NotAllowed
    found = User.objects.filter(pk__in=users, posts__isnull=False).distinct()
    return dict(found.values_list("pk", "display_name"))


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


def post_place(actor: Actor) -> str:
    """Return the code of the service place where the clerk sits by the posts they act under; empty if at none."""
    held = Q()
    for grant in actor.grants:
        held |= Q(role=grant.role, department=grant.department, region=grant.region)
    posts = StaffPost.objects.filter(held, user_id=actor.id).exclude(place="")
    return posts.order_by("-from_at").values_list("place", flat=True).first() or ""


def _represents(person: UUID, organisation: UUID, at: datetime) -> bool:
    return Representation.objects.filter(in_force(at), person_id=person, organisation_id=organisation).exists()


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


def staff_id(username: str) -> UUID | None:
    """Return the id of a member of staff by their user name, None when there is none of that name."""
    return User.objects.filter(username=username, posts__isnull=False).values_list("pk", flat=True).first()


def has_users() -> bool:
    """Tell whether anybody at all can sign in here."""
    return User.objects.exists()
