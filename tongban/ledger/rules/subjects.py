"""The sorted map of a batch: which of its positions are about whom, under names that say nothing to others.

A person has a token, and in each batch a pseudonym made from it. Whoever does not know the token learns nothing from a
pseudonym, and cannot tell that two of them in two batches are one person. The list of positions is hashed under a key
from the token as well, because there are few enough lists to try them all.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tongban.ledger.rules import merkle
from tongban.ledger.rules.canonical import dumps
from tongban.ledger.rules.merkle import WIDTH, Hash

_BLOCK = 64  # bytes that SM3 and SHA-256 take at a time
_INNER = bytes(byte ^ 0x36 for byte in range(256))
_OUTER = bytes(byte ^ 0x5C for byte in range(256))


def hmac(digest: Hash, key: bytes, data: bytes) -> bytes:
    """Return the HMAC (RFC 2104) of a key of at most one block."""
    padded = key.ljust(_BLOCK, b"\x00")
    return digest(padded.translate(_OUTER) + digest(padded.translate(_INNER) + data))


def pseudonym(digest: Hash, token: bytes, batch: int) -> bytes:
    """Return the name of a person in one batch."""
    return hmac(digest, token, b"pseudonym/%d" % batch)


def blind(digest: Hash, token: bytes, batch: int) -> bytes:
    """Return the key under which the person's positions in one batch are hashed."""
    return hmac(digest, token, b"positions/%d" % batch)


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the map with what opens it: the positions about one person, and the key of their hash."""

    pseudonym: bytes
    blind: bytes
    positions: tuple[int, ...]


def listed(
    digest: Hash, batch: int, mentions: Iterable[tuple[int, Iterable[str]]], token: Callable[[str], bytes]
) -> list[Listed]:
    """Return the map of a batch, sorted by pseudonym, from its positions with the parties each is about."""
    found: Mapping[str, list[int]] = _by_party(mentions)
    lines = []
    for party, positions in found.items():
        secret = token(party)
        lines.append(Listed(pseudonym(digest, secret, batch), blind(digest, secret, batch), tuple(positions)))
    return sorted(lines, key=lambda line: line.pseudonym)


def _by_party(mentions: Iterable[tuple[int, Iterable[str]]]) -> dict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for position, parties in mentions:
        for party in parties:
            found[party].append(position)
    return found


def packed(digest: Hash, lines: Iterable[Listed]) -> bytes:
    """Return the map as it is kept: for each person the pseudonym and the hash of the positions."""
    return b"".join(line.pseudonym + positions_hash(digest, line.blind, line.positions) for line in lines)


def positions_hash(digest: Hash, key: bytes, positions: Sequence[int]) -> bytes:
    """Return the hash of a list of positions under the person's key of the batch."""
    return hmac(digest, key, dumps(list(positions)).encode())


def leaves(digest: Hash, kept: bytes) -> list[bytes]:
    """Return the leaves of the tree over a map that was kept."""
    return [merkle.leaf(digest, line) for line in merkle.split(kept, 2 * WIDTH)]


def place(kept: bytes, name: bytes) -> tuple[int, bool]:
    """Return where a pseudonym stands in a kept map, or where it would stand, and whether it is there."""
    names = [line[:WIDTH] for line in merkle.split(kept, 2 * WIDTH)]
    index = bisect_left(names, name)
    return index, index < len(names) and names[index] == name
