"""Writing the record."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from psycopg.types.json import Jsonb

from tongban.kernel import law
from tongban.kernel.actors import Actor, ActorKind
from tongban.ledger.errors import EarlierThanLast
from tongban.ledger.rules.facts import Fact, check_words, fit_facts
from tongban.ledger.rules.purposes import HANDLING, LOOKING, Purpose, Why, subjects
from tongban.statements import api as statements

_OPERATION: ContextVar[UUID | None] = ContextVar("ledger_operation", default=None)

# One call in the caller's transaction (migrations/sql/writing.py): the entry, unless its subject has a later change,
# and by a trigger its place in the queue. Nothing comes back when there is a later change.
RECORD = """
SELECT ledger_record(
    %(at)s::timestamptz, %(actor)s::uuid, %(actor_kind)s::text, %(for_party)s::uuid, %(verb)s::text, %(kind)s::text,
    %(subject)s::uuid, %(before)s::text, %(after)s::text, %(operation)s::uuid, %(facts)s::jsonb, %(purpose)s::text,
    %(basis)s::text, %(about)s::uuid[], %(reading)s, %(disclose)s::text, %(disclose_from)s::date,
    %(withheld_basis)s::text
)
"""

# The same for several subjects, in their order.
RECORD_ALL = """
SELECT ledger_record(
    at, actor, actor_kind, for_party, verb, kind, subject, before, after, operation, facts, purpose, basis, about,
    reading, disclose, disclose_from, withheld_basis
) FROM jsonb_to_recordset(%s::jsonb) AS given(
    at timestamptz, actor uuid, actor_kind text, for_party uuid, verb text, kind text, subject uuid, before text,
    after text, operation uuid, facts jsonb, purpose text, basis text, about uuid[], reading boolean, disclose text,
    disclose_from date, withheld_basis text
)
"""


@contextmanager
def operation() -> Iterator[UUID]:
    """Let every verb recorded inside, also by verbs inside verbs, carry one operation id: the outermost one's."""
    outer = _OPERATION.get()
    if outer is not None:
        yield outer
        return
    mine = uuid4()
    token = _OPERATION.set(mine)
    try:
        yield mine
    finally:
        _OPERATION.reset(token)


def record(
    *,
    at: datetime,
    actor: Actor,
    verb: str,
    kind: str,
    subject: UUID,
    before: str = "",
    after: str = "",
    for_party: UUID | None = None,
    facts: Mapping[str, Fact] | None = None,
    why: Why = HANDLING,
) -> int:
    """Write one entry in the caller's transaction, without which it is a mistake, and return its id.

    ``for_party`` is the party the verb is done for; without it, whom the actor acts as. ``why`` says the purpose, the
    legal basis, whom the entry is about, and when they may see it. What is done by a mandate has it among the facts and
    is about the principal and the person. Refuses (EarlierThanLast) a change earlier than the last change of its
    subject, which the caller has locked; a look neither is refused nor makes a change be refused. Refuses (UnfitEntry)
    anything but codes, states, dates, ids and digests, and (UnknownCitation) a basis that is none.
    """
    _within_a_verb()
    return _insert(
        _checked(
            at=at,
            actor=actor,
            verb=verb,
            kind=kind,
            subject=subject,
            before=before,
            after=after,
            for_party=for_party,
            facts=facts or {},
            why=why,
        )
    )


@dataclass(frozen=True, slots=True)
class Deed:
    """What ``record`` is told, for many at once."""

    at: datetime
    actor: Actor
    verb: str
    kind: str
    subject: UUID
    before: str
    after: str
    for_party: UUID | None
    facts: Mapping[str, Fact]
    why: Why


def record_all(deeds: Sequence[Deed]) -> None:
    """Write an entry for each of several subjects in one call, each checked and worded as ``record`` does.

    EarlierThanLast where one of them has a later change; then the transaction of all has to be given up.
    """
    _within_a_verb()
    rows = [_checked(**{one.name: getattr(deed, one.name) for one in fields(deed)}) for deed in deeds]
    given = json.dumps([row | {"facts": row["facts"].obj} for row in rows], default=str)
    if any(made is None for (made,) in statements.fetch(RECORD_ALL, [given])):
        raise EarlierThanLast


def _within_a_verb() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("an entry is written in the transaction of its verb")


def _checked(
    *,
    at: datetime,
    actor: Actor,
    verb: str,
    kind: str,
    subject: UUID,
    before: str,
    after: str,
    for_party: UUID | None,
    facts: Mapping[str, Fact],
    why: Why,
) -> dict[str, Any]:
    """Return the values of an entry, once what they say was checked."""
    check_words(verb=verb, kind=kind, states=(before, after))
    party = for_party or actor.party
    values: dict[str, Any] = {
        "at": at,
        "actor": actor.id,
        "actor_kind": str(actor.kind),
        "for_party": party,
        "verb": verb,
        "kind": kind,
        "subject": subject,
        "before": before,
        "after": after,
        "operation": _OPERATION.get() or uuid4(),
        "facts": Jsonb(fit_facts(_with_mandate(actor, facts))),
    }
    return values | _reasons(_with_person(actor, why, party), party)


def _with_mandate(actor: Actor, facts: Mapping[str, Fact]) -> Mapping[str, Fact]:
    """Add by what somebody acts for somebody else (民法典162: 以被代理人名义实施)."""
    return facts if actor.mandate is None else {**facts, "mandate": actor.mandate.id}


def _with_person(actor: Actor, why: Why, party: UUID | None) -> Why:
    """Let an entry that is about the principal be about the person who acts for them, too."""
    about = why.about or ((party,) if party else ())
    if actor.mandate is None or actor.person is None or actor.party not in about:
        return why
    return replace(why, about=(*about, actor.person))


def _reasons(why: Why, party: UUID | None) -> dict[str, Any]:
    law.parsed(why.basis)
    return {
        "purpose": str(why.purpose),
        "basis": why.basis,
        "about": subjects(why, party),
        "reading": why.reading,
        "disclose": str(why.disclosure.disclose),
        "disclose_from": why.disclosure.day,
        "withheld_basis": why.disclosure.basis,
    }


def _insert(values: dict[str, Any]) -> int:
    ((made,),) = statements.fetch(RECORD, values)
    if made is None:
        raise EarlierThanLast
    return int(made)


def note_reading(
    *,
    at: datetime,
    actor: Actor,
    kind: str,
    subject: UUID,
    about: tuple[UUID, ...],
    purpose: Purpose,
    basis: str = "",
    facts: Mapping[str, Fact] | None = None,
) -> int | None:
    """Write that somebody looked at data about people, by one statement that is a transaction; return the entry's id.

    The verb is ``<kind>.read``. Without a ``basis`` of its own, a look rests on the law that its purpose rests on
    (``LOOKING``). A person who looks at what is about themselves alone writes nothing: their own reads are nobody's
    business (个人信息保护法45), and None is returned; so do those who stand in for somebody in everything. By any other
    mandate a look is an entry: the principal sees what was looked at for them. Inside another transaction it is a
    mistake (RuntimeError): what is rolled back there would have been seen all the same.
    """
    statements.alone()
    own = actor.mandate is None or actor.mandate.whole
    if own and actor.kind is ActorKind.PERSON and set(about) <= {actor.party}:
        return None
    return _insert(
        _checked(
            at=at,
            actor=actor,
            verb=f"{kind}.read",
            kind=kind,
            subject=subject,
            before="",
            after="",
            for_party=None,
            facts=facts or {},
            why=Why(purpose, basis or LOOKING[purpose], about, reading=True),
        )
    )
