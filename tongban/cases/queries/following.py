"""Which newer version of the guide a running case could follow, from the side of the guide alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tongban.cases import rules
from tongban.cases.models import Case
from tongban.cases.queries.hanging import kept_with
from tongban.cases.states import MOVES, Verb
from tongban.catalog import api as catalog
from tongban.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Newer:
    """The version in force that a case may follow, and the ground of every version since its own, the oldest first."""

    version: catalog.GuideVersion
    grounds: tuple[catalog.Adjustment, ...]


def newer(case: Case, *, at: datetime) -> Newer:
    """Return the version in force that the guide lets a case follow; NothingNewer or NotToFollow otherwise (第八条)."""
    kept = kept_with(case)
    grounds = () if kept and not kept.later else catalog.adoptable(case.item_code, after=case.guide.version, at=at)
    rules.refuse_to_follow([(one.favourable, one.transition) for one in grounds])
    return Newer(grounds[-1].version, grounds)


def newer_at_hand(case: Case, *, at: datetime) -> Newer | None:
    """Return what ``newer`` does while the case runs; None where nothing newer can be followed."""
    if case.state not in MOVES.sources(Verb.ADOPT_VERSION):
        return None
    try:
        return newer(case, at=at)
    except Refused:
        return None
