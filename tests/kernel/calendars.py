"""The calendar of 2024 to 2026 out of the chinesecalendar package, which counts for itself and so can contradict us."""

from __future__ import annotations

from datetime import date

from chinese_calendar.constants import holidays, workdays

from tongban.kernel.workdays import SpecialDay, WorkCalendar

YEARS = frozenset({2024, 2025, 2026})
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
}


def _loaded() -> dict[date, SpecialDay]:
    off = {day: SpecialDay(working=False, name=NAMES[name]) for day, name in holidays.items() if day.year in YEARS}
    on = {day: SpecialDay(working=True, name=NAMES[name]) for day, name in workdays.items() if day.year in YEARS}
    return off | on


EXCEPTIONS = _loaded()
CALENDAR = WorkCalendar(EXCEPTIONS, YEARS)
NEW_YEAR_2027 = {date(2027, 1, 1): SpecialDay(working=False, name="元旦")}
WITH_ESTIMATE = WorkCalendar(EXCEPTIONS | NEW_YEAR_2027, YEARS, {2027})
