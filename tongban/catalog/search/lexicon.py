"""Words that mean the same, and where they stand in a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from tongban.catalog.search import sounds
from tongban.catalog.search.plain import plain

SHORTEST_INITIALS = 3
SAID, MEANT = 1.0, 0.85
"""How surely a text is about a meaning: it says one of the words people use, or one that is officially written."""


@dataclass(frozen=True, slots=True)
class Group:
    """Words people use for one thing, and the words in which items are written about it."""

    id: str
    say: tuple[str, ...]
    means: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the lexicon in a text: where, of which group, and how surely it stands for it."""

    start: int
    end: int
    group: str
    sure: float


@dataclass
class Lexicon:
    """All groups, looked up by word."""

    groups: tuple[Group, ...] = ()
    _said: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _meant: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _sizes: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _heard: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, groups: Iterable[Group]) -> Lexicon:
        """Return the lexicon of groups."""
        made = cls(tuple(groups))
        for group in made.groups:
            for words, into in ((group.say, made._said), (group.means, made._meant)):
                for word in {plain(word) for word in words} - {""}:
                    into[word] = (*into.get(word, ()), group.id)
        beginnings: dict[str, set[int]] = {}
        for word in (*made._said, *made._meant):
            beginnings.setdefault(word[:2], set()).add(len(word))
        made._sizes = {beginning: tuple(sorted(sizes)) for beginning, sizes in beginnings.items()}
        for group in made.groups:
            for word in dict.fromkeys(map(plain, group.say)):
                for sound in _sounds_of(word):
                    made._heard.setdefault(sound, {}).setdefault(group.id, []).append(word)
        return made

    def differing(self, other: Lexicon) -> frozenset[str]:
        """Return the words of the groups that are not the same in both."""
        groups = set(self.groups) ^ set(other.groups)
        return frozenset(plain(word) for group in groups for word in (*group.say, *group.means)) - {""}

    def said(self, text: str) -> Iterator[Word]:
        """Yield the words of a question that people use for something."""
        for start, end, part in self._places(text):
            for group in self._said.get(part, ()):
                yield Word(start, end, group, SAID)

    def written(self, text: str) -> Iterator[Word]:
        """Yield the words of an item by which it answers a group: what people say, and what is officially written."""
        for start, end, part in self._places(text):
            for group in self._said.get(part, ()):
                yield Word(start, end, group, SAID)
            for group in self._meant.get(part, ()):
                yield Word(start, end, group, MEANT)

    def heard(self, sound: str) -> list[tuple[str, float]]:
        """Return the groups of which a word that people use sounds like this: folded syllables, or initials.

        Each with how likely it is meant, against the likeliest: the group of which most words sound so.
        """
        found = self._heard.get(sound, {})
        most = max(map(len, found.values()), default=1)
        return [(group, len(words) / most) for group, words in found.items()]

    def spelt(self, sound: str, known: Callable[[str], object] = bool) -> str:
        """Return the likeliest word that sounds like this, of a group that is ``known``; empty if none does."""
        words = [words for group, words in self._heard.get(sound, {}).items() if known(group)]
        return max(words, key=len)[0] if words else ""

    def _places(self, text: str) -> Iterator[tuple[int, int, str]]:
        for start in range(len(text)):
            for size in self._sizes.get(text[start : start + 2], ()):
                if start + size <= len(text):
                    yield start, start + size, text[start : start + size]


def _sounds_of(word: str) -> Iterator[str]:
    syllables = sounds.syllables(word)
    if len(word) > 1 and all(one.isalpha() and one.isascii() for one in syllables) and not word.isascii():
        yield " ".join(map(sounds.fold, syllables))
        if len(word) >= SHORTEST_INITIALS:
            yield sounds.initials(syllables)
