"""A year on the wall: a calendar in force, or a proposed one with what it changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from tongban.kernel.workdays import SpecialDay, WorkCalendar
from tongban.orgs import api as orgs
from tongban.web.months import Mark, Month, month, months


def year(number: int, days: Mapping[date, SpecialDay], changed: Collection[date] = ()) -> list[Month]:
    """Lay out a year; ``changed`` are the days that differ from the calendar in force."""
    calendar = WorkCalendar(days, [number])
    marks = {day: Mark(_word(days.get(day)), "changed", "与现行不同") for day in changed}
    return [month(first, calendar, marks) for first in months(date(number, 1, 1), date(number, 12, 31))]


def special_days(rows: Iterable[orgs.CalendarDay]) -> dict[date, SpecialDay]:
    """Return the stored days of a calendar as values."""
    return {row.date: SpecialDay(row.working, row.name) for row in rows}


def _word(special: SpecialDay | None) -> str:
    if special is None:
        return "改"
    return "班" if special.working else "休"
