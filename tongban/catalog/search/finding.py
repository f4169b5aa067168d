"""Searching: what was asked, ranked over the services, each shown as it is done where the visitor is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import ClassVar
from uuid import UUID

from tongban.catalog.guide.terms import Audience, ItemType
from tongban.catalog.models import Item
from tongban.catalog.search import keeping, ranking
from tongban.catalog.search.badges import Badge
from tongban.catalog.search.doubting import doubtful
from tongban.catalog.search.explaining import Match, corrected, explained
from tongban.catalog.search.index import Index
from tongban.catalog.search.keeping import Shown
from tongban.catalog.search.placing import MOST_SHOWN, Done, Placed, done, placed
from tongban.catalog.search.plain import asked
from tongban.catalog.search.ranking import Hit, Question
from tongban.catalog.search.tables import SearchPlacing
from tongban.orgs import api as orgs

SUGGESTED, _DOUBTED = 8, 3
_PAGE = 20
_NEAR, _NEAREST = 0.12, 5
_SPARE = 4
_THEME = "theme:"
_AUDIENCES, _TYPES = frozenset(map(str, Audience)), frozenset(map(str, ItemType))
MOST_AWAY = 5
"""How many services that other regions do only are named after what was found."""
_GUIDED, _BEGINNING = 0.02, 0.005


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question with its filters. ``region``: a region or an area that stands in for one."""

    words: str
    region: str = ""
    audience: Audience | None = None
    theme: str = ""
    type: ItemType | None = None
    department: str = ""

    @property
    def traits(self) -> frozenset[str]:
        """Return what an entry must have to be found, as entries keep it."""
        theme = _THEME + self.theme if self.theme else ""
        return frozenset(filter(None, (self.audience, theme, self.type)))


@dataclass(frozen=True, slots=True)
class Row:
    """A service that was found: the item as it is done for this visitor, and why it answers.

    ``elsewhere``: the name of the region whose item it is, where the visitor's own has none; else empty.
    """

    item: Item
    matches: tuple[Match, ...]
    guided: bool
    badges: tuple[Badge, ...] = ()
    elsewhere: str = ""

    @property
    def name(self) -> Match:
        """Return the name, its words that answer marked."""
        return self.matches[0]

    @property
    def also(self) -> Match | None:
        """Return another text that answers, if one does."""
        return self.matches[1] if len(self.matches) > 1 else None


@dataclass(frozen=True)
class Results:
    """What a question found; rows are read when they are asked for, a page at a time.

    ``found``: what is done for the region that was asked for, or everything where none was; ``away``: what answers too
    and is done for other regions only, which is never counted nor listed as if it were done here.
    """

    wanted: Wanted
    index: Index
    question: Question
    found: Sequence[tuple[Hit, Placed]]
    away: Sequence[tuple[Hit, Placed]]
    at: datetime
    known: Shown

    MOST_PLACES: ClassVar = MOST_SHOWN
    """Of how many places where a service is done ``elsewhere`` speaks; one more says that there are others."""

    @property
    def total(self) -> int:
        """Return how many services were found."""
        return len(self.found)

    @cached_property
    def doubtful(self) -> bool:
        """Tell whether even the best of what was found, here or elsewhere, may well not be what was meant."""
        return _doubtful(self.question, (self.found, self.away))

    @cached_property
    def corrected(self) -> str:
        """Return the question as it was probably meant; empty where it says what it means."""
        best = self.found or self.away
        return corrected(self.question, best[0][0], self.index) if best else ""

    @cached_property
    def counts(self) -> dict[str, Counter[str]]:
        """Return for each filter how many would be found with each value, all other filters as they are."""
        wanted = self.wanted
        bare = Wanted(wanted.words, wanted.region)
        everything = self.found if wanted == bare else find(bare, at=self.at, known=self.known.stamp[1]).found
        chosen = {
            "for": wanted.audience or "",
            "type": wanted.type or "",
            "theme": wanted.theme,
            "department": wanted.department,
        }
        values = [_values(hit, place) for hit, place in everything]
        return {
            name: Counter(
                value
                for each in values
                if all(not chosen[other] or chosen[other] in each[other] for other in chosen if other != name)
                for value in each[name]
            )
            for name in chosen
        }

    def rows(self, number: int = 1, size: int = _PAGE) -> list[Row]:
        """Return one page of what is done for the region that was asked for."""
        return self._rows(self.found[(number - 1) * size : number * size])

    def rows_away(self) -> list[Row]:
        """Return the best of what other regions do only, each with the name of its region."""
        return self._rows(self.away[:MOST_AWAY])

    def _rows(self, some: Sequence[tuple[Hit, Placed]]) -> list[Row]:
        items = _shown((place.item for _hit, place in some), self.known)
        return [self._row(items[place.item], hit, place) for hit, place in some if place.item in items]

    def _row(self, item: Item, hit: Hit, place: Placed) -> Row:
        why = explained(self.question, hit, self.index)
        return Row(item, why, place.guided, place.badges, _elsewhere(place, self.known))

    def elsewhere(self, rows: Iterable[Row]) -> dict[UUID, tuple[Done, ...]]:
        """Return for each service of these rows where it is done, none where only one does it."""
        found = done({row.item.basic_id for row in rows}, among=self.known)
        return {key: places for key, places in found.items() if len(places) > 1}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What to offer while somebody types: an item, the words of it that answer, and whose it is as of a ``Row``.

    ``doubtful``: the search would say that it may well not be what was meant, and so does whoever offers it.
    """

    code: str
    name: Match
    also: Match | None
    elsewhere: str = ""
    doubtful: bool = False


def find(wanted: Wanted, *, at: datetime, known: orgs.Stamp | None = None) -> Results:
    """Return what answers a question, the best first; of two that answer as well, first the one with a guide.

    ``known``: the stamp of regions and departments, for those who have asked for it already. NoSuchArea for a region
    there is not.
    """
    index, question, hits = _ranked(wanted.words)
    if question.crowded and wanted.traits:
        index, question, hits = _ranked(wanted.words, wanted.traits)
    hits = [hit for hit in hits if wanted.traits <= hit.document.traits]
    return _results(wanted, index, question, hits, at, keeping.shown(known))


def nearest(words: str, *, region: str = "", at: datetime) -> list[Row]:
    """Return what comes nearest to a question that found nothing; nothing when it resembles nothing."""
    index = keeping.current()
    question = ranking.question_of(words, index)
    hits = [hit for hit in ranking.ranked(question, index, floor=_NEAR) if hit.surely][:_NEAREST]
    results = _results(Wanted(words, region), index, question, hits, at, keeping.shown())
    return [*results.rows(), *results.rows_away()][:_NEAREST]


def suggest(
    words: str, *, region: str = "", at: datetime, limit: int = SUGGESTED, known: orgs.Stamp | None = None
) -> list[Suggestion]:
    """Return what to offer for words that somebody is still typing: few where all of it is doubtful, as is said then.

    ``known``: as for ``find``.
    """
    index, question, hits = _ranked(words)
    found = []
    shown = keeping.shown(known)
    places = _placed(hits[: limit + _SPARE], Wanted(words, region), at, shown)
    doubted = _doubtful(question, _apart(places))
    for hit, place in places[: min(limit, _DOUBTED) if doubted else limit]:
        name, *also = explained(question, hit, index)
        found.append(Suggestion(place.code, name, also[0] if also else None, _elsewhere(place, shown), doubted))
    return found


def search_items(
    q: str, *, at: datetime | None = None, limit: int = _PAGE, among: Collection[UUID] | None = None
) -> list[Item]:
    """Return the items that answer a question, the best first; a question without a word finds nothing.

    ``among`` limits the search to these items, each of which may then be found, whoever does it.
    """
    _index, _question, hits = _ranked(q)
    places = _placed(hits, Wanted(q), at, keeping.shown())
    if among is not None:
        return _within([hit.document.id for hit, _place in places], among)[:limit]
    items = _items(place.item for _hit, place in places[:limit])
    return [items[place.item] for _hit, place in places[:limit] if place.item in items]


def _ranked(words: str, having: Collection[str] = ()) -> tuple[Index, Question, list[Hit]]:
    def rank() -> tuple[Question, list[Hit]]:
        question = ranking.question_of(words, index)
        return question, ranking.ranked(question, index, having=having)

    index = keeping.current()
    return index, *index.remembered((asked(words), frozenset(having)), rank)


def _placed(hits: Sequence[Hit], wanted: Wanted, at: datetime | None, known: Shown) -> list[tuple[Hit, Placed]]:
    code = wanted.region
    area = orgs.area(code, known.stamp[1]) if code else None
    entries = [hit.document.id for hit in hits]
    where = placed(entries, area=area, department=wanted.department, at=at, among=known)
    there = [(hit, where[hit.document.id]) for hit in hits if hit.document.id in where]
    there.sort(key=lambda pair: (-_worth(*pair), pair[0].document.name))
    return there


def _results(
    wanted: Wanted, index: Index, question: Question, hits: Sequence[Hit], at: datetime, known: Shown
) -> Results:
    there = _placed(hits, wanted, at, known)
    here, away = _apart(there)
    return Results(wanted, index, question, here, away, at, known)


def _apart(there: Iterable[tuple[Hit, Placed]]) -> tuple[list[tuple[Hit, Placed]], list[tuple[Hit, Placed]]]:
    """Return what is done for the region that was asked for, and what is done for others only."""
    here: list[tuple[Hit, Placed]] = []
    away: list[tuple[Hit, Placed]] = []
    for hit, place in there:
        (here if place.here else away).append((hit, place))
    return here, away


def _doubtful(question: Question, found: Iterable[Sequence[tuple[Hit, Placed]]]) -> bool:
    """Tell whether even the best of each list may well not be what was meant."""
    best = [some[0][0] for some in found if some]
    return bool(best) and all(doubtful(question, hit) for hit in best)


def _elsewhere(place: Placed, known: Shown) -> str:
    return "" if place.here else orgs.region_names(known.stamp[1]).get(place.region, place.region)


def _worth(hit: Hit, place: Placed) -> float:
    begins = "新办" in hit.document.name
    return round(hit.score, 2) + _GUIDED * place.guided + _BEGINNING * begins


def _within(entries: Sequence[int], among: Collection[UUID]) -> list[Item]:
    """Return the items among these that do the entries, in the order of the entries."""
    kept = SearchPlacing.objects.filter(entry__in=entries, item__in=among).values_list("item_id", "entry_id")
    order = {item: entries.index(entry) for item, entry in kept}
    return sorted(_items(order).values(), key=lambda item: (order[item.pk], item.code))


def _shown(keys: Iterable[UUID], shown: Shown) -> dict[UUID, Item]:
    """Return items to be shown and not to be changed: they are kept for others who find them."""
    wanted = list(keys)
    found = {key: item for key in wanted if (item := shown.items.get(key)) is not None}
    if missing := [key for key in wanted if key not in found]:
        read = _items(missing)
        shown.put(shown.items, read)
        found |= read
    return found


def _items(keys: Iterable[UUID]) -> dict[UUID, Item]:
    found = Item.objects.select_related("department").defer("facts").filter(pk__in=list(keys)).order_by()
    return {item.pk: item for item in found}


def _values(hit: Hit, place: Placed) -> dict[str, Collection[str]]:
    return {**_sorted(hit.document.traits), "department": (place.department,) if place.department else ()}


@lru_cache(maxsize=2048)
def _sorted(traits: frozenset[str]) -> dict[str, frozenset[str]]:
    """Return traits by what they are traits of."""
    return {
        "for": traits & _AUDIENCES,
        "type": traits & _TYPES,
        "theme": frozenset(one.removeprefix(_THEME) for one in traits if one.startswith(_THEME)),
    }
