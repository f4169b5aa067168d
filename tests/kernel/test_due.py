from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.calendars import CALENDAR, WITH_ESTIMATE
from tongban.kernel.days import SHANGHAI, day_of
from tongban.kernel.errors import Broken
from tongban.kernel.limits import UNIT_NAMES, Unit
from tongban.kernel.limits import due_after as due

# Half days, hours, 当场 and no limit at all have tests of their own (test_limits).
BY_DAYS = (Unit.MONTH, Unit.NATURAL_DAY, Unit.WORKING_DAY, Unit.YEAR)
WITH_AMOUNT = tuple(unit for unit in Unit if unit not in {Unit.ON_THE_SPOT, Unit.NONE})
EARLY = st.dates(date(2024, 1, 1), date(2026, 6, 30))


def test_a_limit_ends_at_midnight_after_its_last_day() -> None:
    found = due(date(2025, 9, 29), 10, Unit.WORKING_DAY, CALENDAR)

    assert found.due == date(2025, 10, 20)
    assert found.at == datetime(2025, 10, 21, tzinfo=SHANGHAI)
    assert day_of(found.at - timedelta(microseconds=1)) == found.due
    assert not found.estimated


def test_working_days_explain_which_days_were_passed_over_and_which_were_made_up() -> None:
    found = due(date(2025, 9, 29), 10, Unit.WORKING_DAY, CALENDAR)

    assert found.explanation == (
        "2025年9月29日（周一）当天不算，从次日起数10个工作日，到2025年10月20日（周一）24:00为止。"
        "其间不算：国庆节、中秋节（10月1日至8日）、周末3天。调休上班，照算：10月11日（周六）。"
    )


def test_a_count_without_a_rest_day_explains_itself_in_one_sentence() -> None:
    found = due(date(2026, 11, 23), 3, Unit.WORKING_DAY, CALENDAR)

    assert (
        found.explanation == "2026年11月23日（周一）当天不算，从次日起数3个工作日，到2026年11月26日（周四）24:00为止。"
    )


def test_a_holiday_across_two_months_names_both() -> None:
    found = due(date(2025, 1, 24), 5, Unit.WORKING_DAY, CALENDAR)

    assert "春节（1月28日至2月4日）" in found.explanation
    assert "照算：1月26日（周日）" in found.explanation


def test_the_year_is_said_where_it_is_another() -> None:
    found = due(date(2025, 12, 31), 1, Unit.WORKING_DAY, CALENDAR)

    assert "元旦（2026年1月1日至3日）" in found.explanation
    assert "照算：2026年1月4日（周日）" in found.explanation


def test_a_holiday_of_one_day_is_named_once() -> None:
    found = due(date(2024, 12, 31), 1, Unit.WORKING_DAY, CALENDAR)

    assert "元旦（2025年1月1日）。" in found.explanation


@given(EARLY, st.integers(1, 60))
def test_working_days_end_where_the_calendar_counts_to(start: date, amount: int) -> None:
    found = due(start, amount, Unit.WORKING_DAY, CALENDAR)

    assert found.due == CALENDAR.after(start, amount)
    assert found == due(start, amount, Unit.WORKING_DAY, CALENDAR, roll=False)


@given(EARLY, st.integers(1, 60))
def test_the_explanation_accounts_for_every_day(start: date, amount: int) -> None:
    found = due(start, amount, Unit.WORKING_DAY, CALENDAR)
    assert found.due is not None
    days = [start + timedelta(days=n) for n in range(1, (found.due - start).days + 1)]
    rests = [day for day in days if not CALENDAR.is_workday(day)]

    assert len(days) == amount + len(rests)
    assert ("其间不算" in found.explanation) == bool(rests)
    assert ("调休上班" in found.explanation) == any(day.weekday() > 4 for day in days if CALENDAR.is_workday(day))


@given(EARLY, st.integers(1, 120))
def test_natural_days_run_through_holidays_and_end_on_a_working_day(start: date, amount: int) -> None:
    exact = due(start, amount, Unit.NATURAL_DAY, CALENDAR, roll=False)
    assert exact.due is not None
    found = due(start, amount, Unit.NATURAL_DAY, CALENDAR)

    assert exact.due == start + timedelta(days=amount)
    assert found.due == CALENDAR.next_workday(exact.due)
    assert ("顺延" in found.explanation) == (found.due != exact.due)


def test_natural_days_that_end_in_a_holiday_roll_over_with_the_reason() -> None:
    found = due(date(2026, 9, 20), 15, Unit.NATURAL_DAY, CALENDAR)

    assert found.due == date(2026, 10, 8)
    assert found.explanation == (
        "2026年9月20日（周日）当天不算，从次日起数15天（周末和节假日都算），"
        "最后一天2026年10月5日（周一）是国庆节，顺延到2026年10月8日（周四）24:00为止。"
    )


def test_a_limit_that_ends_on_an_ordinary_weekend_rolls_to_monday() -> None:
    found = due(date(2026, 11, 7), 7, Unit.NATURAL_DAY, CALENDAR)

    assert found.due == date(2026, 11, 16)
    assert "最后一天2026年11月14日（周六）是周末，顺延到2026年11月16日（周一）" in found.explanation


def test_a_weekend_worked_in_exchange_ends_a_limit_like_any_working_day() -> None:
    assert due(date(2026, 2, 7), 7, Unit.NATURAL_DAY, CALENDAR).due == date(2026, 2, 14)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "last"),
    [
        ("2026-01-15", 1, Unit.MONTH, "2026-02-15"),
        ("2026-01-31", 1, Unit.MONTH, "2026-02-28"),
        ("2024-01-31", 1, Unit.MONTH, "2024-02-29"),
        ("2025-11-30", 3, Unit.MONTH, "2026-02-28"),
        ("2025-12-01", 12, Unit.MONTH, "2026-12-01"),
        ("2024-02-29", 1, Unit.YEAR, "2025-02-28"),
        ("2024-06-01", 2, Unit.YEAR, "2026-06-01"),
    ],
)
def test_months_and_years_end_on_the_day_of_the_same_number_or_the_month_s_last(
    start: str, amount: int, unit: Unit, last: str
) -> None:
    found = due(date.fromisoformat(start), amount, unit, CALENDAR, roll=False)

    assert found.due == date.fromisoformat(last)


def test_a_month_without_that_day_says_so() -> None:
    found = due(date(2026, 8, 31), 1, Unit.MONTH, CALENDAR)

    assert found.explanation == (
        "2026年8月31日（周一）当天不算，从次日起满1个月（9月没有31日，以月末为准），到2026年9月30日（周三）24:00为止。"
    )


@given(EARLY, st.integers(1, 6))
def test_twelve_months_are_a_year(start: date, years: int) -> None:
    by_month = due(start, years * 12, Unit.MONTH, CALENDAR, roll=False)

    assert by_month.due == due(start, years, Unit.YEAR, CALENDAR, roll=False).due


@given(EARLY, st.integers(1, 6), st.sampled_from(BY_DAYS))
def test_more_time_never_ends_earlier_and_never_on_the_day_of_the_event(start: date, amount: int, unit: Unit) -> None:
    shorter = due(start, amount, unit, CALENDAR, roll=False)
    longer = due(start, amount + 1, unit, CALENDAR, roll=False)

    assert shorter.due is not None
    assert longer.due is not None
    assert start < shorter.due < longer.due


def test_an_announced_year_gives_a_firm_date_though_a_later_one_is_estimated() -> None:
    found = due(date(2026, 12, 1), 20, Unit.WORKING_DAY, WITH_ESTIMATE)

    assert not found.estimated
    assert "暂估" not in found.explanation


@pytest.mark.parametrize(
    ("start", "amount", "unit"),
    [
        (date(2026, 12, 20), 15, Unit.WORKING_DAY),
        (date(2026, 12, 31), 1, Unit.WORKING_DAY),
        (date(2026, 12, 20), 20, Unit.NATURAL_DAY),
        (date(2026, 12, 20), 1, Unit.MONTH),
        (date(2026, 3, 2), 1, Unit.YEAR),
    ],
)
def test_a_count_that_touches_an_estimated_year_says_so(start: date, amount: int, unit: Unit) -> None:
    found = due(start, amount, unit, WITH_ESTIMATE)

    assert found.estimated
    assert found.explanation.endswith("其中2027年的放假安排还没有公布，这个日期是暂估，公布后会重新计算。")


def test_a_limit_that_rests_on_no_calendar_is_never_estimated() -> None:
    found = due(date(2026, 12, 20), 20, Unit.NATURAL_DAY, WITH_ESTIMATE, roll=False)

    assert not found.estimated


def test_a_limit_that_does_not_roll_needs_no_calendar() -> None:
    assert due(date(2026, 12, 20), 5, Unit.YEAR, CALENDAR, roll=False).due == date(2031, 12, 20)


@pytest.mark.parametrize("unit", BY_DAYS)
def test_a_year_that_is_not_loaded_is_refused(unit: Unit) -> None:
    with pytest.raises(Broken, match="2027年的工作日安排还没有导入"):
        due(date(2026, 12, 31), 1, unit, CALENDAR)


@pytest.mark.parametrize("unit", WITH_AMOUNT)
@pytest.mark.parametrize("amount", [0, -1, -(10**9)])
def test_a_limit_of_nothing_is_refused(amount: int, unit: Unit) -> None:
    with pytest.raises(Broken, match="至少是1"):
        due(date(2026, 1, 1), amount, unit, CALENDAR)


@pytest.mark.parametrize("unit", WITH_AMOUNT)
@pytest.mark.parametrize("start", [date(2026, 1, 1), date.max])
def test_a_limit_beyond_all_time_is_refused(start: date, unit: Unit) -> None:
    with pytest.raises(Broken):
        due(start, 10**30, unit, CALENDAR, roll=False)


def test_every_unit_has_a_name() -> None:
    assert set(UNIT_NAMES) == set(Unit)
