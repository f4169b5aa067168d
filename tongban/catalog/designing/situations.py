"""Situations: a question whose answer decides which materials and which questions of the form apply.

They are the conditions of materials and questions, seen from the question they look at; nothing is kept twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tongban.catalog.designing.conditions import choices_of, condition_made, condition_words
from tongban.catalog.designing.questions import add_question, change_question, move_question
from tongban.catalog.designing.reading import Content, Document, condition_of, form_of, rows_of
from tongban.catalog.designing.refusals import DesignRefused
from tongban.catalog.designing.starters import Starter
from tongban.catalog.forms.conditions import fields_of, holds, visible
from tongban.catalog.forms.definition import Condition, Form, Is
from tongban.catalog.guide.terms import Need

MATERIALS, FORM = "materials", "form"
FEWEST = 2
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Target:
    """A material or a question of the form: for which answers it applies. ``fixed``: what else decides, in words."""

    id: str
    name: str
    values: frozenset[str]
    fixed: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """A question, its answers as (value, words), and everything of which it can decide whether it applies."""

    field: str
    label: str
    choices: tuple[tuple[str, str], ...]
    targets: tuple[Target, ...]

    @property
    def deciding(self) -> int:
        """Return of how many materials and questions it decides."""
        every = frozenset(value for value, _ in self.choices)
        return sum(not target.fixed and target.values != every for target in self.targets)


@dataclass(frozen=True, slots=True)
class Brought:
    """What an applicant with these answers must bring and fill in."""

    materials: tuple[tuple[str, bool], ...]
    questions: tuple[str, ...]


def situations(document: Document) -> list[Situation]:
    """Return the questions that materials or other questions depend on, in the order of the form."""
    form = form_of(document)
    looked_at = {name for condition in _conditions(document, form) for name in fields_of(condition)}
    return [situation(document, name) for name, _ in form.ordered() if name in looked_at]


def candidates(document: Document) -> list[tuple[str, str]]:
    """Return the questions that could decide something and do not yet, as (key, words)."""
    form = form_of(document)
    used = {one.field for one in situations(document)}
    return [(name, one.label) for name, one in form.ordered() if choices_of(one) and name not in used]


def situation(document: Document, field: str) -> Situation:
    """Return one question with all it decides and could decide; DesignRefused for one that offers no choice."""
    form = form_of(document)
    question = form.properties.get(field)
    choices = choices_of(question) if question else ()
    if question is None or not choices:
        raise DesignRefused([f"“{question.label if question else field}”没有选项，不能用来区分情形"])
    every = frozenset(value for value, _ in choices)
    targets = (*_materials(document, form, field, every), *_questions(form, field, every))
    return Situation(field, question.label, choices, targets)


def switch_by(document: Document, field: str, ticked: Mapping[str, Collection[str]]) -> Content:
    """Return the draft in which every target applies for the answers that are ticked for it.

    ``ticked``: the values by the id of the target (``materials.3``, ``form.seats``); all of them mean always. None at
    all is refused: what nobody is ever asked for does not belong into a guide. What another question decides stays.
    """
    now = situation(document, field)
    changed: Content = dict(document)
    empty = [target.name for target in now.targets if not target.fixed and not ticked.get(target.id)]
    if empty:
        raise DesignRefused([f"“{name}”没有一种情形需要，请至少选一种，或者把它删去" for name in empty])
    every = {value for value, _ in now.choices}
    for target in now.targets:
        values = set(ticked.get(target.id, ())) & every
        if not target.fixed and values != target.values:
            condition = None if values == every else condition_made(form_of(changed), {field: sorted(values)}, "all")
            changed = _decided(changed, target.id, condition)
    return changed


def ask_first(document: Document, *, label: str, options: Sequence[str]) -> Content:
    """Return the draft with a new question at its very beginning, by which situations can be told apart."""
    words = [one.strip() for one in options if one.strip()]
    if not FEWEST <= len(words) <= len(_LETTERS):
        raise DesignRefused([f"“{label}”要有{FEWEST}到{len(_LETTERS)}个选项，一行写一个"])
    group = form_of(document).groups[0].id
    before = set(form_of(document).properties)
    changed = {**document, FORM: add_question(document, starter=Starter.CHOICE, label=label, group=group)}
    (name,) = set(form_of(changed).properties) - before
    choices = [{"const": letter, "title": word} for letter, word in zip(_LETTERS, words, strict=False)]
    changed[FORM] = change_question(changed, name, {"oneOf": choices}, needed=True)
    inside = sum(question.group == group for question in form_of(changed).properties.values())
    changed[FORM] = move_question(changed, name, by=1 - inside)
    return changed


def brought(document: Document, answers: Mapping[str, Any]) -> Brought:
    """Return what somebody with these answers is asked for: (material, whether it must be handed in), questions."""
    form = form_of(document)
    asked = [row for row in rows_of(document, MATERIALS) if holds(condition_of(row.get("when")), answers)]
    return Brought(
        materials=tuple((str(row.get("name", "")), row.get("need") != Need.OPTIONAL) for row in asked),
        questions=tuple(form.properties[name].label for name in visible(form, answers)),
    )


def _conditions(document: Document, form: Form) -> Iterator[Condition | None]:
    yield from (condition_of(row.get("when")) for row in rows_of(document, MATERIALS))
    yield from (question.when for question in form.properties.values())


def _materials(document: Document, form: Form, field: str, every: frozenset[str]) -> Iterator[Target]:
    for row in rows_of(document, MATERIALS):
        condition = condition_of(row.get("when"))
        fixed = "可以不交" if row.get("need") == Need.OPTIONAL else ""
        yield _target(f"{MATERIALS}.{row.get('id')}", str(row.get("name", "")), form, condition, field, every, fixed)


def _questions(form: Form, field: str, every: frozenset[str]) -> Iterator[Target]:
    names = [name for name, _ in form.ordered()]
    for name in names[names.index(field) + 1 :]:
        question = form.properties[name]
        yield _target(f"{FORM}.{name}", question.label, form, question.when, field, every)


def _target(
    key: str, name: str, form: Form, condition: Condition | None, field: str, every: frozenset[str], fixed: str = ""
) -> Target:
    if fixed or (condition is not None and not (isinstance(condition, Is) and condition.field == field)):
        return Target(key, name, every, fixed or condition_words(form, condition))
    if condition is None:
        return Target(key, name, every)
    values = (str(one).lower() if isinstance(one, bool) else one for one in condition.one_of)
    return Target(key, name, frozenset(values) & every)


def _decided(document: Content, target: str, condition: Content | None) -> Content:
    section, _, key = target.partition(".")
    if section == FORM:
        return {**document, FORM: change_question(document, key, {"x-when": condition})}
    said = condition_words(form_of(document), condition_of(condition)).removeprefix("当").removesuffix("时")
    rows = []
    for row in rows_of(document, MATERIALS):
        if str(row.get("id")) != key:
            rows.append(row)
            continue
        kept = {name: one for name, one in row.items() if name not in {"when", "when_text"}}
        switched = {"need": Need.WHEN, "when": condition, "when_text": said} if condition else {"need": Need.ALWAYS}
        rows.append({**kept, **switched})
    return {**document, MATERIALS: rows}
