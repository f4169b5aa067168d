"""Conditions as people pick and read them: “当〈主体业态〉是〈餐饮服务〉时”."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tongban.catalog.forms.conditions import tests_of
from tongban.catalog.forms.definition import AnyOf, Condition, Form, Kind, Question, Scalar

ALL, ANY = "all", "any"
_BOOLEANS = (("true", "是"), ("false", "否"))


@dataclass(frozen=True, slots=True)
class Picked:
    """One question that a condition may look at: its choices as (value, words), and which of them are picked."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]
    values: frozenset[str]


def choices_of(question: Question) -> tuple[tuple[str, str], ...]:
    """Return what a condition can ask of a question, as (value, words); nothing where it can ask nothing."""
    if question.kind == Kind.BOOLEAN:
        return _BOOLEANS
    if question.kind == Kind.CONFIRMATION:
        return _BOOLEANS[:1]
    return tuple((option.const, option.title) for option in question.options)


def condition_words(form: Form, condition: Condition | None) -> str:
    """Return a condition as people say it; nothing for none. What it cannot name is called by its key."""
    if condition is None:
        return ""
    said = [_test(form, test.field, test.one_of) for test in tests_of(condition)]
    return f"当{('，或者' if isinstance(condition, AnyOf) else '，并且').join(said)}时"


def pickable(form: Form, condition: Condition | None, *, before: str = "") -> list[Picked]:
    """Return every question a condition may look at, as it is picked; ``before``: only those asked before this one."""
    values = {test.field: frozenset(_text(one) for one in test.one_of) for test in tests_of(condition)}
    found = []
    for name, question in form.ordered():
        if name == before:
            break
        if choices := choices_of(question):
            found.append(Picked(name, question.label, choices, values.get(name, frozenset())))
    return found


def is_pickable(condition: Condition | None) -> bool:
    """Tell whether the picker can show a condition: it looks at no question twice."""
    names = [test.field for test in tests_of(condition)]
    return len(names) == len(set(names))


def mode_of(condition: Condition | None) -> str:
    """Return whether every test has to hold or one is enough."""
    return ANY if isinstance(condition, AnyOf) else ALL


def condition_made(form: Form, picked: Mapping[str, Sequence[str]], mode: str) -> dict[str, Any] | None:
    """Return the condition that was picked, as the form language writes it; None when nothing was."""
    tests = []
    for name, question in form.ordered():
        given = set(picked.get(name, ()))
        if values := [_value(one) for one, _ in choices_of(question) if one in given]:
            tests.append({"field": name, "in": values})
    if not tests:
        return None
    return tests[0] if len(tests) == 1 else {ANY if mode == ANY else ALL: tests}


def _test(form: Form, name: str, values: Sequence[Scalar]) -> str:
    question = form.properties.get(name)
    words = dict(choices_of(question)) if question else {}
    options = "或".join(f"〈{words.get(_text(one), _text(one))}〉" for one in values)
    return f"〈{question.label if question else name}〉是{options}"


def _text(value: Scalar) -> str:
    return str(value).lower() if isinstance(value, bool) else value


def _value(text: str) -> Scalar:
    return {"true": True, "false": False}.get(text, text)
