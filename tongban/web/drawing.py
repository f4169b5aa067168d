"""The steps of a guide as a drawing: where every box, line and word stands. Pure; the template only writes it out."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

WIDTH, GAP, PAD = 160, 32, 8
LINE, INSET = 20, 12
FRAME, CAPTION = 8, 20
NAME_LINES = 2
# A Chinese character is as wide as its size, a Latin one about half.
_LETTERS = (WIDTH - 2 * INSET) // 14
_HALF = 0.55


@dataclass(frozen=True, slots=True)
class Mark:
    """A step as it is drawn: its name, who acts, how long, what may come up. Same ``parallel``: at the same time."""

    name: str
    who: str = ""
    limit: str = ""
    special: str = ""
    parallel: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A line of words with its place; ``tone`` says what it tells."""

    x: int
    y: int
    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class Box:
    """A step in its place, or the frame around steps that are done at the same time."""

    x: int
    y: int
    width: int
    height: int
    words: tuple[Words, ...]
    name: str = ""
    frame: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything to be drawn; ``lines``: the points of the arrows, as SVG wants them."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


def stages(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Return what follows one after another; steps of one stage are done at the same time."""
    grouped = ((word, list(found)) for word, found in groupby(marks, key=lambda mark: mark.parallel))
    return [stage for word, found in grouped for stage in ([found] if word else [[one] for one in found])]


def draw(marks: Sequence[Mark], *, columns: int, together: str) -> Drawing:
    """Lay the steps out in rows of so many columns. ``together``: the words over steps done at the same time."""
    found = stages(marks)
    places = _places(found, columns)
    boxes = [box for stage, place in zip(found, places, strict=True) for box in _boxes(stage, place, together)]
    return Drawing(
        width=PAD * 2 + min(columns, max(len(found), 1)) * (WIDTH + GAP) - GAP,
        height=PAD + max((place.y + place.height for place in places), default=PAD),
        boxes=tuple(boxes),
        lines=tuple(_arrow(one, other) for one, other in pairwise(places)),
    )


def in_words(marks: Sequence[Mark], *, then: str, together: str) -> str:
    """Return the drawing as one sentence, for those who do not see it."""
    said = [together.join(_said(mark) for mark in stage) for stage in stages(marks)]
    return then.join(said)


def _said(mark: Mark) -> str:
    facts = [fact for fact in (mark.who, mark.limit, mark.special) if fact]
    return f"{mark.name}（{'，'.join(facts)}）" if facts else mark.name


def _places(found: Sequence[Sequence[Mark]], columns: int) -> list[_Place]:
    places: list[_Place] = []
    top = PAD
    for start in range(0, len(found), columns):
        row = found[start : start + columns]
        heights = [_height(stage) for stage in row]
        tallest = max(heights)
        places += [
            _Place(PAD + number * (WIDTH + GAP), top + (tallest - height) // 2, WIDTH, height)
            for number, height in enumerate(heights)
        ]
        top += tallest + GAP
    return places


def _height(stage: Sequence[Mark]) -> int:
    inner = sum(_tall(mark) for mark in stage) + FRAME * (len(stage) - 1)
    return inner if len(stage) == 1 else inner + CAPTION + 2 * FRAME


def _tall(mark: Mark) -> int:
    return len(_lines(mark)) * LINE + 2 * INSET


def _boxes(stage: Sequence[Mark], place: _Place, together: str) -> list[Box]:
    if len(stage) == 1:
        return [_box(stage[0], place.x, place.y, place.width)]
    caption = Words(place.x + FRAME, place.y + FRAME + LINE - 8, together, "soft")
    boxes = [Box(place.x, place.y, place.width, place.height, (caption,), frame=True)]
    top = place.y + CAPTION + FRAME
    for mark in stage:
        boxes.append(_box(mark, place.x + FRAME, top, place.width - 2 * FRAME))
        top += _tall(mark) + FRAME
    return boxes


def _box(mark: Mark, x: int, y: int, width: int) -> Box:
    words = tuple(
        Words(x + INSET, y + INSET + LINE * number + 15, text, tone) for number, (text, tone) in enumerate(_lines(mark))
    )
    return Box(x, y, width, _tall(mark), words, name=mark.name)


def _lines(mark: Mark) -> list[tuple[str, str]]:
    room = _LETTERS - (2 if mark.parallel else 0)
    names = [(line, "name") for line in wrapped(mark.name, room, NAME_LINES)]
    facts = ((mark.who, "soft"), (mark.limit, "limit"), (mark.special, "special"))
    return [*names, *((wrapped(text, room + 1, 1)[0], tone) for text, tone in facts if text)]


def wrapped(text: str, room: float, most: int) -> list[str]:
    """Return a text in at most so many lines of so many Chinese characters; what does not fit ends with “…”."""
    lines: list[str] = []
    line, used = "", 0.0
    for number, character in enumerate(text):
        wide = 1.0 if unicodedata.east_asian_width(character) in "WFA" else _HALF
        if used + wide > room:
            if len(lines) + 1 == most:
                return [*lines, f"{line[:-1]}…"] if number < len(text) else [*lines, line]
            lines.append(line)
            line, used = "", 0.0
        line += character
        used += wide
    return [*lines, line]


def _arrow(one: _Place, other: _Place) -> str:
    """Return the way from a stage to the next: straight on within a row, round the corner to the next row."""
    if other.x > one.x:
        y = one.y + one.height // 2
        return f"{one.x + one.width},{y} {other.x - 2},{y}"
    below = one.y + one.height
    turn = other.y - GAP // 2
    points = [(one.middle, below), (one.middle, turn), (other.middle, turn), (other.middle, other.y - 2)]
    return " ".join(f"{x},{y}" for x, y in dict.fromkeys(points))
