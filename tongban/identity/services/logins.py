"""One login for departments' systems: agreed to, begun, used and ended."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from procrastinate.contrib.django import app

from tongban.crypto import api as crypto
from tongban.identity.errors import ClientUnknown, ConsentNeeded, LoginOver, NarrowMandate, NotYourParty
from tongban.identity.models import Client, Consent, Login, LoginCode, LoginToken, Party, Pseudonym, Session
from tongban.identity.queries import PartyView, actor_of, party_view
from tongban.identity.queries.connecting import digest_of, must_ask, person_of, standing_consent
from tongban.identity.rules import connecting
from tongban.identity.rules.connecting import ClientState, Ground, LoginAsked, LoginScope
from tongban.identity.states import PartyKind
from tongban.kernel.actors import SYSTEM, Actor, ActorKind
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger

WORD_BYTES = 32
MOST_AT_ONCE = 200
TELLING, ONE_AT_A_TIME = "connectors.tell_now", "connectors.tell_logouts"
# 个人信息保护法 13(1)1, 23: 同意向其他处理者提供; 13(1)3, 35: 履行法定职责并告知; 15: 撤回同意. 工作规范 34: 安全管理.
AGREED, TOLD, WITHDRAWN, ENDED = "GBF.13.1.1,GBF.23", "GBF.13.1.3,GBF.35", "GBF.15", "GZGF.34"


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What a system is told of who came: only what it asked for, may have and was agreed to; empty where it is not."""

    subject: str
    scopes: tuple[str, ...]
    person: PartyView
    organisation: PartyView | None
    capacity: str
    principal: str


@transaction.atomic
def log_in_at(
    *, asked: LoginAsked, agreed: bool, browser: str, authenticated_at: datetime, by: Actor, at: datetime
) -> str:
    """Lead a signed-in person to a department's system: return the code that it redeems once, within a minute.

    ``agreed``: that the person just agreed, or went on after being told (个人信息保护法23, 35). ``browser``: the
    session they are signed in with. ConsentNeeded if they did not agree, now or before; NotForStaff for staff;
    ClientUnknown for a system or address that is not registered; NarrowMandate under a mandate for certain matters.
    """
    person = person_of(by)
    client = _client(asked)
    if not connecting.reaches_systems(by):
        raise NarrowMandate
    Party.objects.select_for_update().get(pk=person)
    if agreed:
        _agree(client, person, asked.scopes, at)
    elif must_ask(client, asked.scopes, by=by):
        raise ConsentNeeded
    login = _begin(client, asked, person, browser, authenticated_at, by, at)
    code = _code(login, asked, at)
    _record(login, "log_in_at", by, at, basis=basis_of(client), facts={"agreed": agreed, "scopes": asked.scopes})
    return code


@transaction.atomic
def issue_token(*, code: str, client: UUID, token: str, at: datetime) -> bool:
    """Exchange a code for a token, once and in time; tell whether that was done.

    A code that comes a second time was stolen, now or the first time: the login ends with all its tokens (RFC 6749,
    4.1.2). The caller has checked who the system is, the address and the proof of possession (PKCE).
    """
    found = (
        LoginCode.objects.select_for_update(of=("self",))
        .filter(digest=digest_of(code), login__client_id=client)
        .select_related("login__client")
        .first()
    )
    if found is None:
        return False
    login = found.login
    if found.used_at is not None:
        _end([login.id], at)
        _record(login, "stop_replay", _system(login), at, basis=ENDED)
        return False
    if found.until_at <= at or login.ended_at is not None:
        return False
    found.used_at = at
    found.save(update_fields=["used_at"])
    LoginToken.objects.create(digest=digest_of(token), login=login, until_at=at + connecting.TOKEN_LASTS)
    _record(login, "issue_token", _system(login), at, basis=basis_of(login.client))
    return True


def hand_over(*, token: str, at: datetime) -> HandedOver:
    """Tell a system who came, by its token, and record that it was told; LoginOver for any other word.

    What was agreed to and is still registered for the system is told, no more. A login ends with the token, the
    session, the consent, the system, the account and the right to act for an organisation.
    """
    login = _login_of(token, at)
    acting = _acting(login, at)
    scopes = tuple(scope for scope in login.scopes if scope in login.client.scopes)
    principal = None if acting.party == login.person_id else login.acting_for
    seen = HandedOver(
        subject=login.subject,
        scopes=scopes,
        person=party_view(login.person_id, by=SYSTEM),
        organisation=_organisation(principal, scopes),
        capacity=_capacity(acting) if principal else "",
        principal=_principal(principal, login.client.sector),
    )
    ledger.note_reading(
        at=at,
        actor=_system(login),
        kind="login",
        subject=login.id,
        about=_about(login),
        purpose=ledger.Purpose.HANDLING,
        basis=basis_of(login.client),
        facts={"client": login.client.code, "scopes": scopes},
    )
    return seen


@transaction.atomic
def end_login(*, login: UUID, by: Actor, at: datetime) -> None:
    """End one's login at a system: its token is worth nothing from now on, and it is told. LoginOver if it is over."""
    found = Login.objects.select_for_update().filter(pk=login, person_id=person_of(by), ended_at__isnull=True).first()
    if found is None:
        raise LoginOver
    _end([found.id], at)
    _record(found, "end_login", by, at, basis=ENDED)


@transaction.atomic
def withdraw_consent(*, client: UUID, by: Actor, at: datetime) -> None:
    """Take back what one agreed to and end every login there (个人信息保护法 15); what was done before stays valid.

    What a system was told by law does not end by this; the person is told again at the next login.
    """
    person = person_of(by)
    Party.objects.select_for_update().get(pk=person)
    held = standing_consent(client, person)
    if held is None:
        raise ClientUnknown("您没有同意过向这个系统提供信息，或者已经撤回。")
    held.ended_at = at
    held.save(update_fields=["ended_at"])
    running = Login.objects.filter(client_id=client, person_id=person, ended_at__isnull=True)
    ended = running.update(ended_at=at)
    tell_soon(ended)
    ledger.record(
        at=at,
        actor=by,
        verb="identity.withdraw_consent",
        kind="consent",
        subject=held.id,
        for_party=person,
        facts={"client": held.client.code, "ended": ended},
        why=ledger.Why(ledger.Purpose.HANDLING, WITHDRAWN, about=(person,)),
    )


@transaction.atomic
def end_browser_logins(*, browser: str, by: Actor, at: datetime) -> int:
    """End every login that began in a browser's session, because the session ends; return how many."""
    running = Login.objects.select_for_update(of=("self",)).filter(browser=browser, ended_at__isnull=True)
    ended = list(running.select_related("client"))
    _end([login.id for login in ended], at)
    for login in ended:
        _record(login, "end_login", by, at, basis=ENDED)
    return len(ended)


@transaction.atomic
def end_orphans(*, at: datetime) -> int:
    """End the logins whose session at the portal is over or was ended from another device; return how many."""
    standing = Session.objects.filter(name=OuterRef("browser"), expire_at__gt=at)
    running = Login.objects.select_for_update(of=("self",), skip_locked=True).filter(ended_at__isnull=True)
    orphans = list(running.filter(~Exists(standing)).select_related("client")[:MOST_AT_ONCE])
    _end([login.id for login in orphans], at)
    for login in orphans:
        _record(login, "end_login", SYSTEM, at, basis=ENDED)
    return len(orphans)


@transaction.atomic
def note_told(*, login: UUID, reached: bool, at: datetime) -> None:
    """Keep that a system was told of the end of a login, or that one more try failed. No entry: it is a message."""
    found = Login.objects.select_for_update().get(pk=login)
    found.tries += 1
    found.told_at = at if reached else None
    found.save(update_fields=["tries", "told_at"])


def _begin(
    client: Client, asked: LoginAsked, person: UUID, browser: str, authenticated_at: datetime, by: Actor, at: datetime
) -> Login:
    return Login.objects.create(
        id=uuid7(at),
        client=client,
        user_id=by.id,
        person_id=person,
        acting_for_id=by.party or person,
        subject=_pseudonym(client.sector, person),
        scopes=list(asked.scopes),
        issuer=asked.issuer,
        browser=browser,
        authenticated_at=authenticated_at,
        began_at=at,
    )


def _code(login: Login, asked: LoginAsked, at: datetime) -> str:
    code = secrets.token_urlsafe(WORD_BYTES)
    LoginCode.objects.create(
        digest=digest_of(code),
        login=login,
        redirect=asked.redirect,
        nonce=asked.nonce,
        challenge=asked.challenge,
        until_at=at + connecting.CODE_LASTS,
    )
    return code


def basis_of(client: Client) -> str:
    """Return on which provisions a system is told about people."""
    return AGREED if client.ground == Ground.CONSENT else f"{client.basis},{TOLD}"


def _client(asked: LoginAsked) -> Client:
    """Return the system; it may have been changed or suspended since the request was checked."""
    found = Client.objects.filter(pk=asked.client, state=ClientState.ACTIVE).first()
    if found is None or asked.redirect not in found.redirects:
        raise ClientUnknown
    connecting.fit_scopes(asked.scopes, found.scopes)
    return found


def _agree(client: Client, person: UUID, scopes: Iterable[str], at: datetime) -> None:
    """Keep what was agreed to, with what was agreed to before on the same ground."""
    held = standing_consent(client.id, person)
    before = set(held.scopes) if held and held.ground == client.ground else set()
    if held is not None:
        held.ended_at = at
        held.save(update_fields=["ended_at"])
    Consent.objects.create(
        id=uuid7(at),
        client=client,
        person_id=person,
        ground=client.ground,
        scopes=[scope for scope in LoginScope if scope in {*before, *scopes}],
        given_at=at,
    )


def _pseudonym(sector: str, person: UUID) -> str:
    """Return the number of a person in a sector, made at the first login there."""
    value = crypto.digest("identity.pseudonym", f"{sector}/{person}")
    Pseudonym.objects.bulk_create([Pseudonym(sector=sector, person_id=person, value=value)], ignore_conflicts=True)
    return Pseudonym.objects.values_list("value", flat=True).get(sector=sector, person_id=person)


def _login_of(token: str, at: datetime) -> Login:
    found = LoginToken.objects.filter(digest=digest_of(token), until_at__gt=at, login__ended_at__isnull=True)
    kept = found.select_related("login__client", "login__user", "login__acting_for").first()
    if kept is None or not _stands(kept.login, at):
        raise LoginOver
    return kept.login


def _stands(login: Login, at: datetime) -> bool:
    """Tell whether system, account and session behind a login are still there."""
    known = login.client.state == ClientState.ACTIVE and login.user.is_active
    return known and Session.objects.filter(name=login.browser, expire_at__gt=at).exists()


def _acting(login: Login, at: datetime) -> Actor:
    try:
        acting = actor_of(login.user, at=at, acting_for=login.acting_for_id)
    except NotYourParty:
        raise LoginOver from None
    if acting.kind != ActorKind.PERSON:
        raise LoginOver
    return acting


def _organisation(principal: Party | None, scopes: Iterable[str]) -> PartyView | None:
    """Return the organisation somebody acts for; of a person they act for, a system is told a number only."""
    if principal is None or principal.kind != PartyKind.LEGAL or LoginScope.ENTERPRISE not in scopes:
        return None
    return party_view(principal.id, by=SYSTEM)


def _principal(principal: Party | None, sector: str) -> str:
    return _pseudonym(sector, principal.id) if principal else ""


def _capacity(acting: Actor) -> str:
    return acting.mandate.kind.value if acting.mandate else ""


def _end(logins: list[UUID], at: datetime) -> None:
    tell_soon(Login.objects.filter(pk__in=logins, ended_at__isnull=True).update(ended_at=at))


def tell_soon(ended: int) -> None:
    """Have the systems told of ended logins, as soon as this transaction stands: a minute is long at a public device.

    A room above does it and is known here by its task's name only; what fails is tried again by its sweep.
    """
    if ended:
        app.configure_task(TELLING, allow_unknown=True, lock=ONE_AT_A_TIME).defer()


def _system(login: Login) -> Actor:
    """Return the department's system as who acts."""
    return Actor(id=login.client_id, kind=ActorKind.SYSTEM)


def _about(login: Login) -> tuple[UUID, ...]:
    return tuple({login.person_id, login.acting_for_id})


def _record(
    login: Login, verb: str, by: Actor, at: datetime, *, basis: str, facts: dict[str, ledger.Fact] | None = None
) -> None:
    ledger.record(
        at=at,
        actor=by,
        verb=f"identity.{verb}",
        kind="login",
        subject=login.id,
        for_party=login.acting_for_id,
        facts={"client": login.client.code, **(facts or {})},
        why=ledger.Why(ledger.Purpose.HANDLING, basis, about=_about(login)),
    )
