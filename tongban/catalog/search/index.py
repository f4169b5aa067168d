"""The index in memory: which items a term leads to, and how much of an item it stands for."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import log
from typing import Any, TypeVar

from tongban.catalog.search import terms
from tongban.catalog.search.lexicon import Lexicon
from tongban.catalog.search.plain import plain

NAME, WORD, RESULT, BODY, THEME, MATERIAL = 1.0, 0.95, 0.6, 0.45, 0.4, 0.4
"""How much a hit counts in each field of an item."""
SCALE = 200
"""Weights are kept in a byte: this much is 1."""


@dataclass(frozen=True, slots=True)
class Document:
    """What is searched of an item: the texts of its fields."""

    id: int
    name: str
    words: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    materials: tuple[str, ...] = ()
    traits: frozenset[str] = frozenset()

    def texts(self) -> Iterable[str]:
        """Return every text."""
        return (text for _weight, texts in self.fields() for text in texts)

    def fields(self) -> tuple[tuple[float, tuple[str, ...]], ...]:
        """Return the texts of each field with what a hit there counts."""
        return (
            (NAME, (self.name,)),
            (WORD, self.words),
            (RESULT, self.results),
            (BODY, self.bodies),
            (THEME, self.themes),
            (MATERIAL, self.materials),
        )


@dataclass(slots=True)
class Postings:
    """The documents of a term in order, and the weight of the term in each, scaled to a byte."""

    documents: array[int] = field(default_factory=lambda: array("I"))
    weights: array[int] = field(default_factory=lambda: array("B"))

    def put(self, document: int, weight: float) -> Postings:
        """Return the postings with a document put in; what others are reading stays as it is."""
        made = self.without(document)
        place = bisect_left(made.documents, document)
        made.documents.insert(place, document)
        made.weights.insert(place, round(weight * SCALE))
        return made

    def without(self, document: int) -> Postings:
        """Return the postings without a document."""
        made = Postings(self.documents[:], self.weights[:])
        place = bisect_left(made.documents, document)
        if place < len(made.documents) and made.documents[place] == document:
            del made.documents[place], made.weights[place]
        return made

    def weight(self, document: int) -> float:
        """Return the weight of the term in a document; 0 where it does not stand."""
        place = bisect_left(self.documents, document)
        if place < len(self.documents) and self.documents[place] == document:
            return self.weights[place] / SCALE
        return 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """One text of an item, to be told how much of it a question covers: where its terms stand, what each place says.

    It is known by itself, not by what is in it.
    """

    weights: tuple[float, ...]
    total: float
    spots: Mapping[str, tuple[tuple[int, int, float], ...]]


_NONE = Postings()
_OUTLINES, _ANSWERS = 16_384, 512
Answer = TypeVar("Answer")


class Index:
    """Documents by the terms they are found by."""

    def __init__(self, lexicon: Lexicon, documents: Iterable[Document] = ()) -> None:
        """Take in documents under the meanings of a lexicon."""
        self.lexicon = lexicon
        self.documents: dict[int, Document] = {}
        self._postings: dict[str, Postings] = {}
        self._outlines: dict[str, Outline] = {}
        self._by_document: dict[int, Any] = {}
        self._answers: dict[Hashable, Any] = {}
        for document in sorted(documents, key=lambda one: one.id):
            self.documents[document.id] = document
            for term, weight in terms_of(document, lexicon).items():
                postings = self._postings.setdefault(term, Postings())
                postings.documents.append(document.id)
                postings.weights.append(round(weight * SCALE))

    def put(self, document: Document) -> None:
        """Take in a document, or its new texts. Who searches meanwhile finds the old ones or the new ones."""
        old = self.documents.get(document.id)
        self.documents[document.id] = document
        self._replace(document.id, self._terms(old), self._terms(document))

    def drop(self, document: int) -> None:
        """Forget a document."""
        old = self.documents.get(document)
        self._replace(document, self._terms(old), {})
        self.documents.pop(document, None)

    def learn(self, lexicon: Lexicon) -> None:
        """Go by another lexicon: only the documents that hold a word of a group that differs are read anew."""
        words = lexicon.differing(self.lexicon)
        held = [
            one for one in self.documents.values() if any(word in plain(text) for text in one.texts() for word in words)
        ]
        old = {one.id: self._terms(one) for one in held}
        self.lexicon = lexicon
        for one in held:
            self._replace(one.id, old[one.id], self._terms(one))
        self._outlines, self._by_document, self._answers = {}, {}, {}

    def _terms(self, document: Document | None) -> Mapping[str, float]:
        return terms_of(document, self.lexicon) if document else {}

    def _replace(self, document: int, old: Mapping[str, float], new: Mapping[str, float]) -> None:
        for term, weight in new.items():
            if old.get(term) != weight:
                self._postings[term] = self.postings(term).put(document, weight)
        for term in old.keys() - new.keys():
            left = self.postings(term).without(document)
            if left.documents:
                self._postings[term] = left
            else:
                self._postings.pop(term, None)
        self._outlines, self._by_document, self._answers = {}, {}, {}

    def traits(self, document: int) -> frozenset[str]:
        """Return the traits of a document; none of one that is gone."""
        found = self.documents.get(document)
        return found.traits if found else frozenset()

    def outlined(self, document: int, make: Callable[[], Answer]) -> Answer:
        """Return what was made of the outlines of a document's texts, kept as long as they."""
        kept = self._by_document
        if document not in kept:
            if len(kept) >= _OUTLINES:
                kept.clear()
            kept[document] = make()
        found: Answer = kept[document]
        return found

    def remembered(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """Return what was worked out under a key, or work it out; forgotten as soon as anything changes."""
        answers = self._answers
        if key not in answers:
            if len(answers) >= _ANSWERS:
                answers.clear()
            answers[key] = make()
        found: Answer = answers[key]
        return found

    def postings(self, term: str) -> Postings:
        """Return where a term stands."""
        return self._postings.get(term, _NONE)

    def outline(self, text: str) -> Outline:
        """Return the outline of a text, kept for the next time until a document changes."""
        found = self._outlines.get(text)
        if found is None:
            if len(self._outlines) >= _OUTLINES:
                self._outlines = {}
            found = self._outlines[text] = self._outlined(plain(text))
        return found

    def _outlined(self, text: str) -> Outline:
        units = [*terms.characters(text), *terms.heard(text)]
        weights = [0.0] * len(text)
        spots: dict[str, tuple[tuple[int, int, float], ...]] = {}
        for unit in units:
            spots[unit.term] = (*spots.get(unit.term, ()), (unit.start, unit.end, unit.strength))
            rarity = self.rarity(unit.term) if unit.term[0] not in "~^" else 0.0
            for place in range(unit.start, unit.end):
                weights[place] = max(weights[place], rarity)
        for word in self.lexicon.written(text):
            term, strength = terms.meaning(word.group), word.sure * terms.MEANING
            spots[term] = (*spots.get(term, ()), (word.start, word.end, strength))
        return Outline(tuple(weights), sum(weights), spots)

    def rarity(self, term: str) -> float:
        """Return how much a term tells, from nearly 0 (in every document) to 1 (in one); 0 if it stands nowhere."""
        known = len(self.postings(term).documents)
        return _rarity(known, len(self.documents)) if known else 0.0


@lru_cache(maxsize=4096)
def _rarity(known: int, all_of_them: int) -> float:
    return log(1 + all_of_them / known) / log(1 + all_of_them)


def terms_of(document: Document, lexicon: Lexicon) -> Mapping[str, float]:
    """Return the terms of a document, each with the most that it counts anywhere in it."""
    found: dict[str, float] = {}
    for weight, texts in document.fields():
        for text in map(plain, texts):
            for term, strength in _terms(text, lexicon, main=weight >= WORD):
                found[term] = max(found.get(term, 0.0), weight * strength)
    return found


def _terms(text: str, lexicon: Lexicon, *, main: bool) -> Iterable[tuple[str, float]]:
    for unit in terms.characters(text):
        if main or unit.strength > terms.SINGLE:
            yield unit.term, 1.0
    for word in lexicon.written(text):
        yield terms.meaning(word.group), word.sure
    if main:
        for unit in terms.heard(text):
            yield unit.term, 1.0
