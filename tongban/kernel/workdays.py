"""Working days and limits, as arithmetic over a calendar that somebody else keeps.

The day of the event is not counted (民法典 201), the first day counted is the next one, and a limit ends at 24:00
Asia/Shanghai of its last day (民法典 203). The limits of 行政许可法 are working days without legal holidays (art. 82).
"""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import groupby

from tongban.kernel.days import end_of
from tongban.kernel.errors import Broken
from tongban.kernel.wording import day_text

_SATURDAY = 5
_FARTHEST = date(date.max.year - 1, 12, 31)
_TOO_LONG = "期限太长，算不到那么远，请改小后重试。"


class Unit(StrEnum):
    """In what a limit is counted."""

    WORKING_DAY = "WORKING_DAY"
    NATURAL_DAY = "NATURAL_DAY"
    MONTH = "MONTH"
    YEAR = "YEAR"


UNIT_NAMES = {
    Unit.WORKING_DAY: "个工作日",
    Unit.NATURAL_DAY: "个自然日",
    Unit.MONTH: "个月",
    Unit.YEAR: "年",
}


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that is not what its weekday says: a holiday, or a weekend worked in exchange. ``name`` is Chinese."""

    working: bool
    name: str


@dataclass(frozen=True, slots=True)
class Due:
    """When a limit ends: on ``due``, at the moment ``at``; ``explanation`` lets a person count it again."""

    due: date
    at: datetime
    estimated: bool
    explanation: str


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
        self.years = frozenset(years) | self.estimated
        self._exceptions = {day: special for day, special in exceptions.items() if day.year in self.years}

    def is_workday(self, day: date) -> bool:
        """Tell whether a day is worked."""
        self._require(day.year, day.year)
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
        first_year = _year_of_next(event_day)
        place = bisect_right(self._ordinals, event_day.toordinal()) + amount - 1
        if place >= len(self._ordinals):
            self._require(first_year, max({first_year, *self.years}) + 1)
        last = date.fromordinal(self._ordinals[place])
        self._require(first_year, last.year)
        return last

    def count(self, start_exclusive: date, end_inclusive: date) -> int:
        """Return how many working days follow the first day up to the second; negative when the second is earlier."""
        if end_inclusive < start_exclusive:
            return -self.count(end_inclusive, start_exclusive)
        if end_inclusive > start_exclusive:
            self._require(_year_of_next(start_exclusive), end_inclusive.year)
        first, last = start_exclusive.toordinal(), end_inclusive.toordinal()
        return bisect_right(self._ordinals, last) - bisect_right(self._ordinals, first)

    def next_workday(self, day: date) -> date:
        """Return the day itself if it is worked, else the first worked day after it."""
        return day if self.is_workday(day) else self.after(day, 1)

    def _worked(self, day: date) -> bool:
        special = self._exceptions.get(day)
        return day.weekday() < _SATURDAY if special is None else special.working

    def _require(self, first_year: int, last_year: int) -> None:
        for year in range(first_year, last_year + 1):
            if year not in self.years:
                message = f"{year}年的工作日安排还没有导入，暂时不能计算期限。请联系系统管理员。"
                raise Broken(message)

    @cached_property
    def _ordinals(self) -> list[int]:
        """Every working day of the loaded years in order, so that counting is a search and no loop."""
        years = sorted(self.years)
        return [d.toordinal() for y in years for d in _days(date(y, 1, 1), date(y, 12, 31)) if self._worked(d)]


def due(start: date, amount: int, unit: Unit, calendar: WorkCalendar, *, roll: bool = True) -> Due:
    """Return when a limit ends that an event on ``start`` sets running.

    Working days are counted one by one (行政许可法 82). Natural days, months and years run on through holidays; a
    month or year ends on the day of the same number, or the month's last (民法典 202). With ``roll``, a limit whose
    last day is not worked ends on the next working day (民法典 203); without it the limit ends on the day itself and
    needs no calendar. Broken if the amount is less than 1, or a year that counts is not loaded.
    """
    if amount < 1:
        raise Broken("期限至少是1，请修改后重试。")
    last = calendar.after(start, amount) if unit == Unit.WORKING_DAY else _last_day(start, amount, unit)
    end = calendar.next_workday(last) if roll else last
    guessed = [year for year in _years_that_count(start, last, end, unit, roll=roll) if year in calendar.estimated]
    text = _counted(start, amount, unit, last) + _rolled(last, end, calendar) + "24:00为止。"
    if unit == Unit.WORKING_DAY:
        text += _skipped(start, end, calendar)
    return Due(end, end_of(end), bool(guessed), text + _guessed(guessed))


def _last_day(start: date, amount: int, unit: Unit) -> date:
    if unit == Unit.NATURAL_DAY:
        ordinal = start.toordinal() + amount
        if ordinal > _FARTHEST.toordinal():
            raise Broken(_TOO_LONG)
        return date.fromordinal(ordinal)
    months = amount * 12 if unit == Unit.YEAR else amount
    years, month = divmod(start.month - 1 + months, 12)
    if start.year + years > _FARTHEST.year:
        raise Broken(_TOO_LONG)
    year = start.year + years
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _years_that_count(start: date, last: date, end: date, unit: Unit, *, roll: bool) -> Iterable[int]:
    """Return the years whose calendar the answer rests on."""
    if unit == Unit.WORKING_DAY:
        return range(_year_of_next(start), end.year + 1)
    return range(last.year, end.year + 1) if roll else ()


def _counted(start: date, amount: int, unit: Unit, last: date) -> str:
    head = f"{day_text(start)}当天不算，从次日起"
    if unit == Unit.WORKING_DAY:
        return f"{head}数{amount}个工作日，"
    if unit == Unit.NATURAL_DAY:
        return f"{head}数{amount}天（周末和节假日都算），"
    month_end = f"（{last.month}月没有{start.day}日，以月末为准）" if last.day != start.day else ""
    return f"{head}满{amount}{UNIT_NAMES[unit]}{month_end}，"


def _rolled(last: date, end: date, calendar: WorkCalendar) -> str:
    if end == last:
        return f"到{day_text(end)}"
    special = calendar.special(last)
    return f"最后一天{day_text(last)}是{special.name if special else '周末'}，顺延到{day_text(end)}"


def _skipped(start: date, end: date, calendar: WorkCalendar) -> str:
    """Say which days were passed over and which weekend days were counted, each holiday as one stretch."""
    holidays, weekend, made_up = [], 0, []
    for worked, stretch in groupby(_days(start + timedelta(days=1), end), calendar.is_workday):
        days = list(stretch)
        names = dict.fromkeys(special.name for day in days if (special := calendar.special(day)))
        if worked:
            made_up += [_short(day, start.year, weekday=True) for day in days if day.weekday() >= _SATURDAY]
        elif names:
            holidays.append(f"{'、'.join(names)}（{_stretch(days[0], days[-1], start.year)}）")
        else:
            weekend += len(days)
    rests = holidays + ([f"周末{weekend}天"] if weekend else [])
    passed = f"其间不算：{'、'.join(rests)}。" if rests else ""
    return passed + (f"调休上班，照算：{'、'.join(made_up)}。" if made_up else "")


def _stretch(first: date, last: date, year: int) -> str:
    if first == last:
        return _short(first, year)
    if (first.year, first.month) == (last.year, last.month):
        return f"{_short(first, year)}至{last.day}日"
    return f"{_short(first, year)}至{_short(last, year)}"


def _short(day: date, year: int, *, weekday: bool = False) -> str:
    """Leave the year out where it is the year of the event."""
    text = day_text(day) if weekday else day_text(day).partition("（")[0]
    return text.removeprefix(f"{year}年")


def _guessed(years: list[int]) -> str:
    if not years:
        return ""
    names = "、".join(f"{year}年" for year in years)
    return f"其中{names}的放假安排还没有公布，这个日期是暂估，公布后会重新计算。"


def _year_of_next(day: date) -> int:
    """Return the year of the following day; also for the last day there is."""
    return day.year + ((day.month, day.day) == (12, 31))


def _days(first: date, last: date) -> Iterator[date]:
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
