"""Working out the quality of published guides and keeping it: a mechanism of publication, not a verb of its own."""

from __future__ import annotations

from collections.abc import Collection

from tongban.catalog.assessed import GuideQuality
from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.terms import Audience
from tongban.catalog.lint.findings import RULES_VERSION
from tongban.catalog.lint.rules import alike, lint, score
from tongban.catalog.lint.surroundings import About, Surroundings
from tongban.catalog.models import GuideVersion, Item
from tongban.catalog.registry import LicenceType
from tongban.orgs import api as orgs

_AT_ONCE = 500


def assess(made: Collection[tuple[GuideVersion, Guide]]) -> int:
    """Write what lint finds in these versions, whose items and guides are at hand; return how many there were."""
    around = surroundings_of({window.place for _, guide in made for window in guide.windows})
    rows = [_row(version, guide, around) for version, guide in made]
    GuideQuality.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["version"],
        update_fields=["rules", "score", "found", "alike"],
        batch_size=_AT_ONCE,
    )
    return len(rows)


def reassess() -> int:
    """Work out anew what was found by older rules, or not at all, in guides that are in force or will be."""
    known = GuideQuality.objects.filter(rules=RULES_VERSION).values("version_id")
    stale = GuideVersion.objects.filter(effective_to=None).exclude(pk__in=known).select_related("item")
    return assess([(version, version.guide) for version in stale])


def surroundings_of(places: Collection[str]) -> Surroundings:
    """Return the names of the registry, and which of these places people can go to."""
    reachable = frozenset(code for code in places if _reachable(code))
    regions = {one.code: one.region_id for one in orgs.departments()}
    return Surroundings(frozenset(LicenceType.objects.values_list("name", flat=True)), reachable, regions)


def _row(version: GuideVersion, guide: Guide, around: Surroundings) -> GuideQuality:
    found = lint(guide, about(version.item), around)
    return GuideQuality(
        version=version,
        rules=RULES_VERSION,
        score=score(found),
        found=[[one.code.value, one.place, one.sentence] for one in found],
        alike=alike(guide),
    )


def about(item: Item) -> About:
    """Return what lint has to know of an item."""
    return About(frozenset(Audience(one) for one in item.audiences), tuple(item.themes))


def _reachable(code: str) -> bool:
    """Tell whether a place can be gone to: it has an address, hours and windows."""
    try:
        place = orgs.place(code)
    except orgs.UnknownPlace:
        return False
    return bool(place.address and place.windows.all() and place.timetable.rows.all())
