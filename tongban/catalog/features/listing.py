"""Reads: the items on each list of article 9 with why, and who is handled in the centres."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Func, Q, QuerySet, TextField

from tongban.catalog.features.rules import RULES, Feature
from tongban.catalog.features.tables import GuideTraits
from tongban.catalog.guide.terms import ItemState
from tongban.catalog.models import UNLISTED, in_force_at
from tongban.identity import api as identity
from tongban.kernel.actors import Actor, Role
from tongban.kernel.reach import ALL, Reach
from tongban.orgs import api as orgs

Traits = QuerySet[GuideTraits]
# Who keeps the list of items, and who watches over those who do.
REACH = Reach(
    roles=dict.fromkeys((Role.ITEM_MANAGER, Role.SUPERVISOR), ALL),
    department="version__item__department_id",
    region="version__item__region_id",
)

# What can be applied for now; what is suspended stays in the rates of entry, for its window stays where it is.
_OFFERED = Q(version__item__state=ItemState.ACTIVE.value)


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of the items of a department or region are handled in a service centre."""

    code: str
    name: str
    items: int
    entered: int

    @property
    def outside(self) -> int:
        """Return how many are handled elsewhere."""
        return self.items - self.entered

    @property
    def percent(self) -> float:
        """Return the rate in percent to one decimal; 0 where there is nothing."""
        return round(self.entered * 100 / self.items, 1) if self.items else 0.0


def traits(*, at: datetime, actor: Actor | None = None, region: str = "", department: str = "") -> Traits:
    """Return what follows from the guides in force, by the name of the item; nothing of what is not listed.

    ``region``: what is done for this region itself. ``actor`` keeps to what they keep or watch over; none is for
    everybody: what is published is public.
    """
    found = GuideTraits.objects.filter(in_force_at(at, of="version__"))
    found = found.exclude(version__item__state__in=UNLISTED)
    if region:
        found = found.filter(version__item__region_id=region)
    if department:
        found = found.filter(version__item__department_id=department)
    if actor is not None:
        found = found.filter(identity.granted(REACH, actor))
    related = found.select_related("version__item__department", "version__item__region", "version__item__basic")
    return related.defer("version__document", "said").order_by("version__item__name", "version__item__code")


def on_list(found: Traits, feature: Feature) -> Traits:
    """Return those that are on a list: nothing can be done 马上 or 网上 of an item while it is suspended."""
    return found.filter(_OFFERED, features__contains=[feature.value])


def feature_counts(found: Traits) -> dict[Feature, int]:
    """Return how many are on each list, in the order of article 9: one question to the database."""
    asked = {code.value: Count("pk", filter=_OFFERED & Q(features__contains=[code.value])) for code in RULES}
    return {Feature(code): number for code, number in found.order_by().aggregate(**asked).items()}


def feature_named(slug: str) -> Feature | None:
    """Return the list of an address; None where there is no such list."""
    return next((code for code, rule in RULES.items() if rule.slug == slug), None)


def why_of(row: GuideTraits, feature: Feature) -> str:
    """Return why an item is on a list."""
    return str(row.why.get(feature.value, ""))


def rates(found: Traits, by: str) -> list[Rate]:
    """Return how many are handled in centres by ``department`` or ``region``, the lowest rate first."""
    code, name = f"version__item__{by}_id", f"version__item__{by}__name"
    rows = (
        found.order_by()
        .values(code, name)
        .annotate(items=Count("pk"), entered_items=Count("pk", filter=Q(entered=True)))
        .order_by(code)
    )
    made = [Rate(row[code] or "", row[name] or "", row["items"], row["entered_items"]) for row in rows]
    return sorted(made, key=lambda one: (one.percent, one.code))


def places_of(rows: Iterable[GuideTraits]) -> dict[str, str]:
    """Return the names of the places that these rows name, by code; one that has gone since is left out."""
    found = {}
    for code in {code for row in rows for code in row.places}:
        try:
            found[code] = orgs.place(code).name
        except orgs.UnknownPlace:
            continue
    return found


def handled_in(found: Traits) -> list[tuple[str, int]]:
    """Return how many items are handled in each place, by its code, the most first."""
    each = found.order_by().annotate(place=Func(F("places"), function="unnest", output_field=TextField()))
    rows = each.values_list("place").annotate(n=Count("pk")).order_by("-n", "place")
    return [(place, number) for place, number in rows]


def outside_reasons(found: Traits) -> list[tuple[str, int]]:
    """Return why items are not handled in a centre, the most frequent reason first."""
    rows = found.filter(entered=False).order_by().values_list("reason").annotate(n=Count("pk")).order_by("-n", "reason")
    return [(reason, number) for reason, number in rows]
