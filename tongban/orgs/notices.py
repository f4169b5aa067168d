"""A year's notice of holidays: what it must hold before anybody may propose it, and what it changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tongban.kernel.wording import day_text
from tongban.kernel.workdays import SpecialDay

FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_SOURCE, LONGEST_NAME = 200, 30
_SATURDAY = 5
# 全国年节及纪念日放假办法 2, in force since 1 January 2025: thirteen days. Six have a date of the solar calendar; the
# others lie, whatever moon and sun do, within these days (first and last; how many in a row).
_FIXED = (("元旦", (1, 1)), *(("劳动节", (5, d)) for d in (1, 2)), *(("国庆节", (10, d)) for d in (1, 2, 3)))
_MOVING = (
    ("春节", 4, (1, 20), (2, 24)),
    ("清明", 1, (4, 4), (4, 6)),
    ("端午", 1, (5, 25), (6, 26)),
    ("中秋", 1, (9, 7), (10, 9)),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One holiday as it was written down: what is missing is None. ``make_up``: weekends worked in exchange."""

    name: str
    first: date | None
    last: date | None
    make_up: tuple[date, ...] = ()

    @property
    def off(self) -> Iterator[date]:
        """Return the days off, in order; none when the line is not complete."""
        if self.first is not None and self.last is not None:
            days = (self.last - self.first).days
            yield from (self.first + timedelta(days=n) for n in range(days + 1))


@dataclass(frozen=True, slots=True)
class Notice:
    """A year's notice as it was written down."""

    year: int
    source: str
    published_on: date | None
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Change:
    """A day that one calendar says otherwise of than another. ``counts``: it becomes worked, or stops being worked."""

    day: date
    before: str
    after: str
    counts: bool


def faults(notice: Notice, *, today: date) -> dict[str, str]:
    """Return everything that is wrong with a notice: field → what to do; nothing when it can be proposed.

    The lines' fields are ``row.0.name`` and so on; what concerns no single line is ``holidays``.
    """
    found = _wrong_head(notice, today)
    if not FIRST_YEAR <= notice.year <= LAST_YEAR:
        return found
    seen: dict[date, str] = {}
    for number, line in enumerate(notice.lines):
        found |= {f"row.{number}.{field}": text for field, text in _wrong_line(line, notice.year, seen).items()}
    if not any(field.startswith("row.") for field in found) and (missing := _missing(notice)):
        found["holidays"] = (
            f"法定节假日没有写全：{'；'.join(missing)}。请对照通知补上（全国年节及纪念日放假办法第二条）。"
        )
    return found


def changes(before: Mapping[date, SpecialDay], after: Mapping[date, SpecialDay]) -> list[Change]:
    """Return every day of which the second calendar says something else than the first, in order."""
    found = []
    for day in sorted(before.keys() | after.keys()):
        old, new = before.get(day), after.get(day)
        if old != new:
            found.append(Change(day, said(day, old), said(day, new), counts=_worked(day, old) != _worked(day, new)))
    return found


def said(day: date, special: SpecialDay | None) -> str:
    """Say in words what a day is."""
    if special is None:
        return "上班" if day.weekday() < _SATURDAY else "周末"
    return f"调休上班（{special.name}）" if special.working else f"{special.name}放假"


def _wrong_head(notice: Notice, today: date) -> dict[str, str]:
    found = {}
    if not FIRST_YEAR <= notice.year <= LAST_YEAR:
        found["year"] = f"请填写四位数的年份，{FIRST_YEAR}到{LAST_YEAR}。"
    if not notice.source:
        found["source"] = "请填写通知的标题和文号。"
    elif len(notice.source) > LONGEST_SOURCE:
        found["source"] = f"标题和文号最多{LONGEST_SOURCE}个字，请缩短。"
    if notice.published_on is None:
        found["published_on"] = "请填写通知的公布日期，例如 2026-11-04。"
    elif notice.published_on > today:
        found["published_on"] = "公布日期不能晚于今天：还没有公布的安排不能导入。"
    elif notice.published_on.year < notice.year - 1:
        found["published_on"] = "公布日期比上一年还早，请核对年份和公布日期。"
    return found


def _wrong_line(line: Line, year: int, seen: dict[date, str]) -> dict[str, str]:
    found = {}
    if not line.name:
        found["name"] = "请填写节日名称。"
    elif len(line.name) > LONGEST_NAME:
        found["name"] = f"节日名称最多{LONGEST_NAME}个字。"
    if text := _wrong_day(line.first, year):
        found["first"] = text
    if text := _wrong_day(line.last, year):
        found["last"] = text
    if found:
        return found
    if line.first is not None and line.last is not None and line.last < line.first:
        return {"last": "放假的最后一天不能早于第一天。"}
    return _twice(line, seen) or _wrong_make_up(line, year, seen)


def _wrong_day(day: date | None, year: int) -> str:
    if day is None:
        return "请填写日期，例如 2027-10-01。"
    return "" if day.year == year else f"这一天不在{year}年。跨年的假期，只写本年的几天。"


def _twice(line: Line, seen: dict[date, str]) -> dict[str, str]:
    for day in line.off:
        if day in seen:
            return {"first": f"{day_text(day)}已经写在“{seen[day]}”里，一天只能写一次。"}
        seen[day] = line.name
    return {}


def _wrong_make_up(line: Line, year: int, seen: dict[date, str]) -> dict[str, str]:
    for day in line.make_up:
        if day.year != year:
            return {"make_up": f"{day_text(day)}不在{year}年。跨年的调休，写到那一年的日历里。"}
        if day.weekday() < _SATURDAY:
            return {"make_up": f"{day_text(day)}本来就上班。调休上班日只能是周六或者周日，请核对。"}
        if day in seen:
            return {"make_up": f"{day_text(day)}已经写在“{seen[day]}”里，一天只能写一次。"}
        seen[day] = line.name
    return {}


def _missing(notice: Notice) -> list[str]:
    """Return which of the thirteen days are not off, in words."""
    off = {day for line in notice.lines for day in line.off}
    fixed = [(name, date(notice.year, *day)) for name, day in _FIXED]
    missing = [f"{name}（{day.month}月{day.day}日）" for name, day in fixed if day not in off]
    for name, days, first, last in _MOVING:
        named = [day for line in notice.lines if name in line.name for day in line.off]
        within = sorted(day for day in named if date(notice.year, *first) <= day <= date(notice.year, *last))
        if _longest_run(within) < days:
            missing.append(f"{name}{'节' if name != '春节' else ''}（{days}天）")
    return missing


def _longest_run(days: Sequence[date]) -> int:
    longest = run = 0
    for number, day in enumerate(days):
        run = run + 1 if number and days[number - 1] + timedelta(days=1) == day else 1
        longest = max(longest, run)
    return longest


def _worked(day: date, special: SpecialDay | None) -> bool:
    return day.weekday() < _SATURDAY if special is None else special.working
