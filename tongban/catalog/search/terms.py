"""What a text is found by: its neighbouring characters, meanings, sounds and initials, each with where it stands.

A term is a string: two characters (``公司``), a character (``税``), a meaning (``#`` and its group), two syllables
(``~gon si``), or initials (``^gs`` of a whole word, ``^gsd`` of three neighbours).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import rjieba

from tongban.catalog.search import sounds
from tongban.catalog.search.lexicon import SHORTEST_INITIALS, Lexicon
from tongban.catalog.search.plain import is_latin, latin_words
from tongban.catalog.search.speech import fillers_in

PAIR, MEANING, SOUND, LETTERS, SINGLE, NEAR = 0.9, 0.82, 0.6, 0.7, 0.3, 0.45
_THREE = 3
LONGEST_SOUND = 6
_RUNS = ((4, 0.65), (3, 0.6), (2, 0.5))
LONGEST_WORD = 6
"""Up to how many characters a text counts as one word, whose initials people type."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A term of a text, the characters it covers, and how strongly it covers them, up to 1."""

    term: str
    start: int
    end: int
    strength: float

    @property
    def surely(self) -> bool:
        """Tell whether it is what stands there, not what it sounds like."""
        return self.term[0] not in "~^" and self.strength >= MEANING


@dataclass(frozen=True, slots=True)
class Heard:
    """A sound of a question and where it stands; ``whole`` if it is a syllable and not only the beginning of one."""

    sound: str
    start: int
    end: int
    whole: bool


def meaning(group: str) -> str:
    """Return the term of a group of the lexicon."""
    return f"#{group}"


def characters(text: str) -> Iterator[Unit]:
    """Yield every two neighbours and every single character; a word in Latin letters is one sign."""
    latin = latin_words(text)
    for start, word in latin:
        yield Unit(word, start, start + len(word), PAIR)
    inside = {place for start, word in latin for place in range(start, start + len(word))}
    for place, char in enumerate(text):
        if place in inside or char == " ":
            continue
        yield Unit(char, place, place + 1, SINGLE)
        if place + 1 < len(text) and place + 1 not in inside and text[place + 1] != " ":
            yield Unit(text[place : place + 2], place, place + 2, PAIR)


def spoken(text: str) -> Iterator[Unit]:
    """Yield every two neighbouring syllables of a text in characters."""
    heard = sounds.syllables(text)
    for place in range(len(text) - 1):
        if not is_latin(text[place]) and not is_latin(text[place + 1]):
            yield Unit(_pair(heard[place], heard[place + 1]), place, place + 2, SOUND)


def typed(text: str) -> Iterator[Unit]:
    """Yield what words in Latin letters may stand for: syllables, syllables only begun, initials."""
    for left, right in pairwise(sequence(text)):
        latin = is_latin(text[left.start]) or is_latin(text[right.start])
        if latin and left.whole and right.sound:
            pair = _pair(left.sound, right.sound) if right.whole else _begun(left.sound, right.sound)
            yield Unit(pair, left.start, right.end, LETTERS if right.whole else SOUND)
    for offset, word in latin_words(text):
        yield from _initials(sounds.read(word), offset, offset + len(word))


def _initials(pieces: Sequence[sounds.Piece], start: int, end: int) -> Iterator[Unit]:
    begun = "".join(piece.text[0] for piece in pieces)
    if pieces and not any(piece.whole for piece in pieces[:-1]):
        yield Unit(f"^{begun}", start, end, PAIR)
    for size, strength in _RUNS:
        for n in range(len(pieces) - size + 1):
            run = pieces[n : n + size]
            if not any(piece.whole for piece in run):
                yield Unit(f"^{begun[n : n + size]}", start + run[0].start, start + run[-1].end, strength)


def heard(text: str) -> Iterator[Unit]:
    """Yield by what a text of an item answers to what is typed by sound."""
    syllables = sounds.syllables(text)
    for place, (left, right) in enumerate(pairwise(syllables)):
        if left.isalpha() and right.isalpha():
            yield Unit(_pair(left, right), place, place + 2, SOUND)
            yield Unit(_begun(left, right), place, place + 2, SOUND)
    first = sounds.initials(syllables)
    for start, end, strength in _runs(text):
        yield Unit(f"^{first[start:end]}", start, end, strength)


def _runs(text: str) -> Iterator[tuple[int, int, float]]:
    """Yield the stretches whose initials people type: words, a short text; less often any three neighbours."""
    place = 0
    for word in words_of(text):
        if len(word) > 1:
            yield place, place + len(word), LETTERS
        place += len(word)
    for start in range(len(text) - _THREE + 1):
        yield start, start + _THREE, NEAR
    if 1 < len(text) <= LONGEST_WORD:
        yield 0, len(text), LETTERS


def meanings(text: str, lexicon: Lexicon) -> Iterator[Unit]:
    """Yield the meanings of what a question says."""
    for word in lexicon.said(text):
        yield Unit(meaning(word.group), word.start, word.end, MEANING)


def sounding(text: str, lexicon: Lexicon) -> Iterator[Unit]:
    """Yield the meanings of what a question only sounds like: homophones, syllables and initials in Latin letters."""
    for start, end, sound in heard_runs(text):
        for group in lexicon.heard(sound):
            yield Unit(meaning(group), start, end, SOUND)
    for offset, word in latin_words(text):
        if len(word) >= SHORTEST_INITIALS:
            for group in lexicon.heard(word):
                yield Unit(meaning(group), offset, offset + len(word), LETTERS)


def heard_runs(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield every stretch of whole syllables of a question, up to the longest word, as it sounds; the longest first."""
    heard = sequence(text)
    for size in range(min(len(heard), LONGEST_SOUND), 1, -1):
        for run in (heard[n : n + size] for n in range(len(heard) - size + 1)):
            if all(one.whole for one in run):
                yield run[0].start, run[-1].end, " ".join(sounds.fold(one.sound) for one in run)


def words_of(text: str) -> list[str]:
    """Return the words of a text."""
    return [str(word) for word in rjieba.cut(text)]


def idle(text: str, units: list[Unit]) -> set[int]:
    """Return the places of a question that say nothing: fillers that are no part of a word which says something."""
    single, place = set(), 0
    for word in words_of(text):
        if len(word) == 1:
            single.add(place)
        place += len(word)
    said = {n for unit in units if unit.term[0] == "#" for n in range(unit.start, unit.end)}
    fillers = [(start, end) for start, end in fillers_in(text) if end - start > 1 or start in single]
    return {n for start, end in fillers for n in range(start, end)} - said


def sequence(text: str) -> list[Heard]:
    """Return what a question sounds like in order: a character, or letters that are a syllable or begin one."""
    pieces = {offset + one.start: (one, offset) for offset, word in latin_words(text) for one in sounds.read(word)}
    found: list[Heard] = []
    for place, syllable in enumerate(sounds.syllables(text)):
        if place in pieces:
            piece, offset = pieces[place]
            found.append(Heard(piece.text, place, offset + piece.end, piece.whole))
        elif not is_latin(text[place]) and text[place] != " ":
            found.append(Heard(syllable, place, place + 1, syllable.isalpha() and syllable.isascii()))
    return found


def _pair(left: str, right: str) -> str:
    return f"~{sounds.fold(left)} {sounds.fold(right)}"


def _begun(left: str, right: str) -> str:
    return f"~{sounds.fold(left)} {right[:1]}*"
