"""Checking our own chain, as the verifier of others does, on the rows themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from tongban.crypto import api as crypto
from tongban.ledger.models import Batch
from tongban.ledger.queries.seals import header_leaves, token_of
from tongban.ledger.rules import canonical, merkle, subjects
from tongban.ledger.rules.headers import BATCH, Header, signed


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not hold: in which batch, at which position (0 for the batch itself), and which part of it."""

    batch: int
    position: int
    part: str


def verify_chain(*, first: int = 1, last: int | None = None) -> list[Fault]:
    """Compute batches anew from the entries as they stand now; return what differs from what was sealed and signed.

    This finds what somebody changed past the triggers, also in copies. It cannot find what whoever holds the signing
    key made whole again: for that the days are published and stamped, and the verifier is in the hands of others.
    """
    held = Batch.objects.filter(number__gte=first).order_by("number")
    if last is not None:
        held = held.filter(number__lte=last)
    before = Batch.objects.filter(number=first - 1).first()
    peaks: dict[str, list[bytes]] = {}
    faults: list[Fault] = []
    for one in held.iterator(chunk_size=4):
        faults += _faults(one, before, peaks)
        before = one
    return faults


def _faults(held: Batch, before: Batch | None, peaks: dict[str, list[bytes]]) -> Iterator[Fault]:
    digest = crypto.hasher(crypto.Suite(held.suite))
    rows = _rows(held)
    yield from _changed(held, rows)
    kept = merkle.split(bytes(held.leaves))
    mentions = ((row[0], canonical.parties(row)) for row in rows)
    people = subjects.packed(digest, subjects.listed(digest, held.number, mentions, token_of))
    history = _history(held, peaks)
    wanted = Header(
        number=before.number + 1 if before else 1,
        epoch=held.epoch,
        first=before.last + 1 if before else 1,
        last=held.last,
        suite=held.suite,
        entries=merkle.root(digest, kept),
        subjects=merkle.root(digest, subjects.leaves(digest, people)),
        people=len(people) // (2 * merkle.WIDTH),
        previous=digest(before.header.encode() if before else b""),
        history=merkle.root_of(digest, history),
        sealed_at=held.sealed_at,
    )
    peaks[held.suite] = merkle.grown(digest, history, held.number - 1, merkle.leaf(digest, held.header.encode()))
    if wanted.text() != held.header or digest(held.header.encode()).hex() != held.digest:
        yield Fault(held.number, 0, "header")
    if not crypto.verify(signed(BATCH, held.header), held.signature):
        yield Fault(held.number, 0, "signature")
    if held.sealed_at < canonical.latest(rows, *(one.sealed_at for one in (before, held) if one)):
        yield Fault(held.number, 0, "sealed_at")


def _rows(held: Batch) -> list[canonical.Row]:
    with connection.cursor() as cursor:
        cursor.execute(canonical.ROWS_AFTER, [held.first - 1, held.last - held.first + 1])
        return list(cursor.fetchall())


def _changed(held: Batch, rows: list[canonical.Row]) -> Iterator[Fault]:
    """Yield the positions whose entries are not what was sealed, or are not there."""
    digest = crypto.hasher(crypto.Suite(held.suite))
    found = {row[0]: merkle.leaf(digest, canonical.entry(row, held.epoch).encode()) for row in rows}
    for position, leaf in enumerate(merkle.split(bytes(held.leaves)), held.first):
        if found.get(position) != leaf:
            yield Fault(held.number, position, "entry")


def _history(held: Batch, peaks: dict[str, list[bytes]]) -> list[bytes]:
    """Return the history tree before a batch, carried along while the suite stays, else computed from all headers."""
    digest = crypto.hasher(crypto.Suite(held.suite))
    if held.suite in peaks and len(peaks) == 1:
        return peaks[held.suite]
    peaks.clear()
    grown: list[bytes] = []
    for size, leaf in enumerate(header_leaves(held.number - 1, held.suite)):
        grown = merkle.grown(digest, grown, size, leaf)
    return grown
