"""Whether an item is handled in a service centre (进驻): from where its guide has a window, and what it says of it.

第二十条: matters are handled in the centres of the four levels. Whatever stays outside says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tongban.catalog.guide.document import Guide

NO_REASON = "没有写明理由"


@dataclass(frozen=True, slots=True)
class Entry:
    """Whether an item is handled in a centre: ``places``: codes of those where it is; ``reason``: why in none."""

    entered: bool
    places: tuple[str, ...]
    reason: str = ""


def entry_of(guide: Guide, levels: Mapping[str, str]) -> Entry:
    """Return where a guide is handled; ``levels`` are those of the places that are centres or stations, by code.

    A guide that says that it stays outside does, whatever window gives advice on it.
    """
    said = guide.basics.outside
    places = tuple(dict.fromkeys(window.place for window in guide.windows if window.place in levels))
    if said is None and places:
        return Entry(entered=True, places=places)
    return Entry(entered=False, places=(), reason=said or NO_REASON)
