"""When a limit ends, and why: one pure function over dates and a calendar that somebody else keeps.

The day of the event is not counted (民法典 201), the first day counted is the next one, and a limit ends at 24:00
Asia/Shanghai of its last day (民法典 203). The limits of 行政许可法 are working days without legal holidays (art. 82).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from tongban.kernel.counting import Counted, count
from tongban.kernel.days import day_of, start_of
from tongban.kernel.explaining import explained, years_that_count
from tongban.kernel.terms import UNIT_NAMES, Direction, Question, Roll, Stop, Unit, amount_text
from tongban.kernel.workdays import WorkCalendar

__all__ = [
    "UNIT_NAMES",
    "Direction",
    "Due",
    "Question",
    "Roll",
    "Stop",
    "Unit",
    "amount_text",
    "due",
    "due_after",
]


@dataclass(frozen=True, slots=True)
class Due:
    """When a limit ends: on ``due``, at the moment ``at``; both None while its clock stands, or by law never.

    ``explanation`` lets a person count it again; it is only made when it is asked for.
    """

    due: date | None
    at: datetime | None
    estimated: bool
    tell: Callable[[], str] = field(repr=False, compare=False)

    @property
    def explanation(self) -> str:
        """Say how it was counted."""
        return self.tell()


def due(question: Question, calendar: WorkCalendar) -> Due:
    """Return when a limit ends.

    Working days are counted one by one (行政许可法 82). Natural days, months and years run on through holidays; a month
    or year ends on the day of the same number, or the month's last (民法典 202). With NEXT_WORKDAY a limit whose last
    day is not worked ends on the next working day on which the clock runs (民法典 203); hours and 当场 do not roll.
    Half days are the city's reading: a working day parts at 12:00, the half in which the event falls is not counted,
    and the second half ends at 24:00.

    Every day on which the clock stands at 24:00 moves the end by one day of the unit; hours stand by the moment, and
    nothing rolls onto a stopped day. A limit counted back has a fixed event, so no stop lengthens it. While a stop
    without an end lies before the last day, there is no end. Broken if an amount is less than 1, too long, or a year
    that counts is not loaded.
    """
    found = count(question, calendar)
    tell = partial(explained, question, found, calendar)
    return Due(found.end, found.at, _estimated(question, found, calendar), tell)


def due_after(start: date, amount: int, unit: Unit, calendar: WorkCalendar, *, roll: bool = True) -> Due:
    """Return when a limit ends that an event on a day sets running and nothing stops; an hour counts from 0:00."""
    question = Question(start_of(start), amount, unit, roll=Roll.NEXT_WORKDAY if roll else Roll.NONE)
    return due(question, calendar)


def _estimated(question: Question, found: Counted, calendar: WorkCalendar) -> bool:
    if found.end is None:
        return False
    latest = day_of(question.event) if question.direction == Direction.BACKWARD else found.end
    if max(found.end, latest).year < calendar.first_estimated:
        return False
    return any(year in calendar.estimated for year in years_that_count(question, found))
