from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.calendars import CALENDAR, EXCEPTIONS, WITH_ESTIMATE, YEARS
from tongban.kernel.errors import Broken
from tongban.kernel.workdays import SpecialDay, WorkCalendar

LOADED = st.dates(date(2024, 1, 1), date(2026, 12, 31))
EARLY = st.dates(date(2024, 1, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("event", "amount", "last"),
    [
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-04-30", 5, "2026-05-11"),
        ("2026-09-18", 5, "2026-09-24"),
        ("2026-01-29", 20, "2026-03-04"),
        ("2025-09-29", 10, "2025-10-20"),
        ("2025-01-24", 5, "2025-02-07"),
    ],
)
def test_the_computed_examples_hold(event: str, amount: int, last: str) -> None:
    assert CALENDAR.after(date.fromisoformat(event), amount) == date.fromisoformat(last)


@given(LOADED)
def test_a_day_is_worked_as_the_other_calendar_says(day: date) -> None:
    assert CALENDAR.is_workday(day) == chinese_calendar.is_workday(day)


@pytest.mark.parametrize("year", [2025, 2026])
def test_both_years_have_248_working_days(year: int) -> None:
    assert CALENDAR.count(date(year - 1, 12, 31), date(year, 12, 31)) == 248


@given(EARLY, st.integers(1, 60))
def test_counting_forward_agrees_with_walking_day_by_day(event: date, amount: int) -> None:
    day, left = event, amount
    while left:
        day += timedelta(days=1)
        left -= chinese_calendar.is_workday(day)

    assert CALENDAR.after(event, amount) == day


@given(EARLY, st.integers(1, 60))
def test_after_and_count_are_each_other_s_inverse(event: date, amount: int) -> None:
    last = CALENDAR.after(event, amount)

    assert CALENDAR.is_workday(last)
    assert CALENDAR.count(event, last) == amount


@given(EARLY, st.integers(0, 40), st.integers(0, 40))
def test_counting_in_two_steps_ends_on_the_same_day(event: date, first: int, second: int) -> None:
    assert CALENDAR.after(CALENDAR.after(event, first), second) == CALENDAR.after(event, first + second)


@given(LOADED, LOADED, LOADED)
def test_counts_add_up_in_any_order_of_days(first: date, second: date, third: date) -> None:
    assert CALENDAR.count(first, second) + CALENDAR.count(second, third) == CALENDAR.count(first, third)


@given(EARLY, st.integers(1, 40))
def test_the_day_of_the_event_never_counts(event: date, amount: int) -> None:
    assert CALENDAR.after(event, amount) > event


def test_nothing_counted_ends_on_the_day_itself() -> None:
    assert CALENDAR.after(date(2026, 10, 1), 0) == date(2026, 10, 1)


def test_counting_backwards_is_an_error_of_the_programme() -> None:
    with pytest.raises(ValueError, match="forward"):
        CALENDAR.after(date(2026, 1, 1), -1)


@given(LOADED.filter(lambda day: day < date(2026, 12, 31)))
def test_the_next_working_day_is_the_first_that_is_worked(day: date) -> None:
    found = CALENDAR.next_workday(day)

    assert CALENDAR.is_workday(found)
    assert CALENDAR.count(day, found) == (0 if found == day else 1)


@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2027, 1, 1), date.min, date.max])
def test_a_year_that_is_not_loaded_is_refused_by_name(day: date) -> None:
    with pytest.raises(Broken, match=f"{day.year}年"):
        CALENDAR.is_workday(day)


@pytest.mark.parametrize(
    ("event", "amount", "year"),
    [
        (date(2026, 12, 31), 1, 2027),
        (date(2026, 12, 1), 60, 2027),
        (date(2026, 1, 1), 10**9, 2027),
        (date(2023, 12, 30), 1, 2023),
        (date(2031, 5, 1), 1, 2031),
        (date.max, 1, 10000),
    ],
)
def test_a_count_that_leaves_the_loaded_years_is_refused(event: date, amount: int, year: int) -> None:
    with pytest.raises(Broken, match=f"{year}年"):
        CALENDAR.after(event, amount)


def test_the_last_day_of_a_year_that_is_not_loaded_may_still_start_a_count() -> None:
    assert CALENDAR.after(date(2023, 12, 31), 1) == date(2024, 1, 2)
    assert CALENDAR.count(date(2023, 12, 31), date(2024, 1, 2)) == 1


def test_a_gap_between_loaded_years_is_not_leapt_over() -> None:
    holed = WorkCalendar(EXCEPTIONS, {2024, 2026})

    with pytest.raises(Broken, match="2025年"):
        holed.after(date(2024, 12, 30), 5)
    with pytest.raises(Broken, match="2025年"):
        holed.count(date(2024, 12, 30), date(2026, 1, 5))


def test_a_calendar_without_any_year_answers_nothing() -> None:
    with pytest.raises(Broken, match="2026年"):
        WorkCalendar({}, ()).after(date(2026, 1, 1), 1)


def test_an_estimated_year_is_loaded_and_says_so() -> None:
    assert WITH_ESTIMATE.years == YEARS | {2027}
    assert WITH_ESTIMATE.is_estimated(date(2027, 1, 1))
    assert not WITH_ESTIMATE.is_estimated(date(2026, 12, 31))
    assert not WITH_ESTIMATE.is_workday(date(2027, 1, 1))


def test_a_day_can_say_why_it_is_special() -> None:
    assert CALENDAR.special(date(2026, 10, 1)) == SpecialDay(working=False, name="国庆节")
    assert CALENDAR.special(date(2026, 11, 23)) is None


def test_special_days_of_other_years_do_not_load_those_years() -> None:
    calendar = WorkCalendar({date(2027, 1, 1): SpecialDay(working=False, name="元旦")}, {2026})

    assert calendar.special(date(2027, 1, 1)) is None
