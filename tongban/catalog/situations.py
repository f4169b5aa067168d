"""情形引导: the few questions whose answers decide which materials of a guide are asked for. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tongban.catalog.forms.cleaning import clean, only_visible
from tongban.catalog.forms.conditions import fields_of, holds, visible
from tongban.catalog.forms.definition import Form, Kind, Question
from tongban.catalog.guide.document import Asked, Guide
from tongban.catalog.guide.parts import Material
from tongban.catalog.guide.terms import Need

_CHOSEN = frozenset({Kind.BOOLEAN, Kind.CHOICE, Kind.CHOICES})
_NONE: tuple[object, ...] = (None, "", [])


@dataclass(frozen=True, slots=True)
class Situation:
    """A question that decides about materials, by the name of its field."""

    name: str
    question: Question


@dataclass(frozen=True, slots=True)
class Led:
    """Where somebody stands who is asked one question after another.

    ``answered``: the questions behind them; ``next``: the one to ask now, None at the end; ``left``: how many there
    still are as things stand. ``materials``: what these answers call for; ``spared``: what they need not bring;
    ``fields``: how many fields of the form these answers show.
    """

    answers: Mapping[str, Any]
    answered: tuple[Situation, ...]
    next: Situation | None
    left: int
    materials: tuple[Asked, ...]
    spared: tuple[Material, ...]
    fields: int


def deciding(guide: Guide) -> tuple[Situation, ...]:
    """Return the questions that decide which materials are asked for, in the order of the form.

    Only what is chosen, not typed; and nothing sensitive (个人信息保护法第二十八条): the answers stand in an address.
    """
    wanted = {name for material in guide.materials for name in fields_of(material.when)}
    names = set(_with_what_they_hang_on(guide.form, wanted))
    return tuple(
        Situation(name, question)
        for name, question in guide.form.ordered()
        if name in names and question.kind in _CHOSEN and not question.sensitive
    )


def told(guide: Guide, given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return the answers to the deciding questions that were given and can be right; everything else is left out."""
    asked = {one.name: one.question for one in deciding(guide)}
    answers = clean(guide.form, {name: given[name] for name in asked if name in given}, keep_hidden=True)
    fitting = {name: value for name, value in answers.items() if _fits(asked[name], value)}
    # Of several choices none may be chosen; that is an answer too, where it was really given.
    nothing: dict[str, Any] = {
        name: [] for name, question in asked.items() if question.kind == Kind.CHOICES and name in given
    }
    return only_visible(guide.form, nothing | fitting)


def lead(guide: Guide, given: Mapping[str, Sequence[str]]) -> Led:
    """Return what to ask next after these answers, and what they call for."""
    answers = told(guide, given)
    shown = set(visible(guide.form, answers))
    open_ = [one for one in deciding(guide) if one.name in shown and one.name not in answers]
    materials = guide.materials_for(answers)
    asked = {one.material.id for one in materials}
    return Led(
        answers=answers,
        answered=tuple(one for one in deciding(guide) if one.name in answers),
        next=open_[0] if open_ else None,
        left=len(open_),
        materials=materials,
        spared=tuple(one for one in guide.materials if one.id not in asked and not _open(guide, one, answers)),
        fields=len(shown),
    )


def preset(guide: Guide, given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return the answers with which a form may begin: those given to the deciding questions, without empty ones."""
    return {name: value for name, value in told(guide, given).items() if value not in _NONE}


def _with_what_they_hang_on(form: Form, names: set[str]) -> Iterator[str]:
    """Yield fields, and those that must be answered before they are shown at all."""
    seen: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        if name not in seen and name in form.properties:
            seen.add(name)
            waiting |= set(fields_of(form.properties[name].when))
            yield name


def _fits(question: Question, value: object) -> bool:
    codes = {option.const for option in question.options}
    match question.kind:
        case Kind.BOOLEAN:
            return isinstance(value, bool)
        case Kind.CHOICE:
            return value in codes
        case _:
            return isinstance(value, list) and set(value) <= codes


def _open(guide: Guide, material: Material, answers: Mapping[str, Any]) -> bool:
    """Tell whether a material may still be asked for, by a question that is put only in the form."""
    if material.need != Need.WHEN or holds(material.when, answers):
        return False
    properties = guide.form.properties
    return any(name not in answers and properties[name].sensitive for name in fields_of(material.when))
