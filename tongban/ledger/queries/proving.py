"""Proofs that anybody can check without us: an entry is in the record, the record only grew, a list is complete.

Documents of plain JSON values; ``docs/ledger.md`` describes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db import connection

from tongban.crypto import api as crypto
from tongban.ledger.errors import NotSealed, ProofTooLong
from tongban.ledger.models import Batch, Mention
from tongban.ledger.queries.seals import batch, batch_of, header_leaves, token_of
from tongban.ledger.rules import canonical, merkle, subjects
from tongban.ledger.rules.canonical import FORMAT
from tongban.ledger.rules.merkle import Hash

Document = dict[str, Any]

ENTRY, GROWTH, PERSON = "tongban-ledger-entry-proof", "tongban-ledger-consistency-proof", "tongban-ledger-person-proof"
MOST_BATCHES = 1000


def public_keys() -> list[Document]:
    """Return the public keys with which the signatures of this installation are checked."""
    return [{name: str(value) for name, value in asdict(key).items()} for key in crypto.public_keys()]


def entry_proof(*, position: int) -> Document:
    """Prove that an entry, exactly as it stands here, is in a signed batch; NotSealed if it is in none yet.

    The entry is shown whole. The caller has made sure that who asks may see it.
    """
    held = batch_of(position)
    leaves = merkle.split(bytes(held.leaves))
    index = position - held.first
    path = merkle.inclusion(_hash(held), leaves, index)
    entry = texts([position], held.epoch)[position]
    head = {"type": ENTRY, "format": FORMAT, "keys": public_keys()}
    return head | {"batch": signed_header(held), "entry": entry, "index": index, "path": _hexed(path)}


def consistency(*, from_batch: int, to_batch: int) -> Document:
    """Prove that the chain up to one batch is the beginning of the chain up to a later one.

    A step within one suite is a proof of RFC 9162 over the histories in the two headers, and that the earlier header
    is the next leaf. A step to the very next batch is the digest it names, which holds also where the suite changes.
    """
    if not 0 < from_batch <= to_batch:
        raise NotSealed
    stations = _stations(from_batch, to_batch)
    steps = [_step(one, two) for one, two in pairwise(stations)]
    head = {"type": GROWTH, "format": FORMAT, "keys": public_keys()}
    return head | {"from": signed_header(stations[0]), "steps": steps}


def _stations(first: int, last: int) -> list[Batch]:
    """Return the batches of the ends, and the last before and the first after each change of the suite."""
    ends = {first, last}
    known = Batch.objects.filter(number__gte=first, number__lte=last).order_by("number").values_list("number", "suite")
    before = ""
    for number, suite in known:
        ends |= {number - 1, number} if before not in {"", suite} else set()
        before = suite
    return [batch(number) for number in sorted(ends)]


def _step(one: Batch, two: Batch) -> Document:
    to = {"to": signed_header(two)}
    if two.number == one.number + 1:
        return to
    digest = _hash(two)
    leaves = header_leaves(two.number - 1, two.suite)
    grown = merkle.consistency(digest, leaves, one.number - 1)
    held = merkle.inclusion(digest, leaves, one.number - 1)
    return to | {"consistency": _hexed(grown), "inclusion": _hexed(held)}


def person_proof(*, party: UUID, first_batch: int, last_batch: int, shown: Iterable[int] | None = None) -> Document:
    """Prove which entries of some batches are about a person, and that there are no others.

    For each batch: all the positions about the person, with the entries, or the two neighbours in the sorted map
    between which the person would stand. ``shown``: positions whose entries are shown whole, None for all; of the
    others it is proven that they are there, not what they say. The token lets its holder find the person in every
    batch: the document is for the person alone, or for the audit administrator.
    """
    if not 0 < first_batch <= last_batch:
        raise NotSealed
    if last_batch - first_batch >= MOST_BATCHES:
        raise ProofTooLong
    batch(last_batch)
    held = Batch.objects.filter(number__gte=first_batch, number__lte=last_batch).order_by("number")
    open_to = None if shown is None else frozenset(shown)
    token = token_of(str(party))
    batches = [_person_in(one, party, token, open_to) for one in held.iterator(chunk_size=20)]
    head = {"type": PERSON, "format": FORMAT, "keys": public_keys()}
    return head | {"party": str(party), "token": token.hex(), "batches": batches}


def _person_in(held: Batch, party: UUID, token: bytes, shown: frozenset[int] | None) -> Document:
    digest, kept = _hash(held), bytes(held.subjects)
    leaves = subjects.leaves(digest, kept)
    index, found = subjects.place(kept, subjects.pseudonym(digest, token, held.number))
    if not found:
        sides = [_neighbour(digest, kept, leaves, at) for at in (index - 1, index) if 0 <= at < len(leaves)]
        return {**signed_header(held), "neighbours": sides}
    mine = Mention.objects.filter(party=party, position__gte=held.first, position__lte=held.last)
    positions = list(mine.order_by("position").values_list("position", flat=True))
    path = _hexed(merkle.inclusion(digest, leaves, index))
    listed = {"index": index, "path": path, "positions": positions}
    return signed_header(held) | listed | {"entries": list(_entries(held, positions, shown))}


def _neighbour(digest: Hash, kept: bytes, leaves: Sequence[bytes], index: int) -> Document:
    line = merkle.split(kept, 2 * merkle.WIDTH)[index]
    return {"index": index, "line": line.hex(), "path": _hexed(merkle.inclusion(digest, leaves, index))}


def _entries(held: Batch, positions: list[int], shown: frozenset[int] | None) -> Iterator[Document]:
    digest, leaves = _hash(held), merkle.split(bytes(held.leaves))
    visible = texts([p for p in positions if shown is None or p in shown], held.epoch)
    for position in positions:
        path = _hexed(merkle.inclusion(digest, leaves, position - held.first))
        if position in visible:
            yield {"entry": visible[position], "path": path}
        else:
            yield {"leaf": leaves[position - held.first].hex(), "path": path}


def texts(positions: list[int], epoch: int) -> dict[int, str]:
    """Return the exact spelling of entries by their positions, all of one epoch."""
    with connection.cursor() as cursor:
        cursor.execute(canonical.ROWS_AT, [positions])
        return {row[canonical.NUMBER]: canonical.entry(row, epoch) for row in cursor.fetchall()}


def signed_header(held: Batch) -> Document:
    """Return a header with its signature, as the documents carry it."""
    return {"header": held.header, "signature": held.signature}


def _hash(held: Batch) -> Hash:
    return crypto.hasher(crypto.Suite(held.suite))


def _hexed(path: Iterable[bytes]) -> list[str]:
    return [one.hex() for one in path]
