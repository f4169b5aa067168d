"""Epochs: which positions mean the same before and after a database was brought back from a backup."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

FIRST_EPOCH = (1, 1)


def survived(position: int, *, epoch: int, epochs: Sequence[tuple[int, int]]) -> int:
    """Return up to where a reader's positions still stand, at most ``position`` itself.

    ``epochs`` are numbers with their first positions, in order. What a reader saw in one epoch stands up to where the
    first later epoch began, or any after that began even earlier. Of an epoch that is not known here, one that was lost
    together with its database, nobody knows where it branched off: nothing is said to stand.
    """
    if all(number != epoch for number, _ in epochs):
        return 0
    later = [first - 1 for number, first in epochs if number > epoch]
    return min([position, *later])


def epoch_at(position: int, epochs: Sequence[tuple[int, int]]) -> tuple[int, int | None]:
    """Return the epoch in which a position was given, and the position where the next one begins, if one does.

    An epoch in which nothing was placed before the next began holds no position.
    """
    index = bisect_right([first for _, first in epochs], position) - 1
    following = epochs[index + 1][1] if index + 1 < len(epochs) else None
    return epochs[index][0], following
