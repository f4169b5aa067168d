"""Search as arithmetic over characters: what is kept for an item, and how well it answers a question."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from enum import IntEnum

# A word of four characters has three bigrams: one that fits is enough to be found, more place it higher.
_SHARE = 1 / 3
_LONGEST = 40
_MOST_WORDS = 8


class Fit(IntEnum):
    """How well one word fits an item, best first in sorting by the negative."""

    NONE = 0
    RESEMBLES = 1
    CONTAINS = 2
    PREFIX = 3
    EXACT = 4


def plain(text: str) -> str:
    """Return a text as it is compared: full-width as plain, small letters, no marks and blanks."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())


def words_of(question: str) -> tuple[str, ...]:
    """Return the words of a question, cut to what a search box reasonably holds."""
    parts = (plain(part)[:_LONGEST] for part in unicodedata.normalize("NFKC", question).split())
    return tuple(dict.fromkeys(part for part in parts if part))[:_MOST_WORDS]


def grams_of(texts: Iterable[str]) -> list[str]:
    """Return every character and every two neighbours of the texts: what the index holds of an item."""
    found: set[str] = set()
    for text in map(plain, texts):
        found.update(text)
        found.update(_pairs(text))
    return sorted(found)


def grams_of_word(word: str) -> tuple[str, ...]:
    """Return what to ask the index for: the pairs of a word, or the character itself."""
    return _pairs(word) or (word,)


def score(words: Sequence[str], texts: Sequence[str]) -> float:
    """Return how well an item with these texts answers the words: 0 unless every word fits somehow.

    Exact before prefix before containing before resembling; earlier texts (the name) before later ones.
    """
    plains = [plain(text) for text in texts]
    grams = frozenset(gram for text in plains for gram in (*text, *_pairs(text)))
    scores = [_score_of(word, plains, grams) for word in words]
    return sum(scores) if scores and all(scores) else 0.0


def _score_of(word: str, texts: Sequence[str], grams: frozenset[str]) -> float:
    best = max((_fit(word, text) - 0.5 * place / len(texts) for place, text in enumerate(texts)), default=0.0)
    if best >= Fit.RESEMBLES:
        return best
    pairs = grams_of_word(word)
    share = sum(pair in grams for pair in pairs) / len(pairs)
    return share if share >= _SHARE and len(word) > 1 else 0.0


def _fit(word: str, text: str) -> Fit:
    if word == text:
        return Fit.EXACT
    if text.startswith(word):
        return Fit.PREFIX
    return Fit.CONTAINS if word in text else Fit.NONE


def _pairs(text: str) -> tuple[str, ...]:
    return tuple(text[i : i + 2] for i in range(len(text) - 1))
