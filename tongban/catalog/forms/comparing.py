"""Whether an answer stands to others, to the day and to the calendar as it must: of what was answered only."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from operator import ge, gt, le, lt
from typing import Any

from tongban.catalog.forms.definition import Comparison, Form, Relation

Working = Callable[[date], bool | None]
"""Tells whether a day is worked; None of a day of which that is not known."""
ORDER: dict[Relation, Callable[[date, date], bool]] = {
    Relation.AFTER: gt,
    Relation.NOT_BEFORE: ge,
    Relation.NOT_AFTER: le,
    Relation.BEFORE: lt,
}
NAMES = {
    Relation.OTHER_THAN: "不能相同",
    Relation.AFTER: "要晚于",
    Relation.NOT_BEFORE: "不得早于",
    Relation.NOT_AFTER: "不得晚于",
    Relation.BEFORE: "要早于",
    Relation.WORKING_DAY: "要是工作日",
}
"""What the comparisons are called where they are chosen."""


def unknown(_: date) -> None:
    """Know of no day whether it is worked."""


@dataclass(frozen=True, slots=True)
class Days:
    """The legal day on which answers are checked, and which days are worked."""

    on: date
    working: Working = unknown


def broken(form: Form, name: str, answers: Mapping[str, Any], shown: Collection[str], days: Days) -> Comparison | None:
    """Return the first comparison (``x-compare``) that an answer does not stand; None where it stands all of them.

    An answer that was not given, that is not asked for or that is of no use by itself is not compared with.
    """
    rules = form.properties[name].compare
    if not rules:
        return None
    given = {key: answers[key] for key in (name, *_looked_at(rules)) if key in answers and key in shown}
    return next((one for one in rules if not _stands(one, given.get(name), given, days)), None)


def parted(form: Form, name: str, answers: Mapping[str, Any], shown: Collection[str], others: Collection[str]) -> bool:
    """Tell whether an answer does not stand to one of ``others`` as it must."""
    rules = [one for one in form.properties[name].compare or () if one.field in others]
    given = {key: answers[key] for key in (name, *_looked_at(rules)) if key in answers and key in shown}
    return not all(_stands(one, given.get(name), given, Days(date.min)) for one in rules)


def _looked_at(rules: Collection[Comparison]) -> list[str]:
    return [one.field for one in rules if one.field]


def _stands(one: Comparison, value: object, given: Mapping[str, Any], days: Days) -> bool:
    if one.relation == Relation.OTHER_THAN:
        return (other := given.get(one.field or "")) is None or value != other
    day = day_of(value)
    if day is None:
        return True
    if one.relation == Relation.WORKING_DAY:
        return days.working(day) is not False
    other = days.on if one.today else day_of(given.get(one.field or ""))
    return other is None or ORDER[one.relation](day, other)


def day_of(value: object) -> date | None:
    """Return the day that an answer names; None for what names none."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
