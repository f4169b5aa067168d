"""Whether a condition on the answers holds: pure, total, and never wrong about what was not answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tongban.catalog.forms.definition import AllOf, AnyOf, Condition, Form, Is


def holds(condition: Condition | None, answers: Mapping[str, Any]) -> bool:
    """Tell whether the condition holds; no condition always does, a question without an answer never."""
    match condition:
        case None:
            return True
        case Is():
            return _is(condition, answers)
        case AllOf():
            return all(_is(test, answers) for test in condition.all)
        case AnyOf():
            return any(_is(test, answers) for test in condition.any)


def fields_of(condition: Condition | None) -> tuple[str, ...]:
    """Return the names of the fields a condition looks at."""
    return tuple(test.field for test in tests_of(condition))


def tests_of(condition: Condition | None) -> tuple[Is, ...]:
    """Return the single tests a condition is made of."""
    match condition:
        case None:
            return ()
        case Is():
            return (condition,)
        case AllOf():
            return condition.all
        case AnyOf():
            return condition.any


def visible(form: Form, answers: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the names of the fields that are asked, in order. A hidden field's answer counts for nothing."""
    seen: dict[str, Any] = {}
    names: list[str] = []
    for name, question in form.ordered():
        if holds(question.when, seen):
            names.append(name)
            if name in answers:
                seen[name] = answers[name]
    return tuple(names)


def _is(test: Is, answers: Mapping[str, Any]) -> bool:
    answer = answers.get(test.field)
    given = answer if isinstance(answer, list | tuple) else (answer,)
    # True equals 1 in Python, so the type has to match as well.
    return any(type(one) is type(wanted) and one == wanted for one in given for wanted in test.one_of)
