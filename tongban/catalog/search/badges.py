"""What may be said of a guide in a word, because it follows from the guide itself (第九条)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from tongban.catalog.features.rules import wholly_online
from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.terms import ItemState


class Badge(StrEnum):
    """A word of praise that a guide earns."""

    AT_ONCE = "AT_ONCE"
    ONLINE = "ONLINE"
    NO_TRIP = "NO_TRIP"
    FREE = "FREE"


BADGE_NAMES = {
    Badge.AT_ONCE: "马上办",
    Badge.ONLINE: "网上办",
    Badge.NO_TRIP: "不用跑",
    Badge.FREE: "不收费",
}


def badges_of(guide: Guide) -> list[Badge]:
    """Return what may be said of a guide."""
    earned = {
        Badge.AT_ONCE: guide.limits.promised.amount == 0,
        Badge.ONLINE: wholly_online(guide),
        Badge.NO_TRIP: guide.basics.trips.online == 0,
        Badge.FREE: guide.free_of_charge,
    }
    return [badge for badge, true in earned.items() if true]


def holding(badges: Sequence[str], state: str) -> list[str]:
    """Return which badges hold of an item in a state: suspended, nothing of it is done 马上, 网上 or 不用跑.

    What it costs stays as it is. The lists of article 9 leave it off as well (``features.listing``).
    """
    return list(badges) if state == ItemState.ACTIVE else [one for one in badges if one == Badge.FREE]
