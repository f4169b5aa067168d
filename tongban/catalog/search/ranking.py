"""Which items answer a question, and how well: which share of it an item has, and which share of the item it is."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from heapq import nlargest
from operator import mul

from tongban.catalog.search import terms
from tongban.catalog.search.index import NAME, SCALE, WORD, Document, Index, Outline, Postings
from tongban.catalog.search.lexicon import Lexicon
from tongban.catalog.search.plain import asked
from tongban.catalog.search.speech import actions_in
from tongban.catalog.search.terms import Unit

MOST = 60
"""How many items are ranked exactly."""
_BUDGET = 2500
_UNKNOWN, _LETTERS_A_SYLLABLE = 0.45, 4
_HEARD, _ALONE, _SLIGHT = 0.8, 0.6, 0.7
_REVERSED = 16
# From which share of the question on an item answers at all, where it is only heard, and against the best answer.
_FLOOR, _HEARD_FLOOR, _SHARE = 0.33, 0.4, 0.5
# The score: the share of the question, part as it is and part by the share of the own text, and that alone.
_PLAIN, _BACK, _OWN = 0.55, 0.45, 0.1
_NOT_OVER, _NOT_LATER, _TO_BEGIN = 0.09, 0.06, 0.01
_PARTS = re.compile(r"[（）()、，,/]+")
# What a name says is done to what one already has; who does not say so wants the beginning.
_LATER = ("延续", "变更", "补领", "查询", "换证", "延期")
_OVER = ("注销", "终止", "清税")
_FIRST = ("新办", "首次", "设立", "新增", "新装")

Met = list[tuple[Unit, float]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that answers, how well (up to about 1), and by which units of the question, each with its weight."""

    document: Document
    score: float
    units: tuple[tuple[Unit, float], ...]

    @property
    def surely(self) -> bool:
        """Tell whether any of it is what was said, not only what it sounds like."""
        return any(unit.surely for unit, _weight in self.units)


@dataclass
class Question:
    """What was asked, taken apart.

    ``importance`` tells of each character how much it says; ``known`` are its terms that some item has. ``crowded``:
    more items may answer than are ranked exactly.
    """

    text: str
    units: list[Unit]
    importance: list[float] = field(default_factory=list)
    known: frozenset[str] = frozenset()
    crowded: bool = False

    @cached_property
    def total(self) -> float:
        """Return how much the whole question says."""
        return sum(self.importance)

    @cached_property
    def literal(self) -> frozenset[int]:
        """Return the places that items have as they stand, or that the lexicon knows."""
        known = [unit for unit in self.units if unit.surely and unit.term in self.known]
        return frozenset(place for unit in known for place in range(unit.start, unit.end))

    @cached_property
    def answers(self) -> dict[str, frozenset[int]]:
        """Return the terms that say something, with the places they answer; no sound of what stands there as it is."""
        places: dict[str, frozenset[int]] = {}
        for unit in self.units:
            covered = range(unit.start, unit.end)
            if unit.strength == terms.SINGLE or (not unit.surely and self.literal.issuperset(covered)):
                continue
            if telling := frozenset(place for place in covered if self.importance[place]):
                places[unit.term] = places.get(unit.term, frozenset()) | telling
        return places

    @cached_property
    def answerable(self) -> frozenset[int]:
        """Return the places that items can answer."""
        return frozenset[int]().union(*(places for term, places in self.answers.items() if term in self.known))

    @cached_property
    def have(self) -> dict[str, float]:
        """Return its terms, each as strong as it is at its strongest."""
        return {unit.term: unit.strength for unit in sorted(self.units, key=lambda one: one.strength)}

    def says(self, unit: Unit) -> float:
        """Return how much the characters of a unit say."""
        return sum(self.importance[unit.start : unit.end])


def question_of(words: str, index: Index) -> Question:
    """Take a question apart against an index."""
    text = asked(words)
    said = list(terms.meanings(text, index.lexicon))
    near = terms.sounding(text, index.lexicon)
    units = [*said, *near, *terms.characters(text), *terms.spoken(text), *terms.typed(text)]
    known = frozenset(unit.term for unit in units if index.postings(unit.term).documents)
    return Question(text, units, _importance(text, units, index, terms.idle(text, said)), known)


def ranked(question: Question, index: Index, *, having: Collection[str] = (), floor: float = _FLOOR) -> list[Hit]:
    """Return the documents that answer a question, the best first; none when it says nothing that any has.

    ``having``: only documents with all these traits; ``floor``: the share of the question that has to be answered.
    """
    if not question.total:
        return []
    rough = _candidates(question, index, frozenset(having))
    hits = [_covering(question, document, met) for document, met in rough]
    hits = [hit for hit in hits if hit.score >= (floor if hit.surely else max(floor, _HEARD_FLOOR * floor / _FLOOR))]
    hits.sort(key=lambda hit: (-hit.score, hit.document.id))
    finer = [_finer(question, hit, index) for hit in hits[:_REVERSED]]
    finer += [Hit(hit.document, hit.score * _PLAIN, hit.units) for hit in hits[_REVERSED:]]
    finer.sort(key=lambda hit: (-hit.score, hit.document.name))
    return [hit for hit in finer if hit.score >= finer[0].score * _SHARE]


def _importance(text: str, units: Iterable[Unit], index: Index, idle: Collection[int]) -> list[float]:
    """Return how much each character says: as much as the surest thing it is part of is rare among the items."""
    said, heard = [0.0] * len(text), [0.0] * len(text)
    for unit in units:
        rarity = index.rarity(unit.term)
        part = _ALONE if unit.strength == terms.SINGLE else 1.0 if unit.surely else _HEARD
        share = rarity * part / (unit.end - unit.start if text[unit.start].isascii() else 1)
        into = said if unit.surely else heard
        for place in range(unit.start, unit.end):
            into[place] = max(into[place], share)
    unknown = [_UNKNOWN / (_LETTERS_A_SYLLABLE if char.isascii() else 1) for char in text]
    slight = actions_in(text)
    return [
        0.0
        if place in idle or char == " "
        else (said[place] or heard[place] or unknown[place]) * (_SLIGHT if place in slight else 1.0)
        for place, char in enumerate(text)
    ]


def _candidates(question: Question, index: Index, having: frozenset[str]) -> list[tuple[Document, Met]]:
    """Return the documents that may answer, with the units each was met by: the rarest terms lead to them."""
    telling = [(unit, index.postings(unit.term)) for unit in question.units if unit.term in question.known]
    telling = [(unit, postings) for unit, postings in telling if question.says(unit)]
    telling.sort(key=lambda pair: (pair[0].strength == terms.SINGLE, len(pair[1].documents)))
    leading = _affordable(telling)
    rough: dict[int, float] = {}
    met: dict[int, Met] = {}
    for unit, postings in telling[:leading]:
        worth = question.says(unit) * unit.strength
        for key, weight in zip(postings.documents, postings.weights, strict=True):
            if key in rough:
                rough[key] += worth * weight
                met[key].append((unit, weight / SCALE))
            else:
                rough[key] = worth * weight
                met[key] = [(unit, weight / SCALE)]
    if having:
        rough = {key: worth for key, worth in rough.items() if having <= index.traits(key)}
    question.crowded = len(rough) > MOST
    nearest = map(index.documents.get, nlargest(MOST, rough, key=rough.__getitem__))
    best = [document for document in nearest if document is not None]  # one may go while it is being found
    for document in best:
        found = ((unit, postings.weight(document.id)) for unit, postings in telling[leading:])
        met[document.id] += [(unit, weight) for unit, weight in found if weight]
    return [(document, met[document.id]) for document in best]


def _affordable(telling: list[tuple[Unit, Postings]]) -> int:
    """Return how many of the terms are followed to every document: the rarest, at least one; characters only alone."""
    left = _BUDGET
    for number, (unit, postings) in enumerate(telling):
        left -= len(postings.documents)
        if number and (left < 0 or unit.strength == terms.SINGLE):
            return number
    return len(telling)


def _covering(question: Question, document: Document, met: Met) -> Hit:
    best = [0.0] * len(question.text)
    for unit, weight in met:
        strength = unit.strength * weight
        for place in range(unit.start, unit.end):
            if best[place] < strength:  # noqa: PLR1730 - much faster here than max()
                best[place] = strength
    covered: float = sum(map(mul, best, question.importance))
    return Hit(document, covered / question.total, tuple(met))


def _finer(question: Question, hit: Hit, index: Index) -> Hit:
    have = question.have
    own = max((_covered(text, have) * weight for text, weight in _outlines(hit.document, index)), default=0.0)
    score = hit.score * (_PLAIN + _BACK * own) + _OWN * own
    name = hit.document.name
    for words, less in ((_LATER, _NOT_LATER), (_OVER, _NOT_OVER)):
        said = [word for word in words if word in name]
        if said and not any(_speaks_of(word, have, index.lexicon) for word in said):
            score -= less
    if any(word in name for word in _FIRST):
        score += _TO_BEGIN
    return Hit(hit.document, score, hit.units)


def _covered(text: Outline, have: Mapping[str, float]) -> float:
    """Return which share of a text the terms of the question cover."""
    best = [0.0] * len(text.weights)
    for term in text.spots.keys() & have.keys():
        strength = have[term]
        for start, end, own in text.spots[term]:
            worth = min(own, strength)  # much faster here than min(), max()
            for place in range(start, end):
                best[place] = max(best[place], worth)
    covered: float = sum(map(mul, best, text.weights))
    return covered / text.total


def _outlines(document: Document, index: Index) -> list[tuple[Outline, float]]:
    def make() -> list[tuple[Outline, float]]:
        names = [part for part in _PARTS.split(document.name) if part]
        given = [(text, NAME) for text in names] + [(text, WORD) for text in document.words]
        return [(one, weight) for text, weight in given if (one := index.outline(text)).total]

    return index.outlined(document.id, make)


def _speaks_of(word: str, have: Mapping[str, float], lexicon: Lexicon) -> bool:
    """Tell whether a question says a word or anything that means it."""
    return word in have or any(terms.meaning(one.group) in have for one in lexicon.written(word))
