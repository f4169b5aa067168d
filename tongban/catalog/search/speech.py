"""Words of a question that say nothing of what is wanted: every item is asked for with them."""

from __future__ import annotations

from tongban.catalog.search.plain import listed

FILLERS = frozenset(listed("fillers.txt"))
LONGEST_FILLER = max(map(len, FILLERS))


def fillers_in(text: str) -> list[tuple[int, int]]:
    """Return where the fillers of a compared question stand, the longest at each place."""
    found, start = [], 0
    while start < len(text):
        size = next(
            (n for n in range(min(LONGEST_FILLER, len(text) - start), 0, -1) if text[start : start + n] in FILLERS), 0
        )
        if size:
            found.append((start, start + size))
        start += size or 1
    return found
