from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tongban.kernel.codes import case_number
from tongban.kernel.codes.case_number import LAST_SEQUENCE, CaseNumber
from tongban.kernel.errors import Broken

DAY = date(2026, 9, 29)
NUMBERS = st.builds(
    case_number.build,
    region=st.sampled_from(["320200", "320205", "320281", "320211006"]),
    day=st.dates(date(2020, 1, 1), date(2099, 12, 31)),
    sequence=st.integers(0, LAST_SEQUENCE),
)


def test_a_number_is_region_day_sequence_and_check() -> None:
    made = case_number.build(region="320200", day=DAY, sequence=123).code

    assert made[:22] == "3202002026092900000123"
    assert len(made) == 23
    assert made.isdecimal()


@given(NUMBERS)
def test_a_number_is_read_back_from_paper(made: CaseNumber) -> None:
    text = made.code

    assert str(made) == text
    assert case_number.parse(f" {text[:6]}-{text[6:14]} {text[14:]} ") == made


@given(NUMBERS, st.integers(0, 22), st.integers(0, 9))
def test_every_single_wrong_digit_is_found(made: CaseNumber, place: int, digit: int) -> None:
    text = made.code
    assume(text[place] != str(digit))

    with pytest.raises(Broken):
        case_number.parse(text[:place] + str(digit) + text[place + 1 :])


def test_a_town_s_case_carries_the_county() -> None:
    assert case_number.build(region="320211006001", day=DAY, sequence=1).region == "320211"


@pytest.mark.parametrize("region", ["320202", "JK3202", "990101"])
def test_a_region_that_owns_nothing_gets_no_number(region: str) -> None:
    with pytest.raises(Broken):
        case_number.build(region=region, day=DAY, sequence=1)


@pytest.mark.parametrize("sequence", [-1, LAST_SEQUENCE + 1])
def test_a_sequence_of_more_than_eight_digits_is_refused(sequence: int) -> None:
    with pytest.raises(Broken, match="流水号"):
        case_number.build(region="320200", day=DAY, sequence=sequence)


@pytest.mark.parametrize("typed", ["", "320200202609290000012", "32020020260929000001234", "3202002026092900000123X"])
def test_what_is_no_case_number_is_refused(typed: str) -> None:
    with pytest.raises(Broken, match="办件编号"):
        case_number.parse(typed)


def test_a_day_that_never_was_is_refused_though_the_check_fits() -> None:
    fitting = [f"3202002026023000000001{check}" for check in range(10)]

    refusals = []
    for text in fitting:
        with pytest.raises(Broken) as refused:
            case_number.parse(text)
        refusals.append(refused.value.message)

    assert sum("没有这一天" in message for message in refusals) == 1
