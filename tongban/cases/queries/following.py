"""Which newer version of the guide a running case could follow, from the side of the guide alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tongban.cases import rules
from tongban.cases.errors import NothingForCase
from tongban.cases.models import Case, Opinion
from tongban.cases.queries.hanging import kept_with
from tongban.cases.queries.ruling import promised_limit
from tongban.cases.states import MOVES, UNDER_EXAMINATION, Verb
from tongban.catalog import api as catalog
from tongban.duties import api as duties
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


def proposers(case: Case, found: Newer) -> Sequence[UUID]:
    """Return the accounts that proposed since that version is in force that the case follows it, the oldest first."""
    said = Opinion.objects.filter(case=case, verb=Verb.PROPOSE_VERSION, at__gte=found.version.effective_from)
    return list(said.order_by("at", "id").values_list("author", flat=True))


def promised_sooner(case: Case, found: Newer, *, at: datetime) -> duties.Nearer | None:
    """Return what a promise of another length does to the running clock; None for the same length or before it runs."""
    old, new = case.guide.guide.limits.promised, found.version.guide.limits.promised
    if (old.amount, old.unit) == (new.amount, new.unit):
        return None
    return duties.foresee_nearer(
        duties.Kind.PROMISED, subject=case.id, limit=promised_limit(found.version), since=case.accepted_at, at=at
    )


def refuse_without_effect(case: Case, found: Newer, promised: duties.Nearer | None) -> None:
    """Refuse (NothingForCase) where all that the version says otherwise is a shorter promise that comes too late."""
    old, new = case.guide.guide, found.version.guide
    shorter = {} if catalog.longer(new.limits.promised, old.limits.promised) else {"promised": new.limits.promised}
    lengths = shorter if case.state in UNDER_EXAMINATION else {}
    same = old.model_copy(update={"limits": old.limits.model_copy(update=lengths)}) == new
    if same and (promised is None or promised.kept):
        raise NothingForCase(field="reason")
