"""Words of a question that say nothing of what is wanted: every item is asked for with them."""

from __future__ import annotations

from collections.abc import Collection

from tongban.catalog.search.plain import listed

FILLERS = frozenset(listed("fillers.txt"))
ACTIONS = frozenset(listed("actions.txt"))
LONGEST = max(map(len, FILLERS | ACTIONS))


def fillers_in(text: str) -> list[tuple[int, int]]:
    """Return where the fillers of a compared question stand, the longest at each place."""
    return _standing(FILLERS, text)


def actions_in(text: str) -> set[int]:
    """Return the places of a compared question that say what is done to a thing."""
    return {place for start, end in _standing(ACTIONS, text) for place in range(start, end)}


def _standing(words: Collection[str], text: str) -> list[tuple[int, int]]:
    found, start = [], 0
    while start < len(text):
        size = next((n for n in range(min(LONGEST, len(text) - start), 0, -1) if text[start : start + n] in words), 0)
        if size:
            found.append((start, start + size))
        start += size or 1
    return found
