"""Working out what follows from published guides and keeping it: a mechanism of publication, not a verb of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping

from tongban.catalog.differing import compared
from tongban.catalog.features.entry import entry_of
from tongban.catalog.features.rules import RULES_VERSION, features_of
from tongban.catalog.features.tables import GuideTraits
from tongban.catalog.guide.document import Guide
from tongban.catalog.models import GuideVersion
from tongban.orgs import api as orgs

_AT_ONCE = 500
_SHORT = 12


def note(made: Collection[tuple[GuideVersion, Guide]]) -> int:
    """Write what follows from these versions, whose guides are at hand; return how many there were."""
    levels = levels_of({window.place for _, guide in made for window in guide.windows})
    GuideTraits.objects.bulk_create(
        [_row(version, guide, levels) for version, guide in made],
        update_conflicts=True,
        unique_fields=["version"],
        update_fields=["rules", "features", "why", "entered", "places", "reason", "said"],
        batch_size=_AT_ONCE,
    )
    return len(made)


def renew() -> int:
    """Work out anew what followed by older rules, or was never worked out, in guides in force or to come."""
    known = GuideTraits.objects.filter(rules=RULES_VERSION).values("version_id")
    stale = GuideVersion.objects.filter(effective_to=None).exclude(pk__in=known).order_by("pk")
    done = 0
    while some := list(stale[:_AT_ONCE]):
        done += note([(version, version.guide) for version in some])
    return done


def levels_of(codes: Collection[str]) -> dict[str, str]:
    """Return the levels of those of these codes that are service places."""
    found = {}
    for code in codes:
        try:
            found[code] = orgs.place(code).level
        except orgs.UnknownPlace:
            continue
    return found


def _row(version: GuideVersion, guide: Guide, levels: Mapping[str, str]) -> GuideTraits:
    features, entry = features_of(guide, levels), entry_of(guide, levels)
    return GuideTraits(
        version=version,
        rules=RULES_VERSION,
        features=[code.value for code in features],
        why={code.value: why for code, why in features.items()},
        entered=entry.entered,
        places=list(entry.places),
        reason=entry.reason,
        said={title: _digest(text) for title, text in compared(guide).items()},
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_SHORT]
