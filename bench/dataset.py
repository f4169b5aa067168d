"""The data set: people, drafts and received cases, made once by the services and then copied row by row.

Everything about a copy follows from its number, so that every process knows its ids, and two runs hold the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

import psycopg
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from bench.application import filled
from bench.rows import Row, connect, copy, one, rows
from tongban.cases import api as cases
from tongban.cases.queries import sealing
from tongban.identity import api as identity
from tongban.identity.queries import document_columns, mobile_columns
from tongban.kernel.actors import SYSTEM, Actor, ActorKind
from tongban.kernel.codes import case_number
from tongban.kernel.days import SHANGHAI
from tongban.web.sessions import SessionStore, name_of

FIRST_SEQUENCE = 50_000_000  # of the copies' numbers; the services count from 1
OTHER_DEPARTMENT = "ZD320213HUC"  # of every second copy, so that a permission has something to leave out
BACKEND = "django.contrib.auth.backends.ModelBackend"
CLERK = "acceptor"


@dataclass(frozen=True, slots=True)
class Made:
    """How many copies there are: drafts of a person each, bare drafts for the raw writer, received cases.

    ``shown``: the mark that the check page of each draft carries; they say the same.
    """

    drafts: int
    bare: int
    received: int
    submitted: UUID
    region: str
    day: datetime
    shown: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A complete draft of a person who is signed in."""

    id: UUID
    by: Actor
    session: str


def known(kind: str, number: int) -> UUID:
    """Return the id of the n-th copy of a kind."""
    return uuid5(NAMESPACE_OID, f"tongban/bench/{kind}/{number}")


def draft(number: int) -> Draft:
    """Return the n-th draft."""
    by = Actor(id=known("user", number), kind=ActorKind.PERSON, party=known("party", number))
    return Draft(known("draft", number), by, session_of(number))


def session_of(number: int) -> str:
    """Return the key under which the n-th person is signed in."""
    return known("session", number).hex


def clerk(at: datetime) -> Actor:
    """Return the member of staff who accepts."""
    return identity.actor_of(identity.User.objects.get(username=CLERK), at=at)


def clerk_session() -> str:
    """Sign the member of staff in and return the key of the session."""
    store = SessionStore()
    store.update(signed_in(identity.User.objects.get(username=CLERK)))
    store.create()
    return str(store.session_key)


def now() -> datetime:
    """Return the moment; the measurements are an edge of the system, as the web is."""
    return datetime.now(SHANGHAI)


def case_code(made: Made, number: int) -> str:
    """Return the number by which the n-th received copy is asked for."""
    return case_number.build(region=made.region, day=made.day.date(), sequence=FIRST_SEQUENCE + number).code


def make(*, received: int, drafts: int, bare: int) -> Made:
    """Make one draft and one received case by the services, and so many copies of them."""
    owner = identity.User.objects.get(username="owner")
    company = identity.parties_of(owner, at=now())[-1]
    by = identity.actor_of(owner, at=now(), acting_for=company.id)
    begun = filled(by=by, clock=now)
    with connect() as raw, raw.transaction():
        _copy_people(raw, owner, company.id, drafts)
        _copy_drafts(raw, begun, drafts)
        _copy_bare(raw, begun.id, bare)
    # Those of the copies apply for themselves, without a mandate.
    shown = cases.shown_mark(begun, cases.application(begun, at=now()), by=draft(0).by)
    cases.submit(draft=begun.pk, token=uuid4(), by=by, at=now())
    made = Made(drafts, bare, received, begun.id, begun.region_id, now(), shown)
    with connect(owner=True) as raw, raw.transaction():
        _copy_cases(raw, made, cases.answers(begun))
    with connect(owner=True) as raw:
        raw.execute("ANALYZE")
    return made


def _copy_people(raw: psycopg.Connection, model: identity.User, company: UUID, count: int) -> None:
    user, party = one(raw, "identity_user", id=model.pk), one(raw, "identity_party", id=company)
    account = one(raw, "identity_account", user_id=model.pk)
    numbers = range(count)
    copy(raw, "identity_user", (user | {"id": known("user", n), "username": f"bench-{n}"} for n in numbers))
    seen, document = identity.party_view(company, by=SYSTEM), one(raw, "identity_partydocument", party_id=company)
    copy(raw, "identity_party", (party | _party_columns(n, seen) for n in numbers))
    copy(raw, "identity_partydocument", (document | _document_columns(n, seen) for n in numbers))
    copy(
        raw,
        "identity_account",
        (account | {"user_id": known("user", n), "party_id": known("party", n)} for n in numbers),
    )
    copy(raw, "identity_session", _sessions(model, count))


def _sessions(model: identity.User, count: int) -> Iterator[Row]:
    """Sign everybody in. The hash is of the password alone, and all copies have the one of their model."""
    store, at = SessionStore(), now()
    for number in range(count):
        content = signed_in(model) | {SESSION_KEY: str(known("user", number))}
        yield {
            "name": name_of(session_of(number)),
            "user_id": known("user", number),
            "data": store.encode(content),
            "means": identity.Means.PASSWORD,
            "provider": "",
            "device": "",
            "address": "",
            "begun_at": at,
            "seen_at": at,
            "expire_at": at + timedelta(days=1),
        }


def signed_in(user: identity.User) -> dict[str, Any]:
    """Return what the session of somebody who is signed in holds."""
    return {SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: BACKEND, HASH_SESSION_KEY: user.get_session_auth_hash()}


def _party_columns(number: int, seen: identity.PartyView) -> Row:
    key = known("party", number)
    return {"id": key, **mobile_columns(key, seen.mobile)}


def _document_columns(number: int, seen: identity.PartyView) -> Row:
    """Encrypt for the copy what opens for its own id only; the digest is made up, since the number is everybody's."""
    key = known("party document", number)
    own = {"id": key, "party_id": known("party", number), "digest": known("digest", number).hex * 2}
    return document_columns(key, seen.document_number) | own


def _copy_drafts(raw: psycopg.Connection, begun: cases.Case, count: int) -> None:
    case, materials = one(raw, "cases_case", id=begun.id), rows(raw, "cases_casematerial", case_id=begun.id)
    plain = cases.answers(begun)
    copy(raw, "cases_case", (case | _draft_columns(number, plain) for number in range(count)))
    copy(
        raw,
        "cases_casematerial",
        (
            row | {"id": known(f"draft material {place}", number), "case_id": known("draft", number)}
            for number in range(count)
            for place, row in enumerate(materials)
        ),
    )


def _draft_columns(number: int, plain: dict[str, Any]) -> Row:
    mine = draft(number)
    return {
        "id": mine.id,
        "applicant_id": mine.by.party,
        "opened_by": mine.by.id,
        "answers": sealing.seal(mine.id, plain),
    }


def _copy_bare(raw: psycopg.Connection, model: UUID, count: int) -> None:
    """Make cases for the raw writer: of one applicant, so each under an item code of its own."""
    case = one(raw, "cases_case", id=model)
    copy(raw, "cases_case", (case | {"id": known("bare", n), "item_code": f"BENCH{n}"} for n in range(count)))


def _copy_cases(raw: psycopg.Connection, made: Made, plain: dict[str, Any]) -> None:
    case, duty = one(raw, "cases_case", id=made.submitted), one(raw, "duties_duty", subject=made.submitted)
    paper = one(raw, "cases_casedocument", case_id=made.submitted)
    document = one(raw, "documents_issueddocument", id=paper["document_id"])
    (entry,) = rows(raw, "ledger_entry", subject=made.submitted, verb="case.submit")
    del entry["id"]
    numbers = range(made.received)
    copy(raw, "cases_case", (case | _case_columns(made, n, plain) for n in numbers))
    copy(raw, "duties_duty", (duty | {"id": known("duty", n), "subject": known("case", n)} for n in numbers))
    copy(
        raw,
        "documents_issueddocument",
        (document | {"id": known("document", n), "number": f"样例 {n}", "subject": known("case", n)} for n in numbers),
    )
    copy(
        raw,
        "cases_casedocument",
        (
            paper | {"id": known("paper", n), "case_id": known("case", n), "document_id": known("document", n)}
            for n in numbers
        ),
    )
    # Copies are to be read as what is long placed and sealed would be: they never wait for the sequencer.
    raw.execute("ALTER TABLE ledger_entry DISABLE TRIGGER ledger_entry_queued")
    copy(raw, "ledger_entry", (entry | {"subject": known("case", n)} for n in numbers))
    raw.execute("ALTER TABLE ledger_entry ENABLE TRIGGER ledger_entry_queued")
    materials = rows(raw, "cases_casematerial", case_id=made.submitted)
    copy(
        raw,
        "cases_casematerial",
        (
            row | {"id": known(f"case material {place}", n), "case_id": known("case", n)}
            for n in numbers
            for place, row in enumerate(materials)
        ),
    )


def _case_columns(made: Made, number: int, plain: dict[str, Any]) -> Row:
    key = known("case", number)
    other = {"department_id": OTHER_DEPARTMENT} if number % 2 else {}
    return other | {
        "id": key,
        "number": case_code(made, number),
        "applicant_id": known("party", number % made.drafts),
        "answers": sealing.seal(key, plain),
        "submission": known("submission", number),
        "received_at": made.day - timedelta(minutes=number % 20_000),
    }
