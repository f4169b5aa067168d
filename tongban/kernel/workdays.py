"""Working days, as arithmetic over a calendar that somebody else keeps.

The day of the event is not counted (民法典 201) and the first day counted is the next one. The limits of 行政许可法 are
working days without legal holidays (art. 82).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tongban.kernel.errors import Broken

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that is not what its weekday says: a holiday, or a weekend worked in exchange. ``name`` is Chinese."""

    working: bool
    name: str


class WorkCalendar:
    """Which days are worked, for the years that are loaded; an estimated year is not announced yet.

    Every question about a year that is not loaded is Broken: no answer is better than a guessed one.
    """

    def __init__(
        self,
        exceptions: Mapping[date, SpecialDay],
        years: Iterable[int],
        estimated: Iterable[int] = (),
    ) -> None:
        """Take the days that differ from Monday to Friday; estimated years count as loaded."""
        self.estimated = frozenset(estimated)
        self.first_estimated = min(self.estimated, default=date.max.year + 1)
        self.years = frozenset(years) | self.estimated
        self._exceptions = {day: special for day, special in exceptions.items() if day.year in self.years}

    def is_workday(self, day: date) -> bool:
        """Tell whether a day is worked."""
        self.require(day.year, day.year)
        return self._worked(day)

    def is_estimated(self, day: date) -> bool:
        """Tell whether the day lies in a year that is not announced yet."""
        return day.year in self.estimated

    def special(self, day: date) -> SpecialDay | None:
        """Return what is special about a day, or None."""
        return self._exceptions.get(day)

    def after(self, event_day: date, amount: int) -> date:
        """Return the last of ``amount`` working days after the event; with 0 the day of the event itself."""
        if amount < 0:
            message = "working days are counted forward"
            raise ValueError(message)
        if amount == 0:
            return event_day
        first_year = year_of_next(event_day)
        place = bisect_right(self.worked, event_day.toordinal()) + amount - 1
        if place >= len(self.worked):
            self.require(first_year, max({first_year, *self.years}) + 1)
        last = date.fromordinal(self.worked[place])
        self.require(first_year, last.year)
        return last

    def count(self, start_exclusive: date, end_inclusive: date) -> int:
        """Return how many working days follow the first day up to the second; negative when the second is earlier."""
        if end_inclusive < start_exclusive:
            return -self.count(end_inclusive, start_exclusive)
        if end_inclusive > start_exclusive:
            self.require(year_of_next(start_exclusive), end_inclusive.year)
        first, last = start_exclusive.toordinal(), end_inclusive.toordinal()
        return bisect_right(self.worked, last) - bisect_right(self.worked, first)

    def next_workday(self, day: date) -> date:
        """Return the day itself if it is worked, else the first worked day after it."""
        return day if self.is_workday(day) else self.after(day, 1)

    def previous_workday(self, day: date) -> date:
        """Return the day itself if it is worked, else the last worked day before it."""
        if self.is_workday(day):
            return day
        place = bisect_left(self.worked, day.toordinal()) - 1
        last = date.fromordinal(self.worked[place]) if place >= 0 else date(min(self.years) - 1, 12, 31)
        self.require(last.year, day.year)
        return last

    def require(self, first_year: int, last_year: int) -> None:
        """Refuse (Broken) when one of these years is not loaded."""
        for year in range(first_year, last_year + 1):
            if year not in self.years:
                message = f"{year}年的工作日安排还没有导入，暂时不能计算期限。请联系系统管理员。"
                raise Broken(message)

    @cached_property
    def worked(self) -> list[int]:
        """Every working day of the loaded years in order, as ordinals, so that counting is a search and no loop."""
        years = sorted(self.years)
        return [d.toordinal() for y in years for d in days_between(date(y, 1, 1), date(y, 12, 31)) if self._worked(d)]

    def _worked(self, day: date) -> bool:
        special = self._exceptions.get(day)
        return day.weekday() < _SATURDAY if special is None else special.working


def year_of_next(day: date) -> int:
    """Return the year of the following day; also for the last day there is."""
    return day.year + ((day.month, day.day) == (12, 31))


def days_between(first: date, last: date) -> Iterator[date]:
    """Return every day from the first to the last, both included."""
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
