"""Opening hours follow the work calendar, and people are told why."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.errors import Broken
from tongban.kernel.workdays import SpecialDay, WorkCalendar
from tongban.orgs import rules
from tongban.orgs.rules import DayHours, Exceptional, Hours, Pattern

MORNING = Hours(time(9), time(12))
AFTERNOON = Hours(time(13), time(17))
FRIDAY = Hours(time(9), time(11, 30))
PATTERN = Pattern({None: (MORNING, AFTERNOON)})
CALENDAR = WorkCalendar(
    {date(2026, 10, d): SpecialDay(working=False, name="国庆节") for d in range(1, 8)}
    | {date(2026, 10, 10): SpecialDay(working=True, name="国庆节")}
    | {date(2027, 1, 1): SpecialDay(working=False, name="元旦")},
    years=[2026],
    estimated=[2027],
)


def say(day: date, pattern: Pattern = PATTERN, calendar: WorkCalendar = CALENDAR) -> str:
    def hours(on: date) -> DayHours:
        return rules.hours_on(pattern, on, calendar)

    return rules.sentence(hours(day), rules.next_open(day, hours))


def test_a_working_day_is_open_at_its_usual_hours() -> None:
    assert say(date(2026, 11, 23)) == "今天（周一）是工作日，9:00–12:00、13:00–17:00 开放"


def test_a_worked_saturday_is_an_ordinary_working_day() -> None:
    assert say(date(2026, 10, 10)) == "今天（周六）是调休上班日，9:00–12:00、13:00–17:00 开放"


def test_a_holiday_is_named_and_says_when_work_resumes() -> None:
    assert say(date(2026, 10, 1)) == "今天是国庆节假期，不开放，10月8日（周四）恢复"


def test_a_plain_weekend_is_closed() -> None:
    assert say(date(2026, 11, 22)) == "今天是周日，不开放，11月23日（周一）恢复"


def test_a_day_in_an_estimated_year_is_said_to_be_estimated() -> None:
    closing = Pattern(PATTERN.weekly, {date(2026, 12, 31): Exceptional((), "设备检修")})

    told = say(date(2026, 12, 31), closing)

    assert told == "今天（周四）因设备检修，不开放，2027年1月4日（周一）恢复（暂估，以正式放假安排为准）"


def test_nobody_guesses_beyond_the_last_calendar() -> None:
    closing = Pattern(PATTERN.weekly, {date(2027, 12, 31): Exceptional((), "设备检修")})

    assert say(date(2027, 12, 31), closing).endswith("恢复日期待公布")


def test_a_year_without_a_calendar_is_refused() -> None:
    with pytest.raises(Broken):
        rules.hours_on(PATTERN, date(2028, 1, 3), CALENDAR)


def test_changed_hours_are_told_with_their_reason() -> None:
    changed = Pattern(PATTERN.weekly, {date(2026, 11, 23): Exceptional((MORNING,), "系统升级")})

    assert say(date(2026, 11, 23), changed) == "今天（周一）因系统升级调整时间，9:00–12:00 开放"


def test_an_announced_opening_on_a_holiday_counts() -> None:
    open_too = Pattern(PATTERN.weekly, {date(2026, 10, 5): Exceptional((MORNING,), "便民值班")})

    assert say(date(2026, 10, 4), open_too) == "今天是国庆节假期，不开放，10月5日（周一）恢复"


def test_a_weekday_with_its_own_hours_replaces_the_usual_ones() -> None:
    pattern = Pattern({None: (MORNING, AFTERNOON), 5: (FRIDAY,)})

    assert rules.hours_on(pattern, date(2026, 11, 27), CALENDAR).text == "9:00–11:30"
    assert rules.hours_on(pattern, date(2026, 11, 26), CALENDAR).text == "9:00–12:00、13:00–17:00"


def test_a_working_day_without_hours_is_closed_and_says_so() -> None:
    pattern = Pattern({None: (MORNING,), 5: ()})

    assert say(date(2026, 11, 27), pattern) == "今天（周五）没有安排开放时间，不开放，11月30日（周一）恢复"


@pytest.mark.parametrize("moment", [time(9), time(11, 59, 59), time(13), time(16, 59, 59)])
def test_from_the_moment_of_opening_a_place_is_open(moment: time) -> None:
    monday = rules.hours_on(PATTERN, date(2026, 11, 23), CALENDAR)

    assert monday.open_at(moment)


@pytest.mark.parametrize("moment", [time(8, 59, 59), time(12), time(12, 59, 59), time(17), time(0)])
def test_from_the_moment_of_closing_a_place_is_closed(moment: time) -> None:
    monday = rules.hours_on(PATTERN, date(2026, 11, 23), CALENDAR)

    assert not monday.open_at(moment)


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_without_exceptions_a_place_is_open_exactly_on_working_days(day: date) -> None:
    assert bool(rules.hours_on(PATTERN, day, CALENDAR).hours) is CALENDAR.is_workday(day)


@given(st.dates(date(2026, 1, 1), date(2027, 11, 30)))
def test_no_open_day_is_passed_over(day: date) -> None:
    then = rules.next_open(day, lambda on: rules.hours_on(PATTERN, on, CALENDAR))

    assert then is not None
    assert CALENDAR.count(day, then.day) == 1
