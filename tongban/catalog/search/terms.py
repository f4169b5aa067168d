"""What a text is found by: its neighbouring characters, meanings, sounds and initials, each with where it stands.

A term is a string: two characters (``公司``), a character (``税``), a meaning (``#`` and its group), the syllables of
whole words (``~gon si den ji``), a syllable and the beginning of the next (``~gon s*``), or initials (``^gsdj``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from tongban.catalog.search import sounds
from tongban.catalog.search.dictionaries import words as dictionary
from tongban.catalog.search.lexicon import SHORTEST_INITIALS, Lexicon
from tongban.catalog.search.plain import is_latin, latin_words
from tongban.catalog.search.speech import fillers_in

PAIR, MEANING, SOUND, LETTERS, SINGLE, NEAR = 0.9, 0.82, 0.6, 0.7, 0.3, 0.45
LONGEST_SOUND = 6


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
    """Yield every stretch of whole syllables that may be words written by their sound: in Latin letters, or wrongly.

    What is a word as it stands is none, nor is part of one.
    """
    whole = {place for start, end in _words(text) for place in range(start + 1, end)}
    for start, end, sound in heard_runs(text):
        latin = any(map(is_latin, text[start:end]))
        if latin or not (start in whole or end in whole or dictionary().has_word(text[start:end])):
            yield Unit(f"~{sound}", start, end, LETTERS if latin else SOUND)


def typed(text: str) -> Iterator[Unit]:
    """Yield what words in Latin letters may stand for: a syllable with one only begun; initials, all of them."""
    for left, right in pairwise(sequence(text)):
        latin = is_latin(text[left.start]) or is_latin(text[right.start])
        if latin and left.whole and right.sound and not right.whole:
            yield Unit(_begun(left.sound, right.sound), left.start, right.end, SOUND)
    for offset, word in latin_words(text):
        pieces = sounds.read(word)
        if len(pieces) > 1 and not any(piece.whole for piece in pieces[:-1]):
            begun = "".join(piece.text[0] for piece in pieces)
            # Of any words of a name; those of a word that people say are stronger (``meaning``).
            yield Unit(f"^{begun}", offset, offset + len(word), SOUND)


@lru_cache(maxsize=8192)
def heard(text: str) -> tuple[Unit, ...]:
    """Return by what a text of an item answers to what is typed by sound: its words, one or several, and it whole.

    It is kept: many items have the same texts, and each is read when it is taken in and when it is outlined.
    """
    return tuple(_heard(text))


def _heard(text: str) -> Iterator[Unit]:
    syllables = sounds.syllables(text)
    first = sounds.initials(syllables)
    for start, end in stretches(text):
        if all(one.isalpha() for one in syllables[start:end]):
            yield Unit(f"~{_folded(syllables[start:end])}", start, end, SOUND)
        if end - start >= SHORTEST_INITIALS or end - start == len(text):
            yield Unit(f"^{first[start:end]}", start, end, LETTERS)
    for start, (left, right) in enumerate(pairwise(syllables)):
        if left.isalpha() and right.isalpha():
            yield Unit(_begun(left, right), start, start + 2, SOUND)


@lru_cache(maxsize=8192)
def stretches(text: str) -> tuple[tuple[int, int], ...]:
    """Return the stretches of a text, of two characters and up to the longest, that begin and end where words do."""
    words = dictionary().tokenize(text, "search") if text else ()
    starts, ends = sorted({word[1] for word in words}), {word[2] for word in words}
    return tuple((start, end) for start in starts for end in range(start + 2, start + LONGEST_SOUND + 1) if end in ends)


def kinds(text: str) -> list[tuple[int, int, str]]:
    """Return where the words of a text stand, and of which kind the first character's word is held to be."""
    marks = [mark for word, mark in dictionary().tag(text) for _char in word]
    return [(start, end, marks[start]) for start, end in _words(text)]


def _words(text: str) -> Iterator[tuple[int, int]]:
    place = 0
    for word in words_of(text):
        yield place, place + len(word)
        place += len(word)


def meanings(text: str, lexicon: Lexicon) -> Iterator[Unit]:
    """Yield the meanings of what a question says."""
    for word in lexicon.said(text):
        yield Unit(meaning(word.group), word.start, word.end, MEANING)


def sounding(heard: Iterable[Unit], text: str, lexicon: Lexicon) -> Iterator[Unit]:
    """Yield the meanings of what a question only sounds like, each the less sure the more others sound so."""
    for unit in heard:
        for group, share in lexicon.heard(unit.term[1:]):
            yield Unit(meaning(group), unit.start, unit.end, unit.strength * share)
    for offset, word in latin_words(text):
        if len(word) >= SHORTEST_INITIALS:
            for group, share in lexicon.heard(word):
                yield Unit(meaning(group), offset, offset + len(word), LETTERS * share)


def heard_runs(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield every stretch of whole syllables of a question, up to the longest word, as it sounds; the longest first."""
    heard = sequence(text)
    for size in range(min(len(heard), LONGEST_SOUND), 1, -1):
        for run in (heard[n : n + size] for n in range(len(heard) - size + 1)):
            if all(one.whole for one in run):
                yield run[0].start, run[-1].end, _folded([one.sound for one in run])


def words_of(text: str) -> list[str]:
    """Return the words of a text."""
    return [str(word) for word in dictionary().cut(text, hmm=False)]


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


def _folded(syllables: Sequence[str]) -> str:
    return " ".join(map(sounds.fold, syllables))


def _begun(left: str, right: str) -> str:
    return f"~{sounds.fold(left)} {right[:1]}*"
