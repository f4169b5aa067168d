"""The Merkle tree hash of RFC 9162, 2.1: roots, and the proofs that something is in a tree or that a tree only grew."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Hash = Callable[[bytes], bytes]
WIDTH = 32


def leaf(digest: Hash, data: bytes) -> bytes:
    """Return the hash of a leaf: a leaf can never be taken for a node."""
    return digest(b"\x00" + data)


def node(digest: Hash, left: bytes, right: bytes) -> bytes:
    """Return the hash over two subtrees."""
    return digest(b"\x01" + left + right)


def root(digest: Hash, leaves: Sequence[bytes]) -> bytes:
    """Return the root over the hashes of the leaves; over none, the hash of nothing."""
    level = list(leaves)
    while len(level) > 1:
        level = _above(digest, level)
    return level[0] if level else digest(b"")


def _above(digest: Hash, level: list[bytes]) -> list[bytes]:
    """Return the next level. An odd one out goes up as it is, which is the split of the RFC seen from below."""
    pairs = zip(level[::2], level[1::2], strict=False)
    above = [digest(b"\x01" + left + right) for left, right in pairs]
    return [*above, level[-1]] if len(level) % 2 else above


def inclusion(digest: Hash, leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the path that leads from a leaf to the root (RFC 9162, 2.1.3.1), nearest first."""
    path, level = [], list(leaves)
    while len(level) > 1:
        if index ^ 1 < len(level):
            path.append(level[index ^ 1])
        level, index = _above(digest, level), index // 2
    return path


def consistency(digest: Hash, leaves: Sequence[bytes], first: int) -> list[bytes]:
    """Return the proof that the first leaves are still the beginning of the tree (RFC 9162, 2.1.4.1)."""
    return _subproof(digest, leaves, first, whole=True) if 0 < first < len(leaves) else []


def _subproof(digest: Hash, leaves: Sequence[bytes], first: int, *, whole: bool) -> list[bytes]:
    if first == len(leaves):
        return [] if whole else [root(digest, leaves)]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    left, right = leaves[:split], leaves[split:]
    if first <= split:
        return [*_subproof(digest, left, first, whole=whole), root(digest, right)]
    return [*_subproof(digest, right, first - split, whole=False), root(digest, left)]


def grown(digest: Hash, peaks: Sequence[bytes], size: int, added: bytes) -> list[bytes]:
    """Add a leaf to a tree of ``size`` leaves that is kept as the roots of its full subtrees, largest first."""
    grown_peaks, carried = list(peaks), added
    while size % 2:
        carried = node(digest, grown_peaks.pop(), carried)
        size //= 2
    return [*grown_peaks, carried]


def root_of(digest: Hash, peaks: Sequence[bytes]) -> bytes:
    """Return the root of a tree that is kept as the roots of its full subtrees."""
    if not peaks:
        return digest(b"")
    *others, folded = peaks
    for peak in reversed(others):
        folded = node(digest, peak, folded)
    return folded


def split(joined: bytes, width: int = WIDTH) -> list[bytes]:
    """Return the pieces of equal length that were joined to be kept."""
    return [joined[at : at + width] for at in range(0, len(joined), width)]
