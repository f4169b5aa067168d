"""A year as twelve small months, each day with what is said of it."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from tongban.kernel.workdays import SpecialDay
from tongban.orgs import api as orgs

_MONDAY_FIRST = Calendar(firstweekday=0)
_SATURDAY = 5
MONTHS = range(1, 13)


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of a month. ``look``: off, work, rest or plain; ``mark``: the sign by the number; ``said``: in words."""

    day: int
    look: str
    mark: str
    said: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Month:
    """A month as weeks from Monday to Sunday; None where a day belongs to another month."""

    number: int
    weeks: list[list[Cell | None]]


def months(year: int, days: Mapping[date, SpecialDay], changed: Collection[date] = ()) -> list[Month]:
    """Lay out a year; ``changed`` are the days that differ from the calendar in force."""
    return [
        Month(
            number,
            [
                [_cell(day, days.get(day), changed=day in changed) if day.month == number else None for day in week]
                for week in _MONDAY_FIRST.monthdatescalendar(year, number)
            ],
        )
        for number in MONTHS
    ]


def special_days(rows: Iterable[orgs.CalendarDay]) -> dict[date, SpecialDay]:
    """Return the stored days of a calendar as values."""
    return {row.date: SpecialDay(row.working, row.name) for row in rows}


def _cell(day: date, special: SpecialDay | None, *, changed: bool) -> Cell:
    if special is None:
        look = "rest" if day.weekday() >= _SATURDAY else "plain"
        return Cell(day.day, look, "", "", changed)
    if special.working:
        return Cell(day.day, "work", "班", f"{special.name}调休上班", changed)
    return Cell(day.day, "off", "休", f"{special.name}放假", changed)
