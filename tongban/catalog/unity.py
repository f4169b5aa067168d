"""Reads about 统一 (第六条): which services are not done the same everywhere, and how far apart they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, F, Func, JSONField, OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.fields.json import KeyTextTransform

from tongban.catalog.differing import LOCAL, MUST, TITLES, Difference, differences
from tongban.catalog.features.listing import traits
from tongban.catalog.models import BasicItem, GuideVersion, Item
from tongban.kernel.actors import Actor

MOST_COMPARED = 60
"""Of how many implementations of one service the guides are read for a page; what differs is counted of all."""


@dataclass(frozen=True, slots=True)
class Differing:
    """A service that is not done the same everywhere, with its implementations and what they say otherwise."""

    basic: BasicItem
    items: tuple[Item, ...]
    differences: tuple[Difference, ...]
    implementations: int

    @property
    def substantial(self) -> tuple[Difference, ...]:
        """Return what differs besides who does it where."""
        return tuple(one for one in self.differences if not one.local)

    @property
    def breaches(self) -> tuple[Difference, ...]:
        """Return what has to be the same and is not."""
        return tuple(one for one in self.differences if one.must)


_IMPLEMENTATIONS = (
    Item.objects.filter(basic=OuterRef("pk"), versions__traits__isnull=False)
    .order_by()
    .values("basic")
    .annotate(n=Count("pk", distinct=True))
    .values("n")
)


def services_that_differ(
    *, at: datetime, actor: Actor | None = None, title: str = "", region: str = ""
) -> QuerySet[BasicItem]:
    """Return the services of which guides in force say different things, most implementations first.

    Who does it where differs by itself and does not count, unless it is asked for by its ``title``: only where this
    element differs; ``region``: only what is done there too. With an actor, those services
    of which they keep or watch over an implementation: how others do them is public and belongs to the comparison.
    """
    if title and title not in TITLES:
        return BasicItem.objects.none()
    rows = traits(at=at).order_by()
    grouped = rows.values("version__item__basic_id").annotate(kinds=_kinds(title), n=Count("pk")).filter(kinds__gt=1)
    found = BasicItem.objects.filter(pk__in=grouped.values("version__item__basic_id"))
    if actor is not None:
        found = found.filter(pk__in=traits(at=at, actor=actor).order_by().values("version__item__basic_id"))
    if region:
        found = found.filter(pk__in=traits(at=at, region=region).order_by().values("version__item__basic_id"))
    return found.annotate(n=Subquery(_IMPLEMENTATIONS)).order_by("-n", "name", "code")


def services_in_breach(*, at: datetime, actor: Actor | None = None) -> int:
    """Return how many services differ in something that has to be the same."""
    found = BasicItem.objects.none()
    for title in sorted(MUST):
        found = found | services_that_differ(at=at, actor=actor, title=title).order_by()
    return BasicItem.objects.filter(pk__in={one.pk for one in found}).count()


def differing_by_element(*, at: datetime, actor: Actor | None = None) -> dict[str, int]:
    """Return in how many services each compared element differs, in the order of the fourteen elements."""
    kinds = {f"kinds_{place}": _kinds(title) for place, title in enumerate(TITLES)}
    grouped = traits(at=at).order_by().values("version__item__basic_id").annotate(**kinds)
    if actor is not None:
        theirs = traits(at=at, actor=actor).order_by().values("version__item__basic_id")
        grouped = grouped.filter(version__item__basic_id__in=theirs)
    rows = [dict[str, Any](row) for row in grouped]
    counts = {title: sum(row[f"kinds_{place}"] > 1 for row in rows) for place, title in enumerate(TITLES)}
    return {title: number for title, number in counts.items() if number}


def compare_services(basics: Sequence[BasicItem], *, at: datetime) -> list[Differing]:
    """Return what differs between the guides in force of these services, in their order."""
    in_force = GuideVersion.objects.in_force(at).filter(item__basic__in=basics)
    found = in_force.select_related("item__region", "item__department").order_by("item__region_id", "item__code")
    versions: dict[UUID, list[GuideVersion]] = {}
    for version in found.defer("document"):
        versions.setdefault(version.item.basic_id, []).append(version)
    return [_compared(basic, versions.get(basic.pk, [])) for basic in basics]


def _compared(basic: BasicItem, versions: Sequence[GuideVersion]) -> Differing:
    chosen = versions[:MOST_COMPARED]
    items = tuple(version.item for version in chosen)
    return Differing(basic, items, differences({version.item.code: version.guide for version in chosen}), len(versions))


def _kinds(title: str) -> Count:
    return Count(KeyTextTransform(title, "said") if title else _SUBSTANTIAL, distinct=True)


_SUBSTANTIAL = Func(
    F("said"),
    Value(list(LOCAL), output_field=ArrayField(TextField())),
    template="(%(expressions)s)",
    arg_joiner=" - ",
    output_field=JSONField(),
)
