"""Which items answer a question, and how well: which share of it an item has, and which share of the item it is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from heapq import nlargest
from itertools import chain
from operator import mul

from tongban.catalog.search import terms
from tongban.catalog.search.index import NAME, SCALE, WORD, Document, Index, Outline, Postings
from tongban.catalog.search.lexicon import Lexicon
from tongban.catalog.search.plain import asked
from tongban.catalog.search.terms import Unit
from tongban.catalog.search.weighing import Word, weighed

MOST = 60
"""How many items are ranked exactly."""
_BUDGET, _FEW = 2500, 256
_REVERSED = 16
# From which share of the question on an item answers at all, where it is only heard, and against the best answer.
_FLOOR, _HEARD_FLOOR, _SHARE = 0.33, 0.4, 0.5
# The same share where a story is told and nothing answers so much: its words are mostly about what happened. A story is
# a question of so many telling words and characters (待核定: found on tests/catalog/stories.toml).
_STORY, _TOLD, _SENTENCE = 0.16, 3, 10
# How far the things asked for are answered at least; and up to where a word is open, and an item unrelated that leaves
# one open: the share of the question and of the own text together.
_THINGS = 0.3
_OPEN, _RELATED = 0.4, 0.75
# From how much on a character of a word counts as answered, and as answered for sure.
_TOUCHED, _SURE = 0.2, 0.8
# The score: the share of the question, part as it is and part by the share of the own text, and that alone.
_PLAIN, _BACK, _OWN = 0.55, 0.45, 0.1
_NOT_OVER, _NOT_LATER, _TO_BEGIN = 0.09, 0.06, 0.01
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_PARTS = re.compile(r"[（）()、，,/]+")
# What a name says is done to what one already has; who does not say so wants the beginning.
_LATER = ("延续", "变更", "补领", "查询", "换证", "延期")
_OVER = ("注销", "终止", "清税")
_FIRST = ("新办", "首次", "设立", "新增", "新装")

Met = list[tuple[Unit, float]]
Cover = tuple[float, float, tuple[float, ...]]
"""Which share of a question is covered, of what its words say, and of each of them."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that answers, how well (up to about 1), and by which units of the question, each with its weight.

    ``told``: how far it answers each word of the question, up to 1; ``share``: which share of all that they say;
    ``own``: which share of its name, or of one of its words, the question says.
    """

    document: Document
    score: float
    units: tuple[tuple[Unit, float], ...]
    told: tuple[float, ...] = ()
    share: float = 1.0
    own: float = 0.0

    @property
    def surely(self) -> bool:
        """Tell whether any of it is what was said, not only what it sounds like."""
        return any(unit.surely for unit, _weight in self.units)


@dataclass
class Question:
    """What was asked, taken apart.

    ``words`` are those that say something; ``known`` are its terms that some item has. ``crowded``: more items may
    answer than are ranked exactly.
    """

    text: str
    units: list[Unit]
    words: list[Word] = field(default_factory=list)
    known: frozenset[str] = frozenset()
    crowded: bool = False
    _more: dict[frozenset[int], Mapping[str, frozenset[int]]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def total(self) -> float:
        """Return how much the whole question says."""
        return sum(word.weight for word in self.words)

    @cached_property
    def importance(self) -> list[float]:
        """Return how much each character says."""
        found = [0.0] * len(self.text)
        for word in self.words:
            found[word.start : word.end] = [word.weight / (word.end - word.start)] * (word.end - word.start)
        return found

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

    def more(self, done: frozenset[int]) -> Mapping[str, frozenset[int]]:
        """Return the terms that answer more than these places, with the places that are more."""
        if done not in self._more:
            self._more[done] = {term: places - done for term, places in self.answers.items() if not places <= done}
        return self._more[done]

    @cached_property
    def answerable(self) -> frozenset[int]:
        """Return the places that items can answer."""
        return frozenset[int]().union(*(places for term, places in self.answers.items() if term in self.known))

    @cached_property
    def have(self) -> dict[str, float]:
        """Return its terms, each as strong as it is at its strongest."""
        return {unit.term: unit.strength for unit in sorted(self.units, key=lambda one: one.strength)}

    @property
    def story(self) -> bool:
        """Tell whether it tells what happened, in so many words that most of them cannot be what is wanted."""
        return len(self.words) >= _TOLD and len(self.text) >= _SENTENCE

    def says(self, unit: Unit) -> float:
        """Return how much the characters of a unit say."""
        return sum(self.importance[unit.start : unit.end])


def question_of(words: str, index: Index) -> Question:
    """Take a question apart against an index."""
    text = asked(words)
    said = list(terms.meanings(text, index.lexicon))
    plain = list(terms.characters(text))
    heard = [unit for unit in terms.spoken(text) if not _stands(unit, text, index)]
    near = terms.sounding(heard, text, index.lexicon)
    units = [*said, *near, *plain, *heard, *terms.typed(text)]
    known = frozenset(unit.term for unit in units if index.postings(unit.term).documents)
    return Question(text, units, weighed(text, units, index), known)


def _stands(unit: Unit, text: str, index: Index) -> bool:
    """Tell whether items have every two characters as they stand, so that nobody need guess what they sound like."""
    return all(index.postings(text[place : place + 2]).documents for place in range(unit.start, unit.end - 1))


def ranked(question: Question, index: Index, *, having: Collection[str] = (), floor: float = _FLOOR) -> list[Hit]:
    """Return the documents that answer a question, the best first; none when it says nothing that any has.

    ``having``: only documents with all these traits; ``floor``: the share of the question that has to be answered.
    """
    if not question.total:
        return []
    rough = _candidates(question, index, frozenset(having))
    like: dict[tuple[float, ...], Cover] = {}
    hits = _answering(question, [_covering(question, document, met, like) for document, met in rough], floor)
    hits.sort(key=lambda hit: (-hit.score, hit.document.id))
    covered: dict[Outline, float] = {}
    finer = [_finer(question, hit, index, covered) for hit in hits[:_REVERSED]]
    finer += [replace(hit, score=hit.score * _PLAIN) for hit in hits[_REVERSED:]]
    finer.sort(key=lambda hit: (-hit.score, hit.document.name))
    if finer and floor >= _FLOOR and _far(finer[0]):
        finer = [hit for hit in finer if not _far(hit)] or (finer if question.story else [])
    return [hit for hit in finer if hit.score >= finer[0].score * _SHARE]


def _answering(question: Question, hits: list[Hit], floor: float) -> list[Hit]:
    """Return the documents that answer enough of a question; of a story that none does, the nearest, never by sound."""
    found = [hit for hit in hits if _answers(question, hit, floor)]
    if found or not question.story:
        return found
    return [hit for hit in hits if hit.surely and _answers(question, hit, min(floor, _STORY))]


def _answers(question: Question, hit: Hit, floor: float) -> bool:
    """Tell whether a document answers enough of a question, and not only what is to be done to a thing."""
    things = [told for word, told in zip(question.words, hit.told, strict=True) if not word.slight]
    if things and max(things) < min(floor, _THINGS):
        return False
    return hit.share >= (floor if hit.surely else max(floor, _HEARD_FLOOR * floor / _FLOOR))


def _far(hit: Hit) -> bool:
    """Tell whether a document leaves a word of the question open and has too little else in common with it."""
    return min(hit.told) < _OPEN and hit.share + hit.own < _RELATED


def _candidates(question: Question, index: Index, having: frozenset[str]) -> list[tuple[Document, Met]]:
    """Return the documents that may answer, with the units each was met by: the rarest terms lead to them."""
    telling = [(unit, index.postings(unit.term)) for unit in question.units if unit.term in question.known]
    telling = [(unit, postings) for unit, postings in telling if question.says(unit)]
    telling.sort(key=lambda pair: (pair[0].strength == terms.SINGLE, len(pair[1].documents)))
    leading = _affordable(telling)
    rough: dict[int, float] = {}
    get = rough.get
    for unit, postings in telling[:leading]:
        worth = question.says(unit) * unit.strength
        for key, weight in zip(postings.documents, postings.weights, strict=True):
            rough[key] = get(key, 0.0) + worth * weight
    if having:
        rough = {key: worth for key, worth in rough.items() if having <= index.traits(key)}
    question.crowded = len(rough) > MOST
    nearest = map(index.documents.get, nlargest(MOST, rough, key=rough.__getitem__))
    best = [document for document in nearest if document is not None]  # one may go while it is being found
    met = _met({document.id for document in best}, telling)
    return [(document, met[document.id]) for document in best]


def _met(best: Collection[int], telling: Iterable[tuple[Unit, Postings]]) -> dict[int, Met]:
    """Return for each of these documents by which units it is met, each with the weight of its term there."""
    met: dict[int, Met] = {key: [] for key in best}
    for unit, postings in telling:
        documents, weights = postings.documents, postings.weights
        if len(documents) <= _FEW:
            for key, weight in zip(documents, weights, strict=True):
                if key in met:
                    met[key].append((unit, weight / SCALE))
            continue
        for key, found in met.items():
            place = bisect_left(documents, key)
            if place < len(documents) and documents[place] == key:
                found.append((unit, weights[place] / SCALE))
    return met


def _affordable(telling: list[tuple[Unit, Postings]]) -> int:
    """Return how many of the terms are followed to every document: the rarest, at least one; characters only alone."""
    left = _BUDGET
    for number, (unit, postings) in enumerate(telling):
        left -= len(postings.documents)
        if number and (left < 0 or unit.strength == terms.SINGLE):
            return number
    return len(telling)


def _covering(question: Question, document: Document, met: Met, like: dict[tuple[float, ...], Cover]) -> Hit:
    """Return how far a document answers a question. ``like``: what was worked out for others that are met like it."""
    key = tuple(chain.from_iterable((id(unit), weight) for unit, weight in met))
    if key not in like:
        like[key] = _cover(question, met)
    covered, share, told = like[key]
    return Hit(document, covered, tuple(met), told, share)


def _cover(question: Question, met: Met) -> Cover:
    best = [0.0] * len(question.text)
    for unit, weight in met:
        strength = unit.strength * weight
        for place in range(unit.start, unit.end):
            if best[place] < strength:  # noqa: PLR1730 - much faster here than max()
                best[place] = strength
    covered, share, told = 0.0, 0.0, []
    for word in question.words:
        own = best[word.start : word.end]
        # Half a word is less than half of what it says: a 停车证 is no 停电证.
        whole = 1.0 if word.latin else sum([one > _TOUCHED for one in own]) / len(own)
        answered = whole * sum([min(_SURE, one) for one in own]) / (_SURE * len(own))
        covered += word.weight * whole * sum(own) / len(own)
        share += word.weight * answered
        told.append(answered)
    return covered / question.total, share / question.total, tuple(told)


def _finer(question: Question, hit: Hit, index: Index, covered: dict[Outline, float]) -> Hit:
    have = question.have
    own = 0.0
    for text, weight in _outlines(hit.document, index):
        if text not in covered:
            covered[text] = _covered(text, have)
        own = max(own, covered[text] * weight)
    score = hit.score * (_PLAIN + _BACK * own) + _OWN * own
    name = hit.document.name
    for words, less in ((_LATER, _NOT_LATER), (_OVER, _NOT_OVER)):
        said = [word for word in words if word in name]
        if said and not any(_speaks_of(word, have, index.lexicon) for word in said):
            score -= less
    if any(word in name for word in _FIRST):
        score += _TO_BEGIN
    return Hit(hit.document, score, hit.units, hit.told, hit.share, own)


def _covered(text: Outline, have: Mapping[str, float]) -> float:
    """Return which share of a text the terms of the question cover."""
    shared = text.spots.keys() & have.keys()
    if not shared or not text.total:
        return 0.0
    best = [0.0] * len(text.weights)
    for term in shared:
        strength = have[term]
        for start, end, own in text.spots[term]:
            worth = min(strength, own)  # much faster here than min(), max()
            for place in range(start, end):
                if best[place] < worth:  # noqa: PLR1730 - as above
                    best[place] = worth
    covered: float = sum(map(mul, best, text.weights))
    return covered / text.total


def _outlines(document: Document, index: Index) -> list[tuple[Outline, float]]:
    def make() -> list[tuple[Outline, float]]:
        parts = [index.outline(part) for part in _parts(document.name)]
        most = max((part.total for part in parts), default=0.0)
        names = [(part, NAME) for part in parts if part.total >= most / 2]
        return names + [(index.outline(text), WORD) for text in document.words]

    return index.outlined(document.id, make)


def _parts(name: str) -> Iterator[str]:
    """Yield the parts of a name: what is enumerated in it, and what stands in brackets, apart from the rest."""
    yield from filter(None, _PARTS.split(_BRACKETS.sub("", name)))
    for inside in _BRACKETS.findall(name):
        yield from filter(None, _PARTS.split(inside))


def _speaks_of(word: str, have: Mapping[str, float], lexicon: Lexicon) -> bool:
    """Tell whether a question says a word or anything that means it."""
    return word in have or any(terms.meaning(one.group) in have for one in lexicon.written(word))
