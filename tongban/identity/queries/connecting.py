"""Departments' systems, and what a person gave to which."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from tongban.crypto import api as crypto
from tongban.identity import posts, reach
from tongban.identity.errors import ClientUnknown, NotForStaff
from tongban.identity.models import Client, Consent, Login, LoginCode
from tongban.identity.rules.connecting import ClientState, Ground, asks_anew
from tongban.kernel.actors import Actor, ActorKind, Role
from tongban.kernel.errors import NotAllowed
from tongban.orgs import api as orgs
from tongban.statements import api as statements

LATEST = 50
MOST_TRIES = 10


@dataclass(frozen=True, slots=True)
class Given:
    """What a system gets of a person: on what ground, since when, and whether they are signed in there now."""

    client: Client
    consent: Consent | None
    logins: tuple[Login, ...]


def client(code: str) -> Client | None:
    """Return a system that can be logged in to by what it calls itself; None for an unknown or suspended one."""
    return Client.objects.filter(code=code, state=ClientState.ACTIVE).first()


def registered(code: str) -> Client | None:
    """Return a system by what it calls itself, suspended or not: for whoever registers it at each start."""
    return Client.objects.filter(code=code).first()


def has_secret(client: Client, secret: str) -> bool:
    """Tell whether this is the system's secret. It is random, so a plain digest keeps it."""
    return client.secret_digest == digest_of(secret)


def digest_of(word: str) -> str:
    """Return the digest under which a random word is kept; nobody can try them all, so it needs no key."""
    return crypto.sm3(word.encode())


def clients(*, by: Actor) -> list[Client]:
    """Return the systems of the departments that a security administrator oversees, by name; NotAllowed for others."""
    return list(Client.objects.filter(overseen_by(by)).order_by("name", "id"))


def client_for(key: UUID, *, by: Actor) -> Client:
    """Return one system that the security administrator oversees; ClientUnknown for every other."""
    found = Client.objects.filter(overseen_by(by), pk=key).first()
    if found is None:
        raise ClientUnknown
    return found


def overseen_by(by: Actor) -> Q:
    """Return the condition under which systems exist for who administers them; NotAllowed for who does not at all.

    What the system does itself, as when a sample city is set up, reaches all of them.
    """
    if by.kind is ActorKind.SYSTEM:
        return Q()
    if not by.holds(Role.SECURITY):
        raise NotAllowed
    return reach.granted(posts.SYSTEMS, by)


def connectable(*, by: Actor) -> list[orgs.Department]:
    """Return the departments whose systems somebody may register."""
    return [one for one in orgs.departments() if may_connect(one, by=by)]


def may_connect(department: orgs.Department, *, by: Actor) -> bool:
    """Tell whether somebody oversees the systems of a department."""
    return posts.within(by, posts.home(department.code, department.region_id), Role.SECURITY)


def enterable() -> list[Client]:
    """Return the systems that can be entered from the portal: those that said where a login begins."""
    return _ENTERABLE.all()


_ENTERABLE = statements.Asked(
    lambda: Client.objects.filter(state=ClientState.ACTIVE).exclude(starts="").order_by("name", "id")
)


def person_of(actor: Actor) -> UUID:
    """Return the natural person behind who acts; NotForStaff for everybody who does not act as a citizen."""
    if actor.kind != ActorKind.PERSON or actor.person is None:
        raise NotForStaff
    return actor.person


def must_ask(client: Client, scopes: Collection[str], *, by: Actor) -> bool:
    """Tell whether a person has to agree to a login, or to be told of it, before it is done."""
    held = standing_consent(client.id, person_of(by))
    return asks_anew(
        ground=Ground(client.ground),
        wanted=scopes,
        given=held.scopes if held else None,
        by_consent=held is not None and held.ground == Ground.CONSENT,
    )


def standing_consent(client: UUID, person: UUID) -> Consent | None:
    """Return what a person agreed to, or was told of, and did not take back."""
    return Consent.objects.filter(client_id=client, person_id=person, ended_at__isnull=True).first()


def login_code(code: str, *, client: UUID) -> LoginCode | None:
    """Return a code that was given to this system, used or not; None for any other text and any other's code."""
    found = LoginCode.objects.filter(digest=digest_of(code), login__client_id=client)
    return found.select_related("login", "login__user", "login__client").first()


def began_in(login: UUID, *, browser: str) -> bool:
    """Tell whether a login began in this session of a browser and still goes on."""
    return Login.objects.filter(pk=login, browser=browser, ended_at__isnull=True).exists()


def given_to(*, by: Actor) -> list[Given]:
    """Return what was given to which system and where the person is signed in, the latest first."""
    person = person_of(by)
    logins = Login.objects.filter(person_id=person, ended_at__isnull=True).select_related("client", "acting_for")
    consents = Consent.objects.filter(person_id=person, ended_at__isnull=True).select_related("client")
    by_client: dict[UUID, list[Login]] = {}
    for login in logins.order_by("-began_at")[:LATEST]:
        by_client.setdefault(login.client_id, []).append(login)
    held = {one.client_id: one for one in consents}
    systems = {key: one.client for key, one in held.items()} | {key: own[0].client for key, own in by_client.items()}
    found = [Given(systems[key], held.get(key), tuple(by_client.get(key, ()))) for key in systems]
    return sorted(found, key=_latest, reverse=True)


def _latest(given: Given) -> datetime:
    moments = [one.began_at for one in given.logins] + ([given.consent.given_at] if given.consent else [])
    return max(moments)


def untold_logins(*, most: int = LATEST) -> list[Login]:
    """Return ended logins of which their systems have not been told yet, oldest first."""
    waiting = Login.objects.filter(ended_at__isnull=False, told_at__isnull=True, tries__lt=MOST_TRIES)
    return list(waiting.select_related("client").order_by("ended_at")[:most])
