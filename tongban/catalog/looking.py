"""Reads about how good the guides are, and the registry of licence types."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Avg, Case, Count, F, IntegerField, Min, Q, QuerySet, Value, When
from django.db.models.functions import Greatest

from tongban.catalog.assessed import GuideQuality
from tongban.catalog.differing import Difference, differences
from tongban.catalog.errors import UnknownItem
from tongban.catalog.lint.findings import Code, Finding, Severity
from tongban.catalog.lint.rules import FULL, WEIGHTS, weight_of
from tongban.catalog.models import UNLISTED, GuideVersion, Item
from tongban.catalog.registry import LicenceType
from tongban.identity import api as identity
from tongban.kernel.actors import Actor, Role
from tongban.kernel.reach import ALL, Reach

Qualities = QuerySet[GuideQuality]
_SAME_NAME = "名称相同的事项，依据不一致，请核对是不是同一件事；是的，统一依据，不是的，改名称。"
# Who keeps the list of items, and who watches over those who do.
KEEPERS = (Role.ITEM_MANAGER, Role.SUPERVISOR)
# What of the guides lies within what they keep or watch over: of a region, everything inside it too.
REACH = Reach(
    roles=dict.fromkeys(KEEPERS, ALL), department="version__item__department_id", region="version__item__region_id"
)
# At or below this a guide has something that must be mended, or very many things that should be.
LOW = FULL - WEIGHTS[Severity.MUST]


@dataclass(frozen=True, slots=True)
class Standing:
    """How good the guides of one department or region are.

    How many there are, their mean score to one decimal, the lowest, and how many are at or below ``LOW``.
    """

    code: str
    name: str
    guides: int
    score: float
    lowest: int
    low: int


@dataclass(frozen=True, slots=True)
class Together:
    """All implementations of one service with what differs between their guides."""

    items: tuple[Item, ...]
    differences: tuple[Difference, ...]


def licence_types(q: str = "") -> QuerySet[LicenceType]:
    """Return the licence types by name; with a question, those whose name, issuer or code holds every word of it."""
    found = LicenceType.objects.all()
    for word in q.split():
        found = found.filter(Q(name__icontains=word) | Q(issuer__icontains=word) | Q(code__icontains=word))
    return found


def may_keep(actor: Actor) -> bool:
    """Tell whether somebody keeps the list of items somewhere, or watches over it."""
    return any(actor.holds(role) for role in KEEPERS)


def qualities(*, at: datetime, actor: Actor | None = None, region: str = "", department: str = "") -> Qualities:
    """Return the quality of the guides in force, the worst first.

    Each has ``total``: its score with what only a comparison shows.
    ``actor`` keeps to what they keep or watch over; none is for everybody: what is published is public.
    """
    found = GuideQuality.objects.filter(version__in=GuideVersion.objects.in_force(at))
    found = found.exclude(version__item__state__in=UNLISTED)
    if region:
        found = found.filter(version__item__region_id=region)
    if department:
        found = found.filter(version__item__department_id=department)
    if actor is not None:
        found = found.filter(identity.granted(REACH, actor))
    found = found.annotate(total=_total(names_that_differ(at=at)))
    related = found.select_related("version__item__department", "version__item__region", "version__item__basic")
    return related.defer("version__document").order_by("total", "version__item__code")


def bodies_in(found: Qualities) -> frozenset[str]:
    """Return the codes of the departments and of the regions of some guides: what their list can be narrowed by."""
    pairs = found.order_by().values_list("version__item__department_id", "version__item__region_id").distinct()
    return frozenset(code for pair in pairs for code in pair if code)


def _total(differing: frozenset[str]) -> Greatest:
    """Return the score less what a name shared by different bases takes away, at least 0."""
    lost = Case(
        When(version__item__name__in=differing, then=Value(weight_of(Code.SAME_NAME))),
        default=Value(0),
        output_field=IntegerField(),
    )
    return Greatest(F("score") - lost, Value(0))


def names_that_differ(*, at: datetime) -> frozenset[str]:
    """Return the names under which guides in force rest on different bases: one count over all of them."""
    in_force = GuideQuality.objects.filter(version__in=GuideVersion.objects.in_force(at))
    named = in_force.values("version__item__name").annotate(kinds=Count("alike", distinct=True)).filter(kinds__gt=1)
    return frozenset(named.values_list("version__item__name", flat=True))


def findings_of(quality: GuideQuality, differing: frozenset[str]) -> tuple[Finding, ...]:
    """Return what was found in a guide, and what only a comparison with others shows."""
    own = quality.findings
    if quality.version.item.name in differing:
        return (*own, Finding(Code.SAME_NAME, "legal", _SAME_NAME))
    return own


def standings(found: Qualities, by: str) -> list[Standing]:
    """Return the standing of each ``department`` or ``region`` in these guides, the lowest mean first."""
    code, name = f"version__item__{by}_id", f"version__item__{by}__name"
    rows = (
        found.order_by()
        .values(code, name)
        .annotate(guides=Count("pk"), mean=Avg("total"), lowest=Min("total"), low=Count("pk", filter=Q(total__lte=LOW)))
        .order_by("mean", code)
    )
    return [
        Standing(row[code] or "", row[name] or "", row["guides"], round(row["mean"], 1), row["lowest"], row["low"])
        for row in rows
    ]


def breaches(found: Qualities, *, at: datetime) -> dict[Code, int]:
    """Return in how many of these guides each rule is breached: one question to the database."""
    by_rule = {code: Q(found__contains=[[code.value]]) for code in Code}
    by_rule[Code.SAME_NAME] = Q(version__item__name__in=names_that_differ(at=at))
    counts = {code.value: Count("pk", filter=condition) for code, condition in by_rule.items()}
    return {Code(name): count for name, count in found.order_by().aggregate(**counts).items()}


def total_of(quality: GuideQuality) -> int:
    """Return the score of a guide out of ``qualities``, with what only a comparison shows."""
    return int(vars(quality)["total"])


def mean(found: Qualities) -> float | None:
    """Return the mean score to one decimal; None where there is no guide."""
    value = found.order_by().aggregate(mean=Avg("total"))["mean"]
    return None if value is None else round(float(value), 1)


def together(item_code: str, *, at: datetime) -> Together:
    """Return every implementation of an item's service, the widest region first, and what differs between them."""
    item = Item.objects.filter(code=item_code).first()
    if item is None:
        raise UnknownItem
    items = tuple(siblings([item]))
    versions = GuideVersion.objects.in_force(at).filter(item__in=items).select_related("item")
    return Together(items, differences({version.item.code: version.guide for version in versions}))


def siblings(items: Iterable[Item]) -> QuerySet[Item]:
    """Return every implementation of the services of these items, the widest region first."""
    found = Item.objects.listed().select_related("region", "basic")
    return found.filter(basic__in=[item.basic_id for item in items]).order_by("region_id", "code")
