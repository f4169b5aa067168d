"""Whether answers may be taken: every fault at once, one polite sentence a field."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeGuard

from tongban.catalog.forms import formats, sentences
from tongban.catalog.forms.comparing import Days, Working, broken, unknown
from tongban.catalog.forms.compiled import Compiled, compile_form, names_in
from tongban.catalog.forms.conditions import visible
from tongban.catalog.forms.definition import Form, Question
from tongban.catalog.forms.rows import cell

_LARGEST = 2**53
_DEPTH = 2


def check(
    form: Form, answers: object, *, on: date, groups: Iterable[str] | None = None, working: Working = unknown
) -> dict[str, str]:
    """Return a sentence for every field that cannot be taken as it stands; nothing when all is well.

    A fault within a table stands under the name of its cell, such as ``members[2].name``.

    ``answers`` is whatever was sent, ``on`` the legal day on which it is checked. ``groups`` limits the check to some
    pages; answers of other pages still decide what is visible. A hidden field must not have an answer: it would be
    collected without being asked for. ``working``: whether a day is worked; without a calendar nothing is said of it.
    """
    if not isinstance(answers, Mapping):
        return {"": sentences.NOT_ANSWERS}
    return _faults(compile_form(form), answers, Days(on, working), names_in(form, groups))


def _faults(compiled: Compiled, answers: Mapping[str, Any], days: Days, asked: frozenset[str]) -> dict[str, str]:
    form = compiled.form
    faults = {str(name)[:60]: sentences.UNKNOWN for name in answers if name not in form.properties}
    shown = frozenset(visible(form, answers))
    for name, _ in form.ordered():
        if name not in asked:
            continue
        if sentence := _fault(compiled, name, answers, shown, days):
            faults[name] = sentence
        elif name in compiled.rows:
            faults |= _in_rows(compiled.rows[name], name, answers.get(name) or (), days)
    return faults


def _in_rows(row: Compiled, name: str, rows: Sequence[Mapping[str, Any]], days: Days) -> dict[str, str]:
    """Return the faults of the cells of a table, each under the name of its cell."""
    asked = names_in(row.form, None)
    return {
        cell(name, number, column): f"第{number}行：{sentence}"
        for number, one in enumerate(rows, start=1)
        for column, sentence in _faults(row, one, days, asked).items()
    }


def _fault(compiled: Compiled, name: str, answers: Mapping[str, Any], shown: frozenset[str], days: Days) -> str | None:
    question = compiled.form.properties[name]
    value = answers.get(name)
    if name not in shown:
        return sentences.HIDDEN if value is not None else None
    if _blank(value):
        return sentences.missing(question) if compiled.form.needed(name) else None
    if not (name in compiled.rows or _storable(value)):
        return sentences.wrong_type(question)
    breaches = compiled.breaches(name, value)
    if breaches:
        return sentences.of(question, value, breaches, days.on)
    return _beyond_schema(question, value, days.on) or _against_others(compiled.form, name, answers, shown, days)


def _beyond_schema(question: Question, value: Any, on: date) -> str | None:  # noqa: ANN401 - any JSON
    if question.within and not value.startswith(question.within):
        return sentences.OUTSIDE
    return formats.fault(question.format, value, on) if question.format else None


def surpasses(form: Form, name: str, answers: Mapping[str, Any], shown: frozenset[str]) -> bool:
    """Tell whether a number is larger than the answer that bounds it (``x-at-most-field``)."""
    other, value = form.properties[name].at_most_field, answers.get(name)
    limit = answers.get(other) if other in shown else None
    return _is_number(value) and _is_number(limit) and value > limit


def _against_others(form: Form, name: str, answers: Mapping[str, Any], shown: frozenset[str], days: Days) -> str | None:
    question = form.properties[name]
    if question.at_most_field is not None and surpasses(form, name, answers, shown):
        return sentences.more_than(question, form.properties[question.at_most_field])
    found = broken(form, name, answers, shown, days)
    return sentences.contrary(form, name, found, answers[name], days.on) if found else None


def _blank(value: object) -> bool:
    return value is None or value in ("", [], ()) or (isinstance(value, str) and not value.strip())


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _storable(value: object, depth: int = 0) -> bool:
    """Tell whether the database and every reader of JSON can keep the value exactly."""
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= character <= "\udfff" for character in value)
    if isinstance(value, bool):
        return True
    if isinstance(value, int | float):
        return math.isfinite(value) and abs(value) < _LARGEST
    return isinstance(value, list) and depth < _DEPTH and all(_storable(one, depth + 1) for one in value)
