"""Finding a place by its words: in memory, kept by the stamp of what it follows from (ADR 22)."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import QuerySet

from tongban.kernel.codes.region import stem
from tongban.orgs import rules
from tongban.orgs.areas import Area, Stamp, area, stamp
from tongban.orgs.models import ServicePlace

PAGE = 20
MOST = 100


@dataclass(frozen=True, slots=True)
class _Place:
    """What is looked at of a place. ``name``: as it is compared; the places stand in the order they are shown in."""

    code: str
    name: str
    region: str
    steward: str | None


@dataclass(frozen=True, slots=True)
class _Kept:
    """The places of one state of the tables: in their order, where each pair of characters is, and those once shown."""

    places: tuple[_Place, ...]
    holding: Mapping[str, frozenset[int]]
    shown: dict[str, ServicePlace] = field(default_factory=dict)


def search_places(
    q: str, region: str | None = None, *, limit: int = PAGE, known: Stamp | None = None
) -> list[ServicePlace]:
    """Return the places whose name, or whose regions' names, hold every word of the question; none for no words.

    Places with all the words in their own name come first, then by level and code; NoSuchArea for a bad region. A place
    is read once for each state of the tables. ``known``: the stamp, for those who have asked for it already.
    """
    where = area(region, known) if region else None
    words = [_compared(word) for word in q.split()]
    if not words:
        return []
    kept = _kept(stamp() if known is None else known)
    found = _holding(kept, q.split())
    if where is not None:
        found = _inside(found, where)
    found.sort(key=lambda place: not all(word in place.name for word in words))
    return _shown(kept, [place.code for place in found[: min(limit, MOST)]])


def whole_places() -> QuerySet[ServicePlace]:
    """Return the places with all that is shown of them."""
    return ServicePlace.objects.select_related("region", "steward", "timetable").prefetch_related(
        "timetable__rows", "exceptions"
    )


@lru_cache(maxsize=2)
def _kept(_known: Stamp) -> _Kept:
    rows = ServicePlace.objects.order_by("level", "code").values_list(
        "code", "name", "region_id", "steward_id", "grams"
    )
    places, holding = [], dict[str, set[int]]()
    for number, (code, name, region, steward, grams) in enumerate(rows):
        places.append(_Place(code, _compared(name), region, steward))
        for gram in grams:
            holding.setdefault(gram, set()).add(number)
    return _Kept(tuple(places), {gram: frozenset(numbers) for gram, numbers in holding.items()})


def _holding(kept: _Kept, words: Iterable[str]) -> list[_Place]:
    """Return the places that hold every word, in their order: by its pairs of characters, else within the name."""
    numbers: Collection[int] = range(len(kept.places))
    for word in words:
        grams = rules.bigrams(word)
        if grams:
            have = frozenset.intersection(*(kept.holding.get(gram, frozenset()) for gram in grams))
        else:
            said = _compared(word)
            have = frozenset(number for number in numbers if said in kept.places[number].name)
        numbers = have.intersection(numbers)
    return [kept.places[number] for number in sorted(numbers)]


def _inside(places: list[_Place], where: Area) -> list[_Place]:
    stems = tuple(stem(code) for code in where.territory)
    run = where.code if where.organisation else None
    return [place for place in places if place.region.startswith(stems) or (run and place.steward == run)]


def _shown(kept: _Kept, codes: list[str]) -> list[ServicePlace]:
    """Return places, each the asker's own; those that nobody has asked for since something changed are read."""
    missing = [code for code in codes if code not in kept.shown]
    if missing:
        kept.shown.update({place.code: place for place in whole_places().filter(pk__in=missing)})
    return [copy.copy(kept.shown[code]) for code in codes if code in kept.shown]


def _compared(text: str) -> str:
    """Return a text as it is compared: without regard to case, each character for itself as the database does it."""
    return "".join(upper if len(upper := char.upper()) == 1 else char for char in text)
