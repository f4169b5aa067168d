"""What differs between two texts of a guide, place by place, also where one of them is not complete yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, get_args

from pydantic import BaseModel

from tongban.catalog.guide.content import GuideContent
from tongban.catalog.guide.labels import label, labelled
from tongban.catalog.revising.assessing import NAMES
from tongban.kernel.actors import ROLE_NAMES, Role
from tongban.kernel.limits import UNIT_NAMES, Unit

_QUESTIONS, _LABEL = "properties", "x-label"


@dataclass(frozen=True, slots=True)
class Changed:
    """One place that is not the same: ``path`` within the section; an empty text where there is nothing.

    Words of the guide (原件) stand in both texts as they are called. ``question`` is what the question of the form is
    called that it belongs to, a column after its table; empty elsewhere, and ``path`` is then within the question.
    """

    section: str
    path: tuple[str, ...]
    before: str
    after: str
    question: str = ""

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


def _changes(section: str, before: object, after: object) -> Iterator[Changed]:
    old, new = (dict(_leaves(one, (), _field(GuideContent, section))) for one in (before, after))
    for path in dict.fromkeys((*old, *new)):
        if old.get(path, "") != new.get(path, ""):
            question, within = _asked(path, after, before) if section == "form" else ("", path)
            yield Changed(section, within, old.get(path, ""), new.get(path, ""), question)


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
