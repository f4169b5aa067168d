"""Texts by their sound: syllables without tones, what is typed in Latin letters, initials."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from tongban.catalog.search import dictionaries
from tongban.catalog.search.plain import listed

SYLLABLES = frozenset(listed("syllables.txt"))
_INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxzcsrywaoe")
_BEGINNINGS = frozenset(syllable[:size] for syllable in SYLLABLES for size in range(1, len(syllable)))
_LONGEST = max(map(len, SYLLABLES))
_MOST_BEGUN = 7
"""How many letters people type for syllables in one word; the house's choice (待核定). More are no abbreviation."""
_TONE = re.compile(r"(?<=[a-z])[1-5](?=[a-z]|$)")
# What a whole syllable costs against letters that only begin one; the cheapest reading of the letters is taken.
_WHOLE, _PART, _LAST = 1.0, 1.6, 1.3
# Sounds that many speakers, and all keyboards set to be lenient, do not tell apart.
_FOLDS = (("zh", "z"), ("ch", "c"), ("sh", "s"))
_ENDS = (("ang", "an"), ("eng", "en"), ("ing", "in"))


@dataclass(frozen=True, slots=True)
class Piece:
    """A syllable that was typed, or the letters that begin one."""

    text: str
    start: int
    end: int
    whole: bool


@cache
def fold(syllable: str) -> str:
    """Return a syllable without what is often confused: zh for z, ang for an, ü for u."""
    for long, short in _FOLDS:
        if syllable.startswith(long):
            syllable = short + syllable[2:]
    for long, short in _ENDS:
        if syllable.endswith(long):
            syllable = syllable[: -len(long)] + short
    return syllable.replace("v", "u")


@lru_cache(maxsize=8192)
def syllables(text: str) -> tuple[str, ...]:
    """Return the syllable of each character of a compared text; other signs stand for themselves."""
    spoken = dictionaries.pronunciations().lazy_pinyin
    found = spoken(text, errors=_apart)
    return tuple(found) if len(found) == len(text) else tuple(spoken(char)[0] for char in text)


def _apart(signs: str) -> list[str]:
    return list(signs)


def initials(spoken: Sequence[str]) -> str:
    """Return the first letters of syllables."""
    return "".join(one[:1] for one in spoken)


@lru_cache(maxsize=4096)
def read(letters: str) -> tuple[Piece, ...]:
    """Return the syllables in a word of Latin letters, of which some may only be begun; none if it is no pinyin.

    Keys struck at random are none: many letters of which each would begin a syllable.

    ``shenfenzheng``, ``shen1fen4``, ``sfz`` and ``shenfenz`` are all read.
    """
    letters = _TONE.sub("", letters)
    if len(set(letters)) == 1 < len(letters):
        return ()
    best: list[tuple[float, tuple[Piece, ...]] | None] = [(0.0, ())] + [None] * len(letters)
    for start in range(len(letters)):
        before = best[start]
        if before is None:
            continue
        for piece, cost in _pieces(letters, start):
            now = best[piece.end]
            if now is None or before[0] + cost < now[0]:
                best[piece.end] = (before[0] + cost, (*before[1], piece))
    last = best[-1]
    found = last[1] if last is not None else ()
    return found if sum(not piece.whole for piece in found) <= _MOST_BEGUN else ()


def _pieces(letters: str, start: int) -> list[tuple[Piece, float]]:
    found = []
    for end in range(start + 1, min(len(letters), start + _LONGEST) + 1):
        text = letters[start:end]
        if text in SYLLABLES:
            found.append((Piece(text, start, end, whole=True), _WHOLE))
        elif text in _INITIALS:
            found.append((Piece(text, start, end, whole=False), _PART))
        elif end == len(letters) and text in _BEGINNINGS:
            found.append((Piece(text, start, end, whole=False), _LAST))
    return found
