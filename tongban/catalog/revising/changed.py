"""What differs between two texts of a guide, place by place, also where one of them is not complete yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, get_args

from pydantic import BaseModel

from tongban.catalog.guide.content import GuideContent
from tongban.catalog.guide.labels import label, labelled
from tongban.catalog.revising.assessing import NAMES
from tongban.kernel.actors import ROLE_NAMES, Role
from tongban.kernel.limits import UNIT_NAMES, Unit

Path = tuple[str, ...]
_QUESTIONS, _LABEL = "properties", "x-label"
_NAMED_BY = ("name", "title", "question", "law", _LABEL, "text")
"""By what a row is called, whichever of them it has."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One place that is not the same: ``path`` within the section; an empty text where there is nothing.

    Words of the guide (原件) stand in both texts as they are called. ``question`` is what the question of the form is
    called that it belongs to, a column after its table; empty elsewhere, and ``path`` is then within the question.
    ``parts``: of a row that came, went or changed (``by_row``) what of it did; the texts are its name then, both of
    them where it is still there.
    """

    section: str
    path: tuple[str, ...]
    before: str
    after: str
    question: str = ""
    parts: tuple[Changed, ...] = ()

    @property
    def added(self) -> bool:
        """Tell whether there was nothing before."""
        return not self.before

    @property
    def removed(self) -> bool:
        """Tell whether nothing is there any more."""
        return not self.after


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Changed, ...]:
    """Return every place where two documents differ, in the order of the elements.

    Rows of a list are told apart by their ids, so that one that was moved or put in between changes nothing else.
    """
    return tuple(one for section in NAMES for one in _changes(section, before.get(section), after.get(section)))


def by_row(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Changed, ...]:
    """Return what differs as people tell it: a row or a question that came, went or changed is one, with its name."""
    found: dict[tuple[str, Path], Changed] = {}
    for section in NAMES:
        old, new = (dict(_rows(one.get(section), ())) for one in (before, after))
        named, whole = old | {path: name for path, name in new.items() if name}, old.keys() ^ new.keys()
        gathered: dict[Path, list[Changed]] = {}
        for path, one in _located(section, before.get(section), after.get(section)):
            row = _row(path, whole, named)
            found[section, row or path] = one
            if row:
                gathered.setdefault(row, []).append(replace(one, path=path[len(row) :]))
        for row, parts in gathered.items():
            one = _whole(section, row, named[row], parts) if row in whole else _altered(section, row, named[row], parts)
            found[section, row] = one
    return tuple(found.values())


def _row(path: Path, whole: AbstractSet[Path], named: Mapping[Path, str]) -> Path:
    """Return which row a place is told with: what came or went, else its question, else the outermost with a name."""
    heads = [path[:end] for end in range(1, len(path) + 1)]
    gone = next((head for head in heads if head in whole), None)
    if gone is not None:
        return gone
    rows = [head for head in heads if named.get(head)]
    questions = [head for head in rows if head[-2:-1] == (_QUESTIONS,)]
    return questions[-1] if questions else rows[0] if rows else ()


def _whole(section: str, row: Path, name: str, parts: list[Changed]) -> Changed:
    called = name or next(one.before or one.after for one in parts)
    gone = all(one.removed for one in parts)
    return Changed(section, row, called if gone else "", "" if gone else called, parts=_told(parts))


def _altered(section: str, row: Path, name: str, parts: list[Changed]) -> Changed:
    called = parts[0].question or name
    return Changed(section, row, called, called, parts=_told(parts))


def _told(parts: list[Changed]) -> tuple[Changed, ...]:
    return tuple(replace(one, question="") for one in parts)


def _rows(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    """Return every row and question with its path and its name, also of what is no guide."""
    if isinstance(value, Mapping):
        for name, one in value.items():
            if path[-1:] == (_QUESTIONS,) and isinstance(one, Mapping):
                yield (*path, str(name)), _name(one)
            yield from _rows(one, (*path, str(name)))
    elif isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
        for place, one in enumerate(value, start=1):
            here = (*path, str(one.get("id", place)))
            yield here, _name(one)
            yield from _rows(one, here)


def _name(row: Mapping[str, Any]) -> str:
    return next((str(row[name]) for name in _NAMED_BY if row.get(name)), "")


def _changes(section: str, before: object, after: object) -> Iterator[Changed]:
    return (one for _, one in _located(section, before, after))


def _located(section: str, before: object, after: object) -> Iterator[tuple[Path, Changed]]:
    """Return what differs with its path within the section as it stands in the text."""
    old, new = (dict(_leaves(one, (), _field(GuideContent, section))) for one in (before, after))
    for path in dict.fromkeys((*old, *new)):
        if old.get(path, "") != new.get(path, ""):
            question, within = _asked(path, after, before) if section == "form" else ("", path)
            yield path, Changed(section, within, old.get(path, ""), new.get(path, ""), question)


def _leaves(value: object, path: tuple[str, ...], kind: Any) -> Iterator[tuple[tuple[str, ...], str]]:  # noqa: ANN401 - a type
    if isinstance(value, Mapping):
        for name, one in value.items():
            if name != "id":
                yield from _leaves(one, (*path, str(name)), _field(kind, str(name)))
    elif isinstance(value, list) and value and all(isinstance(one, Mapping) for one in value):
        for place, one in enumerate(value, start=1):
            yield from _leaves(one, (*path, str(one.get("id", place))), kind)
    elif isinstance(value, list):
        yield path, "、".join(_said(one, kind) for one in value)
    elif value is not None:
        yield path, _said(value, kind)


def _field(kind: Any, name: str) -> Any:  # noqa: ANN401 - a type
    """Return the type of a field of a part; nothing where the part, or what it is, is not known."""
    held = kind.model_fields.get(name) if isinstance(kind, type) and issubclass(kind, BaseModel) else None
    return _bare(held.annotation) if held else None


def _bare(kind: Any) -> Any:  # noqa: ANN401 - a type
    """Return what a list holds, what may be left out, or what is said of a type: the type itself."""
    inside = [one for one in get_args(kind) if one not in {type(None), ...}]
    return _bare(inside[0]) if inside else kind


def _asked(path: tuple[str, ...], *forms: object) -> tuple[str, tuple[str, ...]]:
    """Return what the question at a place of the form is called, and the place within it."""
    found: list[str] = []
    end = 0
    for place in range(1, len(path)):
        if path[place - 1] == _QUESTIONS and (called := _called(path[: place + 1], forms)):
            found.append(called)
            end = place + 1
    return " · ".join(found), path[end:]


def _called(path: tuple[str, ...], forms: tuple[object, ...]) -> str:
    """Return what a question is called in the first form that has it."""
    for form in forms:
        held = form
        for name in (*path, _LABEL):
            held = held.get(name) if isinstance(held, Mapping) else None
        if held:
            return str(held)
    return ""


def _said(value: object, kind: Any) -> str:  # noqa: ANN401 - a type
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str) and isinstance(kind, type) and issubclass(kind, StrEnum) and value in set(kind):
        return _word(kind(value))
    return str(value)


def _word(word: StrEnum) -> str:
    if isinstance(word, Role):
        return ROLE_NAMES[word]
    if isinstance(word, Unit):
        return UNIT_NAMES[word]
    return label(word) if isinstance(word, labelled()) else word.value
