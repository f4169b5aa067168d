"""Sealing: batches of the order under a signed header, in one chain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import takewhile

from django.db import connection, transaction

from tongban.crypto import api as crypto
from tongban.ledger.models import Batch
from tongban.ledger.queries.order import epochs
from tongban.ledger.queries.seals import last_batch, peaks_up_to, token_of
from tongban.ledger.rules import canonical, merkle, subjects
from tongban.ledger.rules.epochs import epoch_at
from tongban.ledger.rules.headers import BATCH, MOST_ENTRIES, Header, signed

SEALER_LOCK = 0x746F6E677365616C  # "tongseal": one number for every sealer of this database


def lock_chain() -> None:
    """Be the only one who adds to the chain until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEALER_LOCK])


def seal(*, at: datetime, most: int = MOST_ENTRIES) -> int:
    """Seal every position that is in no batch yet, at most ``most`` in each; return how many batches were made.

    A second sealer waits for the first and goes on where it ended: there is one chain. Each batch is committed by
    itself; a sealer that died left nothing half done, and the next one goes on.

    What is signed is never earlier than what it is about: where ``at`` is behind the database's clock, which wrote the
    moments of the entries, or behind the batch before, the batch bears the later moment.
    """
    made = 0
    while _seal_batch(at, most):
        made += 1
    return made


@transaction.atomic
def _seal_batch(at: datetime, most: int) -> bool:
    lock_chain()
    before = last_batch()
    first = before.last + 1 if before else 1
    known = epochs()
    epoch, end = epoch_at(first, known)
    rows = _rows(first, most, end)
    if not rows:
        return False
    _store(before, rows, epoch, at)
    return True


def _rows(first: int, most: int, end: int | None) -> list[canonical.Row]:
    """Return the next rows of the order within an epoch; positions that are not dense are a fault of the database."""
    with connection.cursor() as cursor:
        cursor.execute(canonical.ROWS_AFTER, [first - 1, most])
        found: list[canonical.Row] = cursor.fetchall()
    rows = found if end is None else list(takewhile(lambda row: row[0] < end, found))
    if rows and (rows[0][0], rows[-1][0]) != (first, first + len(rows) - 1):
        message = f"positions from {first} on are not dense"
        raise RuntimeError(message)
    return rows


def _store(before: Batch | None, rows: list[canonical.Row], epoch: int, at: datetime) -> Batch:
    """Write the batch of these rows after the one before, signed with the suite that is configured now."""
    suite = crypto.suite()
    digest = crypto.hasher(suite)
    number = before.number + 1 if before else 1
    sealed_at = canonical.latest(rows, at, *([before.sealed_at] if before else []))
    leaves = [digest(b"\x00" + canonical.entry(row, epoch).encode()) for row in rows]
    people = subjects.packed(digest, people_of(digest, number, rows))
    peaks = peaks_up_to(before, suite)
    header = Header(
        number=number,
        epoch=epoch,
        first=rows[0][0],
        last=rows[-1][0],
        suite=suite,
        entries=merkle.root(digest, leaves),
        subjects=merkle.root(digest, subjects.leaves(digest, people)),
        people=len(people) // (2 * merkle.WIDTH),
        previous=digest(before.header.encode() if before else b""),
        history=merkle.root_of(digest, peaks),
        sealed_at=sealed_at,
    )
    text = header.text()
    return Batch.objects.create(
        number=number,
        epoch=epoch,
        first=header.first,
        last=header.last,
        suite=suite,
        header=text,
        digest=digest(text.encode()).hex(),
        signature=crypto.sign(signed(BATCH, text), suite=suite),
        sealed_at=sealed_at,
        leaves=b"".join(leaves),
        subjects=people,
        peaks=b"".join(merkle.grown(digest, peaks, number - 1, merkle.leaf(digest, text.encode()))),
    )


def people_of(digest: Callable[[bytes], bytes], number: int, rows: list[canonical.Row]) -> list[subjects.Listed]:
    """Return the map of a batch from its rows."""
    mentions = ((row[0], canonical.parties(row)) for row in rows)
    return subjects.listed(digest, number, mentions, token_of)
