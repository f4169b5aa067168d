"""Why an item was found: which words of it answer which of the question, to be marked; and what was probably meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tongban.catalog.search import terms
from tongban.catalog.search.index import Index
from tongban.catalog.search.plain import is_latin, latin_words, plain
from tongban.catalog.search.ranking import Hit, Question

FIELD_NAMES = {
    "name": "事项名称",
    "words": "也叫",
    "results": "办理结果",
    "materials": "材料",
    "themes": "主题",
    "bodies": "部门",
}

_NOWHERE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a text; ``hit`` where it answers the question."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A text of an item and what of it answers the question. ``field`` is one of FIELD_NAMES."""

    field: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """Return the whole text."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def words(self) -> list[str]:
        """Return the words that answer."""
        return [piece.text for piece in self.pieces if piece.hit]

    @property
    def label(self) -> str:
        """Return the Chinese name of the field."""
        return FIELD_NAMES[self.field]


def explained(question: Question, hit: Hit, index: Index) -> tuple[Match, ...]:
    """Return the name with what of it answers, and one more text where that answers more than the name does."""
    document = hit.document
    shown = [("name", document.name)]
    done = _answered(question, document.name, index)
    if not _had(question, hit) <= done:
        more = question.more(done)
        rest = [
            (field, text, _among(more, text, index))
            for field in FIELD_NAMES
            if field != "name"
            for text in getattr(document, field)
        ]
        # Of two that answer as much, what people call it tells more than a theme or a material.
        best = max(rest, key=lambda one: (len(one[2]), one[0] == "words", -len(one[1])), default=None)
        shown += [best[:2]] if best and best[2] else []
    return tuple(Match(field, _pieces(text, _spans(question, text, index))) for field, text in shown)


def _had(question: Question, hit: Hit) -> frozenset[int]:
    """Return which places of the question any text of a document answers."""
    answers = question.answers
    return frozenset().union(*(answers[unit.term] for unit, _weight in hit.units if unit.term in answers))


def _answered(question: Question, text: str, index: Index) -> frozenset[int]:
    """Return which places of the question a text answers."""
    return _among(question.answers, text, index)


def _among(answers: Mapping[str, frozenset[int]], text: str, index: Index) -> frozenset[int]:
    """Return the places that the terms of a text answer, where each term answers these."""
    shared = index.outline(text).spots.keys() & answers.keys()
    return frozenset().union(*(answers[term] for term in shared)) if shared else _NOWHERE


def corrected(question: Question, hit: Hit, index: Index) -> str:
    """Return the question with what only sounds like words of the item as they are written; empty if nothing is."""
    said = question.literal
    met = {unit.term for unit, _weight in hit.units}
    changes = _by_lexicon(question, said, met, index)
    texts = [plain(text) for text in (hit.document.name, *hit.document.words)]
    changes = max((_by_text(question, said, text, index) for text in texts), key=len, default={}) | changes
    made = "".join(changes.get(place, char) for place, char in enumerate(question.text))
    return made if changes and made != question.text else ""


def _by_lexicon(question: Question, said: frozenset[int], met: Collection[str], index: Index) -> dict[int, str]:
    """Spell what sounds like a word of the lexicon that the item answers, the longest first."""

    def known(group: str) -> bool:
        return terms.meaning(group) in met

    changes: dict[int, str] = {}
    for unit in sorted(terms.spoken(question.text), key=lambda one: one.start - one.end):
        start, end = unit.start, unit.end
        word = index.lexicon.spelt(unit.term[1:], known)
        if word and not changes.keys() & set(range(start, end)) and not said.issuperset(range(start, end)):
            changes |= dict.fromkeys(range(start, end), "") | {start: word}
    for offset, letters in latin_words(question.text):
        if (word := index.lexicon.spelt(letters, known)) and offset not in changes:
            changes |= dict.fromkeys(range(offset, offset + len(letters)), "") | {offset: word}
    return changes


def _by_text(question: Question, said: frozenset[int], text: str, index: Index) -> dict[int, str]:
    """Write characters that only sound like those of a text as they stand there."""
    spots = index.outline(text).spots
    changes: dict[int, str] = {}
    for unit in question.units:
        written = question.text[unit.start : unit.end]
        if unit.term[0] == "~" and unit.term in spots and not any(map(is_latin, written)):
            start = spots[unit.term][0][0]
            telling = (n for n in range(unit.start, unit.end) if n not in said and question.importance[n])
            changes |= {place: text[start + place - unit.start] for place in telling}
    return changes


def _spans(question: Question, text: str, index: Index) -> list[tuple[int, int]]:
    spots = index.outline(text).spots
    shared = spots.keys() & question.answers.keys()
    return _merged((start, end) for term in shared for start, end, _strength in spots[term])


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _pieces(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """Cut a text as it is written where the spans, counted in its compared form, begin and end."""
    if not spans:
        return (Piece(text, hit=False),)
    where = _where(text)
    hit = sorted({where[place] for start, end in spans for place in range(start, end)})
    pieces: list[Piece] = []
    done = 0
    for place in hit:
        if place > done:
            pieces.append(Piece(text[done:place], hit=False))
        if pieces and pieces[-1].hit:
            pieces[-1] = Piece(pieces[-1].text + text[place], hit=True)
        else:
            pieces.append(Piece(text[place], hit=True))
        done = place + 1
    return (*pieces, Piece(text[done:], hit=False)) if done < len(text) else tuple(pieces)


@lru_cache(maxsize=8192)
def _where(text: str) -> tuple[int, ...]:
    """Return for each character of the compared text where it stands in the written one."""
    return tuple(place for place, char in enumerate(text) for _one in range(_kept(char)))


@lru_cache(maxsize=8192)
def _kept(char: str) -> int:
    """Return how many characters of the compared text a written one becomes."""
    return len(plain(char))
