"""Writing the record, and giving it its order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from tongban.kernel.actors import Actor
from tongban.ledger.errors import EarlierThanLast
from tongban.ledger.rules import Fact, check_words, fit_facts

_OPERATION: ContextVar[UUID | None] = ContextVar("ledger_operation", default=None)
SEQUENCER_LOCK = 0x746F6E676C656467  # "tongledg": one number for every sequencer of this database

# One statement: the entry, unless its subject already has a later one, and its place in the queue.
RECORD = """
WITH entry AS (
    INSERT INTO ledger_entry
        (at, actor_id, actor_kind, for_party, verb, kind, subject, before, after, operation, facts)
    SELECT %(at)s, %(actor)s, %(actor_kind)s, %(for_party)s, %(verb)s, %(kind)s, %(subject)s,
           %(before)s, %(after)s, %(operation)s, %(facts)s
    WHERE NOT EXISTS (SELECT FROM ledger_entry WHERE subject = %(subject)s AND at > %(at)s)
    RETURNING id
)
INSERT INTO ledger_pending (entry_id) SELECT id FROM entry RETURNING entry_id
"""

SEQUENCE = """
WITH taken AS (
    DELETE FROM ledger_pending
    WHERE entry_id IN (SELECT entry_id FROM ledger_pending ORDER BY entry_id LIMIT %(batch)s)
    RETURNING entry_id
)
INSERT INTO ledger_position (number, entry_id)
SELECT (SELECT coalesce(max(number), 0) FROM ledger_position) + row_number() OVER (ORDER BY entry_id), entry_id
FROM taken
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
) -> int:
    """Write one entry in the caller's transaction and return its id.

    ``for_party`` is the natural or legal person the verb is done for; without it, the party the actor acts as.
    Refuses (EarlierThanLast) a verb earlier than the last entry of its subject: the caller has locked the subject.
    Refuses (UnfitEntry) anything but codes, states, dates, ids and digests. Outside a transaction it is a mistake.
    """
    if not connection.in_atomic_block:
        message = "an entry is written in the transaction of its verb"
        raise RuntimeError(message)
    check_words(verb=verb, kind=kind, states=(before, after))
    values: dict[str, Any] = {
        "at": at,
        "actor": actor.id,
        "actor_kind": str(actor.kind),
        "for_party": for_party or actor.party,
        "verb": verb,
        "kind": kind,
        "subject": subject,
        "before": before,
        "after": after,
        "operation": _OPERATION.get() or uuid4(),
        "facts": Jsonb(fit_facts(facts or {})),
    }
    return _insert(values)


def _insert(values: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(RECORD, values)
        row = cursor.fetchone()
    if row is None:
        raise EarlierThanLast
    return int(row[0])


def sequence(*, batch: int = 5000) -> int:
    """Give every committed entry that has none its dense position; return how many were placed.

    A second sequencer waits for the first and goes on where it ended: the lock lasts until the batch is committed,
    so that nobody ever sees a position while a lower one is still to come.
    """
    total = 0
    while placed := _sequence_batch(batch):
        total += placed
    return total


@transaction.atomic
def _sequence_batch(batch: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEQUENCER_LOCK])
        cursor.execute(SEQUENCE, {"batch": batch})
        return int(cursor.rowcount)
