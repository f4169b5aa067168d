from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.days import day_of, end_of, start_of
from tongban.kernel.wording import day_text

DAYS = st.dates(date(1992, 1, 1), date(2199, 12, 31))


def test_sunday_evening_in_london_is_monday_here() -> None:
    assert day_of(datetime(2026, 11, 22, 17, 0, tzinfo=UTC)) == date(2026, 11, 23)


def test_a_moment_without_a_zone_has_no_day() -> None:
    with pytest.raises(ValueError, match="needs a zone"):
        day_of(datetime(2026, 11, 23, 9))  # noqa: DTZ001 - the point of the test


@given(DAYS)
def test_a_day_lasts_from_its_start_up_to_its_end(day: date) -> None:
    instant = timedelta(microseconds=1)

    assert day_of(start_of(day)) == day == day_of(end_of(day) - instant)
    assert day_of(end_of(day)) == day + timedelta(days=1) == day_of(start_of(day) - instant) + timedelta(days=2)


@given(DAYS, st.integers(-12, 14))
def test_the_zone_in_which_a_moment_is_told_does_not_matter(day: date, hours: int) -> None:
    told = start_of(day).astimezone(timezone(timedelta(hours=hours)))

    assert day_of(told) == day


@pytest.mark.parametrize(
    ("day", "text"), [(date(2026, 11, 23), "2026年11月23日（周一）"), (date(2026, 2, 1), "2026年2月1日（周日）")]
)
def test_a_date_is_written_as_people_read_it(day: date, text: str) -> None:
    assert day_text(day) == text
