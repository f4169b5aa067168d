"""What a place is called, which windows it must have, and when it is open: the regulation as arithmetic."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from tongban.kernel.codes.region import Level
from tongban.kernel.errors import Broken
from tongban.kernel.workdays import SpecialDay, WorkCalendar
from tongban.orgs.states import WINDOW_NAMES, WindowKind

# Article 20 fixes these names for the whole city.
SUFFIXES = {
    Level.CITY: "政务服务中心",
    Level.COUNTY: "政务服务中心",
    Level.TOWN: "便民服务中心",
    Level.VILLAGE: "便民服务站",
}
# Article 20: inquiry, general, handing out, assistance, stuck-case desk; article 29: the three desks for elsewhere.
# Specialist and theme windows are set up "as reasonable", so a centre may do without.
_CENTRE = frozenset(WindowKind) - {WindowKind.SPECIALIST, WindowKind.THEME}
_STATION = frozenset({WindowKind.GENERAL, WindowKind.ASSIST})
REQUIRED_WINDOWS = {Level.CITY: _CENTRE, Level.COUNTY: _CENTRE, Level.TOWN: _STATION, Level.VILLAGE: _STATION}

_VILLAGE_COMMITTEE = re.compile(r"(.+?)(?:村民委员会|村委会)")
# The statistics office's list holds a few names cut short or turned round; all of them mean a residents' committee.
_RESIDENTS_COMMITTEE = re.compile(r"(?:居民社区委员会|居民委员会|居民委员|居委会)$")
_WEEKDAYS = "一二三四五六日"
_LOOK_AHEAD = 31
# 全国年节及纪念日放假办法 2, as in force since 1 January 2025: the holidays that have a date of the solar calendar.
_FIXED_HOLIDAYS = (
    ("元旦", 1, 1),
    ("劳动节", 5, 1),
    ("劳动节", 5, 2),
    ("国庆节", 10, 1),
    ("国庆节", 10, 2),
    ("国庆节", 10, 3),
)
_YEARS_AHEAD = 2  # no limit in use is longer


def place_name(level: Level, region: str) -> str:
    """Return the fixed name of a region's service place (article 20): 东亭街道 → 东亭街道便民服务中心."""
    return (community(region) if level is Level.VILLAGE else region) + SUFFIXES[level]


def community(committee: str) -> str:
    """Return the village or community that a committee governs: 山河村委会 → 山河村, 甘露居委会 → 甘露社区."""
    village = _VILLAGE_COMMITTEE.fullmatch(committee)
    if village:
        return village[1] if village[1].endswith("村") else village[1] + "村"
    stem = _RESIDENTS_COMMITTEE.sub("", committee)
    return stem if stem.endswith("社区") else stem + "社区"


def units_below(parents: Iterable[tuple[str, str]], code: str) -> frozenset[str]:
    """Return the units below a department, whatever the depth, from pairs of a unit and the body it belongs to."""
    units: dict[str, list[str]] = {}
    for unit, parent in parents:
        units.setdefault(parent, []).append(unit)
    found: set[str] = set()
    ahead = [code]
    while ahead:
        below = [unit for unit in units.get(ahead.pop(), ()) if unit not in found]
        found.update(below)
        ahead += below
    return frozenset(found)


def missing_windows(level: Level, kinds: Iterable[WindowKind]) -> frozenset[WindowKind]:
    """Return the windows a place of this level must have and has not (articles 20, 24 and 29)."""
    return REQUIRED_WINDOWS[level] - frozenset(kinds)


def following_years(last: int) -> Mapping[int, Mapping[date, SpecialDay]]:
    """Return the years after the last loaded one with the holidays that have the same dates every year.

    全国年节及纪念日放假办法 2: 元旦, 劳动节 and 国庆节. 春节, 清明, 端午 and 中秋 are moved by moon and sun, and
    weekends worked in exchange are announced, so these are left out: whatever is counted here is an estimate (暂估).
    """
    return {
        year: {date(year, month, day): SpecialDay(working=False, name=name) for name, month, day in _FIXED_HOLIDAYS}
        for year in range(last + 1, last + 1 + _YEARS_AHEAD)
    }


def window_name(level: Level, kind: WindowKind) -> str:
    """Return what stands above the window; below the county the general window does everything (全科, article 20)."""
    whole = kind is WindowKind.GENERAL and level in {Level.TOWN, Level.VILLAGE}
    return "全科综合窗口" if whole else WINDOW_NAMES[kind]


@dataclass(frozen=True, slots=True, order=True)
class Hours:
    """From opening up to, and without, closing."""

    opens: time
    closes: time

    def __contains__(self, moment: time) -> bool:
        """Tell whether the counter serves at this time of day."""
        return self.opens <= moment < self.closes

    def __str__(self) -> str:
        """Write the hours as people do."""
        return f"{_clock(self.opens)}–{_clock(self.closes)}"


@dataclass(frozen=True, slots=True)
class Exceptional:
    """What a place has announced for one day instead of its usual hours; no hours means closed."""

    hours: tuple[Hours, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """The usual hours of a place: by weekday (1 is Monday) on working days, None for every other working day."""

    weekly: Mapping[int | None, tuple[Hours, ...]]
    exceptions: Mapping[date, Exceptional] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DayHours:
    """One day of a place. ``name`` is the holiday's; ``estimated`` means its year is not yet announced.

    ``closed`` says why the place is closed (停办) on a day on which it would otherwise be open.
    """

    day: date
    working: bool
    name: str
    estimated: bool
    hours: tuple[Hours, ...]
    reason: str = ""
    closed: str = ""

    @property
    def text(self) -> str:
        """Return the hours in words, for a table of days."""
        return "、".join(map(str, self.hours)) or self.closed or "不开放"

    @property
    def label(self) -> str:
        """Return the day in words."""
        return f"{self.day.month}月{self.day.day}日（{weekday(self.day)}）"

    def open_at(self, moment: time) -> bool:
        """Tell whether the place serves at this time of the day."""
        return any(moment in period for period in self.hours)


def hours_on(pattern: Pattern, day: date, calendar: WorkCalendar, closed: str = "") -> DayHours:
    """Return a place's hours on a day; Broken when the calendar of its year is not loaded.

    A working Saturday or Sunday (调休) has the hours of every working day, unless its weekday has its own. ``closed``:
    why the place is closed that day whatever its hours are; a day without hours needs no such reason.
    """
    working = calendar.is_workday(day)
    special = calendar.special(day)
    exception = pattern.exceptions.get(day)
    usual = pattern.weekly.get(day.isoweekday(), pattern.weekly.get(None, ())) if working else ()
    hours = exception.hours if exception else usual
    shut = closed if hours else ""
    return DayHours(
        day=day,
        working=working,
        name=special.name if special and not special.working else "",
        estimated=calendar.is_estimated(day),
        hours=() if shut else hours,
        reason=exception.reason if exception and not shut else "",
        closed=shut,
    )


def next_open(day: date, hours: Callable[[date], DayHours]) -> DayHours | None:
    """Return the first later day with hours, or None if none is known within a month or before the calendars end."""
    try:
        for ahead in range(1, _LOOK_AHEAD + 1):
            later = hours(day + timedelta(days=ahead))
            if later.hours:
                return later
    except Broken:  # the calendar of that year is not loaded, so nobody can say
        return None
    return None


def sentence(today: DayHours, then: DayHours | None) -> str:
    """Say whether a place is open today, why, and when it opens again: what a visitor wants to know at the door."""
    if today.hours:
        return f"今天（{weekday(today.day)}）{_why_open(today)}，{today.text} 开放"
    return f"{_why_closed(today)}，不开放，{_again(today.day, then)}"


def weekday(day: date) -> str:
    """Return 周一 to 周日."""
    return f"周{_WEEKDAYS[day.weekday()]}"


def bigrams(text: str) -> frozenset[str]:
    """Return every two neighbouring characters, for search without a dictionary."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text).lower() if c.isalnum())
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))


def _why_open(today: DayHours) -> str:
    if today.reason:
        return f"因{today.reason}调整时间"
    return "是调休上班日" if today.day.isoweekday() in {6, 7} else "是工作日"


def _why_closed(today: DayHours) -> str:
    if today.closed:
        return f"今天（{weekday(today.day)}）因{today.closed}"
    if today.reason:
        return f"今天（{weekday(today.day)}）因{today.reason}"
    if today.working:
        return f"今天（{weekday(today.day)}）没有安排开放时间"
    return f"今天是{today.name}假期" if today.name else f"今天是{weekday(today.day)}"


def _again(day: date, then: DayHours | None) -> str:
    if then is None:
        return "恢复日期待公布"
    year = f"{then.day.year}年" if then.day.year != day.year else ""
    return f"{year}{then.label}恢复" + ("（暂估，以正式放假安排为准）" if then.estimated else "")


def _clock(moment: time) -> str:
    return f"{moment.hour}:{moment.minute:02d}"
