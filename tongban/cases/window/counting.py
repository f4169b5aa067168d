"""跑动次数: how often somebody had to come, for a case and for a time, always by the one rule."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from tongban.cases.models import Case
from tongban.cases.queries.hanging import visits_of
from tongban.cases.window import rules
from tongban.cases.window.tables import Visit


def trips_of(case: Case) -> int:
    """Return how many trips a case has cost so far."""
    return rules.trips({(one.day, one.place_code) for one in visits_of(case)})


def trips_of_all(cases: Collection[UUID]) -> Mapping[UUID, int]:
    """Return how many trips each of these cases has cost so far; none for one of which nobody came."""
    visits: defaultdict[UUID, set[tuple[date, str]]] = defaultdict(set)
    for case, day, place in Visit.objects.filter(case__in=cases).values_list("case_id", "day", "place_code"):
        visits[case].add((day, place))
    return Counter({case: rules.trips(visits[case]) for case in cases})


def trips_by_item(*, since: date, until: date) -> dict[str, tuple[int, int]]:
    """Return for every item how many trips its cases cost in a time, and how many cases those were.

    From ``since`` to before ``until``, for whoever assesses later (工作规范9, 35). Cases for which nobody came are not
    among them.
    """
    rows = Visit.objects.filter(day__gte=since, day__lt=until)
    visits: defaultdict[str, defaultdict[UUID, set[tuple[date, str]]]] = defaultdict(lambda: defaultdict(set))
    for item, case, day, place in rows.values_list("case__item_code", "case_id", "day", "place_code"):
        visits[item][case].add((day, place))
    return {item: (sum(map(rules.trips, cases.values())), len(cases)) for item, cases in visits.items()}
