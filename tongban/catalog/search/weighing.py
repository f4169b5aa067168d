"""The words of a question, and how much each says: what most services have says little, what none has says most."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import sqrt

from tongban.catalog.search import terms
from tongban.catalog.search.index import Index
from tongban.catalog.search.plain import is_latin
from tongban.catalog.search.speech import actions_in
from tongban.catalog.search.terms import Unit

# What a word says that no service has: a thing, what is done, a single character that is no word for a thing. These
# and all weights below are the house's choice (待核定), found on the questions of tests/catalog/queries.toml and on
# what a directory has not.
_THING, _DOING, _CHARACTER = 1.0, 0.6, 0.25
_ACTION, _VERB = 0.6, 0.7
"""How much of its weight a word keeps that says what is done to a thing: a known action, any other verb."""
_THINGS = ("n", "j", "i", "l", "s", "vn", "an")
"""The marks of words for things: nouns, abbreviations, idioms, places, verbs and adjectives used as nouns."""
_TELLING = ("d", "c", "r", "m", "t", "f", "p", "u", "y", "q", "o", "e")
"""The marks of words that only tell how a story hangs together: when, how many, where, although."""
_LETTERS_A_SYLLABLE, _SHORT = 3, 2


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question, where it stands, and how much it says.

    ``slight``: it says what is done to a thing; ``latin``: it is typed in Latin letters.
    """

    start: int
    end: int
    weight: float
    slight: bool = False
    latin: bool = False


def weighed(text: str, units: Collection[Unit], index: Index) -> list[Word]:
    """Return the words of a question that say something, each weighed by how rare what it says is among services."""
    said = [unit for unit in units if unit.term[0] == "#" and unit.surely]
    idle, slight = terms.idle(text, said), actions_in(text)
    rarities = _rarities(units, index)
    meant = {(unit.start, unit.end) for unit in said}
    found = []
    for start, end, kind in _joined(text, meant):
        places = range(start, end)
        if text[start] == " " or idle.issuperset(places):
            continue
        rarity = _rarity(start, end, rarities, meant=(start, end) in meant or is_latin(text[start]))
        acting = slight.issuperset(places)
        weight = _unknown(kind, end - start) if rarity is None else rarity
        if acting:
            weight *= _ACTION
        elif rarity and kind == "v" and end - start == _SHORT:
            weight *= _VERB
        found.append(Word(start, end, weight * sqrt(_size(text, start, end)), acting, is_latin(text[start])))
    return found


def _rarity(start: int, end: int, rarities: Iterable[tuple[int, int, float]], *, meant: bool) -> float | None:
    """Return how rare what a word says is; None where some of it is new to all services.

    ``meant``: it is a word of the lexicon, or letters: then it says something even where no service has it.
    """
    inside = [one for one in rarities if start <= one[0] and one[1] <= end]
    if meant:
        return max((rarity for _start, _end, rarity in inside), default=_THING)
    known = {place for first, last, _rarity in inside for place in range(first, last)}
    return max(rarity for _start, _end, rarity in inside) if known.issuperset(range(start, end)) else None


def _size(text: str, start: int, end: int) -> float:
    return max(1.0, (end - start) / _LETTERS_A_SYLLABLE) if is_latin(text[start]) else end - start


def _unknown(kind: str, size: int) -> float:
    if (size == 1 and not kind.startswith(_THINGS)) or kind.startswith(_TELLING):
        return _CHARACTER
    return _THING if kind.startswith(_THINGS) else _DOING


def _rarities(units: Iterable[Unit], index: Index) -> list[tuple[int, int, float]]:
    """Return where what services have stands in a question, and how rare it is among them."""
    telling = [unit for unit in units if unit.strength != terms.SINGLE]
    return [(one.start, one.end, rarity) for one in telling if (rarity := index.rarity(one.term))]


def _joined(text: str, meant: Iterable[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """Return the words of a text with their kinds: those of the lexicon, the longest first, and others around them."""
    words = terms.kinds(text)
    inside = {place for start, end, _kind in words if end - start > _SHORT for place in range(start + 1, end)}
    owner: dict[int, tuple[int, int]] = {}
    for start, end in sorted(meant, key=lambda span: (span[0] - span[1], span)):
        if not inside & {start, end} and owner.keys().isdisjoint(range(start, end)):
            owner |= dict.fromkeys(range(start, end), (start, end))
    kinds = {place: kind for start, end, kind in words for place in range(start, end)}
    left = {span for start, end, _kind in words for span in _left(range(start, end), owner)}
    spans = sorted({*owner.values(), *left})
    whole = {(start, end) for start, end, _kind in words}
    # A character that is left of a longer word is no word for a thing, though the whole may be one.
    return [(start, end, kinds[start] if end - start > 1 or (start, end) in whole else "") for start, end in spans]


def _left(places: range, owner: Mapping[int, object]) -> Iterator[tuple[int, int]]:
    """Yield what is left of a word between words of the lexicon."""
    free = [place for place in places if place not in owner]
    begun = [place for place in free if place - 1 not in free]
    for start in begun:
        yield start, next(end for end in range(start + 1, places.stop + 1) if end not in free)
