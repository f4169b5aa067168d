"""Valid answers for any form, so that a scenario says only what matters to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from math import ceil
from typing import Any

from tongban.catalog import api as catalog
from tongban.config.scenarios.reading import Unreadable

# Made up: no such person, firm or telephone. The number is that of one of the cast (sample/wuxi/cast.toml).
BY_FORMAT = {
    "resident-id": "320200198804169015",
    "credit-code": "91320200MAYYYY0169",
    "cn-mobile": "19900000001",
    "money": "100.00",
}
ANOTHER = {
    "resident-id": "320200199203159027",
    "credit-code": "91320200MAYYYY0244",
    "cn-mobile": "19900000002",
    "money": "200.00",
}
"""Where two questions must not have the same answer."""
PAST, STEPS = timedelta(days=60), 90
"""So long ago was what must have been; so many days after that are looked at for one that stands to the others."""
PLACES = ("320213021",)
BY_PATTERN = (
    "08:00",
    "214000",
    "6222021234567890123",
    "1234567890123",
    "A123456789",
    "苏BA1234",
    "苏B12345",
    "苏BD12345",
    "A" * 18,
    "0" * 28,
)
WORDS = "样例"
Posted = dict[str, list[str]]


def answered(form: catalog.Form, held: Mapping[str, Any], given: Mapping[str, Any], *, on: date) -> dict[str, Any]:
    """Return whole answers: what is known of the applicant, what the scenario says, and something valid for the rest.

    ``given``: question (its name or its words) → answer; None leaves a question out. Only what has to be answered is.
    """
    told = {named(form, key): value for key, value in given.items()}
    answers = {**held, **{key: value for key, value in told.items() if value is not None}}
    for name in [name for name, value in told.items() if value is None]:
        answers.pop(name, None)
    for name, question in form.ordered():
        shown = catalog.visible(form, answers)
        if name in shown and name not in answers and name not in told and form.needed(name):
            answers[name] = _standing(form, name, answers, on) if question.compare else _answer(question, on)
    return answers


def _standing(form: catalog.Form, name: str, answers: Mapping[str, Any], on: date) -> Any:  # noqa: ANN401 - as asked
    """Return an answer that stands to the others as it must; the usual one where none is found."""
    question = form.properties[name]
    usual = _answer(question, on)
    tries = (
        one for one in _tries(question, usual) if name not in catalog.check_form(form, {**answers, name: one}, on=on)
    )
    return next(tries, usual)


def _tries(question: catalog.FormField, usual: Any) -> Iterator[Any]:  # noqa: ANN401 - an answer
    """Yield answers that may stand to others. The usual one may become the applicant's own: it comes last."""
    if question.kind == catalog.Kind.DATE:
        yield from ((date.fromisoformat(usual) + timedelta(days=days)).isoformat() for days in range(STEPS))
    elif question.pattern:
        yield from (one for one in reversed(BY_PATTERN) if re.search(question.pattern, one))
    elif isinstance(usual, str):
        yield ANOTHER.get(question.format or "", f"{WORDS}{usual}")
    else:
        yield usual + 1
    yield usual


def named(form: catalog.Form, key: str) -> str:
    """Return the name of a question that is named by it or by its words; Unreadable where the form asks no such."""
    word = key.removeprefix("form.")
    if word in form.properties:
        return word
    found = [name for name, one in form.properties.items() if one.label == word]
    if len(found) != 1:
        raise Unreadable(f"表单里没有“{key}”这个问题，有的是：{'、'.join(form.properties)}")
    return found[0]


def posted(form: catalog.Form, answers: Mapping[str, Any]) -> dict[str, Posted]:
    """Return answers as a browser posts them, page by page."""
    pages: dict[str, Posted] = {group.id: {} for group in form.groups}
    for name, value in answers.items():
        pages[form.properties[name].group] |= as_posted(name, value)
    return pages


def as_posted(name: str, value: Any) -> Posted:  # noqa: ANN401 - an answer may be anything that JSON holds
    """Return one answer as a browser posts it; rows of a table cell by cell."""
    if not isinstance(value, list):
        return {name: [_text(value)]}
    if not any(isinstance(one, Mapping) for one in value):
        return {name: [_text(one) for one in value]}
    cells: Posted = {}
    for number, row in enumerate(value, start=1):
        for column, cell in row.items():
            cells |= as_posted(catalog.cell(name, number, column), cell)
    return cells


def mended(guide: catalog.Guide, held: Mapping[str, Any], asked: Sequence[str], *, on: date) -> dict[str, Any]:
    """Return another valid answer for each of these questions, where there is one that nothing else depends on."""
    form = guide.form
    changed: dict[str, Any] = {}
    for name in asked:
        for value in _others(form.properties[name], held.get(name)):
            now = {**held, **changed, name: value}
            same = catalog.visible(form, now) == catalog.visible(form, held)
            same = same and guide.materials_for(now) == guide.materials_for(held)
            if same and not catalog.check_answers(guide, now, on=on):
                changed[name] = value
                break
    return changed


def _others(question: Any, value: Any) -> list[Any]:  # noqa: ANN401 - a question, and the answer follows from it
    """Return answers that are not the one that stands; most of them are valid, none is sure to be."""
    if question.kind in {"INTEGER", "NUMBER"}:
        return [value + 1, value - 1] if isinstance(value, int | float) else []
    if question.options:
        codes = [option.const for option in question.options]
        rest = [code for code in codes if code != value and code not in (value if isinstance(value, list) else [])]
        return [[*value, code] for code in rest] if isinstance(value, list) else rest
    if isinstance(value, bool):
        return [not value] if question.kind == "BOOLEAN" else []
    plainly = isinstance(value, str) and not (question.format or question.pattern)
    return [f"{value}{WORDS}", value[:-1]] if plainly and question.kind in {"TEXT", "LONG_TEXT"} else []


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _answer(question: Any, on: date) -> Any:  # noqa: ANN401 - a question or a column, and the answer follows from it
    kind = question.kind
    if question.table:
        return [_row(question.table.form, on) for _ in range(max(question.min_items or 1, 1))]
    if question.options:
        return _chosen(question)
    plain = {
        # What a condition asks is met, so that a scenario is about what it says.
        "BOOLEAN": question.criterion is not None,
        "CONFIRMATION": True,
        "DATE": _day(question, on).isoformat(),
        "REGION": _place(question.within or ""),
        "INTEGER": _number(question),
        "NUMBER": _number(question),
    }
    return plain[kind] if kind in plain else _words(question)


def _day(question: Any, on: date) -> date:  # noqa: ANN401 - a question or a column
    until = {catalog.Relation.NOT_AFTER, catalog.Relation.BEFORE}
    return on - PAST if any(one.today and one.relation in until for one in question.compare or ()) else on


def _row(form: catalog.Form, on: date) -> dict[str, Any]:
    return answered(form, {}, {}, on=on)


def _chosen(question: Any) -> str | list[str]:  # noqa: ANN401 - a question or a column
    codes = [option.const for option in question.options]
    return codes[: max(question.min_items or 1, 1)] if question.type == "array" else codes[0]


def _number(question: Any) -> int:  # noqa: ANN401 - a question or a column
    least = max(ceil(question.minimum or 0), ceil((question.exclusive_minimum or 0) + 1), 1)
    return int(least if question.maximum is None else min(least, question.maximum))


def _place(within: str) -> str:
    return next((one for one in PLACES if one.startswith(within)), within.ljust(6, "0") + "001")


def _words(question: Any) -> str:  # noqa: ANN401 - a question or a column
    if question.format:
        return BY_FORMAT[question.format]
    if question.pattern:
        return _fitting(question.pattern, question.label)
    long_enough = WORDS * ceil(max(question.min_length or 0, len(WORDS)) / len(WORDS))
    return long_enough[: question.max_length or None]


def _fitting(pattern: str, label: str, known: Sequence[str] = BY_PATTERN) -> str:
    found = next((one for one in known if re.search(pattern, one)), None)
    if found is None:
        raise Unreadable(f"请在 answers 里写明“{label}”，它的格式是 {pattern}")
    return found
