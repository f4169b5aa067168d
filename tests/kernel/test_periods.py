from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.days import SHANGHAI
from tongban.kernel.periods import Period, merged

ZERO = datetime(2026, 9, 1, tzinfo=SHANGHAI)
HOURS = st.integers(0, 12)


def hour(number: int) -> datetime:
    return ZERO + timedelta(hours=number)


def period(start: int, length: int | None) -> Period:
    return Period(hour(start), None if length is None else hour(start + length))


PERIODS = st.builds(period, HOURS, st.none() | st.integers(1, 6))


def within(periods: list[Period], at: datetime) -> bool:
    return any(at in p for p in periods)


def test_the_first_moment_belongs_to_it_and_the_last_does_not() -> None:
    morning = period(9, 3)

    assert hour(9) in morning
    assert hour(12) not in morning
    assert hour(12) - timedelta(microseconds=1) in morning


def test_an_open_period_lasts() -> None:
    lasting = period(9, None)

    assert hour(8) not in lasting
    assert hour(9_999) in lasting


@pytest.mark.parametrize(
    ("start", "end"), [(hour(2), hour(1)), (ZERO.replace(tzinfo=None), None), (ZERO, ZERO.replace(tzinfo=None))]
)
def test_a_period_backwards_or_without_a_zone_is_refused(start: datetime, end: datetime | None) -> None:
    with pytest.raises(ValueError, match="a period"):
        Period(start, end)


@given(PERIODS, PERIODS)
def test_two_overlap_exactly_when_they_share_an_hour(first: Period, second: Period) -> None:
    shared = any(hour(n) in first and hour(n) in second for n in range(20))

    assert first.overlaps(second) == shared
    assert second.overlaps(first) == shared


def test_neighbours_do_not_overlap() -> None:
    assert not period(1, 2).overlaps(period(3, 2))


@given(st.lists(PERIODS, max_size=8))
def test_merging_keeps_every_moment_and_adds_none(periods: list[Period]) -> None:
    out = merged(periods)

    assert all(within(out, hour(n)) == within(periods, hour(n)) for n in range(20))


@given(st.lists(PERIODS, max_size=8))
def test_merged_periods_are_in_order_and_apart(periods: list[Period]) -> None:
    out = merged(periods)

    assert all(a.end is not None and a.end < b.start for a, b in pairwise(out))


@given(st.lists(PERIODS, max_size=8))
def test_merging_again_changes_nothing(periods: list[Period]) -> None:
    out = merged(periods)

    assert merged(out) == out


@given(st.lists(PERIODS, max_size=6), st.randoms())
def test_the_order_in_which_periods_come_does_not_matter(periods: list[Period], random: object) -> None:
    shuffled = sorted(periods, key=lambda _: random.random())  # type: ignore[attr-defined]  # hypothesis gives a Random

    assert merged(shuffled) == merged(periods)


def test_nothing_merged_is_nothing() -> None:
    assert merged([]) == []
