"""Months as people hang them on the wall: which days are worked, which are off, and what counts towards a limit."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tongban.kernel.workdays import WorkCalendar

_WEEKS = Calendar()
_SATURDAY = 5


class Sort(StrEnum):
    """What sort of day it is; the name is also the end of its style."""

    WORKED = "worked"
    REST = "rest"
    HOLIDAY = "holiday"
    MADE_UP = "made-up"


@dataclass(frozen=True, slots=True)
class Mark:
    """What a day is in a count: ``word`` stands below its number, ``style`` ends its class, ``said`` is only heard."""

    word: str
    style: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a month: its sort, the name of the holiday if any, and its mark in a count if there is one."""

    date: date
    sort: Sort
    name: str
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class Month:
    """A month in weeks from Monday to Sunday; None where a week begins or ends in another month."""

    first: date
    weeks: list[list[Day | None]]


def month(first: date, calendar: WorkCalendar, marks: Mapping[date, Mark] | None = None) -> Month:
    """Return the month that begins with ``first``; Broken if its year is not loaded."""
    drawn = marks or {}

    def cell(at: date) -> Day | None:
        return _day(at, calendar, drawn.get(at)) if at.month == first.month else None

    return Month(first, [[cell(at) for at in week] for week in _WEEKS.monthdatescalendar(first.year, first.month)])


def months(first: date, last: date) -> Iterator[date]:
    """Return the first day of every month from that of ``first`` to that of ``last``."""
    at = first.replace(day=1)
    while at <= last:
        yield at
        at = at.replace(year=at.year + at.month // 12, month=at.month % 12 + 1)


def _day(at: date, calendar: WorkCalendar, mark: Mark | None) -> Day:
    special = calendar.special(at)
    weekend = at.weekday() >= _SATURDAY
    if calendar.is_workday(at):
        sort = Sort.MADE_UP if weekend else Sort.WORKED
    else:
        sort = Sort.HOLIDAY if special else Sort.REST
    return Day(at, sort, special.name if special else "", mark)
