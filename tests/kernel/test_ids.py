from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import RFC_4122

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.days import SHANGHAI
from tongban.kernel.ids import uuid7

AT = datetime(2026, 11, 23, 9, 30, tzinfo=SHANGHAI)
MOMENTS = st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(9999, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


def test_an_identifier_is_a_version_7_uuid_that_carries_its_moment() -> None:
    made = uuid7(AT)

    assert made.version == 7
    assert made.variant == RFC_4122
    assert made.int >> 80 == int(AT.timestamp() * 1000)


@given(MOMENTS, st.integers(min_value=1, max_value=10**12))
def test_a_later_moment_sorts_later_to_the_microsecond(at: datetime, microseconds: int) -> None:
    try:
        later = at + timedelta(microseconds=microseconds)
    except OverflowError:
        later = at

    assert uuid7(at) < uuid7(later)


def test_identifiers_of_one_moment_sort_in_the_order_they_were_made() -> None:
    made = [uuid7(AT) for _ in range(2000)]

    assert made == sorted(made)
    assert len(set(made)) == 2000


def test_an_earlier_moment_still_sorts_earlier_after_a_later_one_was_used() -> None:
    later = uuid7(AT)

    replayed = uuid7(AT - timedelta(days=30))

    assert replayed < later


def test_threads_never_receive_the_same_identifier() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: uuid7(AT), range(8000)))

    assert len(set(made)) == 8000


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        uuid7(AT.replace(tzinfo=None))


def test_a_moment_before_1970_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        uuid7(datetime(1969, 12, 31, tzinfo=UTC))
