from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tongban.kernel.codes import resident_id
from tongban.kernel.codes.region import ABOLISHED, PROVINCES
from tongban.kernel.codes.resident_id import Card, Scheme, Sex
from tongban.kernel.errors import Broken

TODAY = date(2026, 11, 23)
AREAS = st.builds("{}{:04}".format, st.sampled_from(sorted(PROVINCES - {"81", "82"})), st.integers(0, 9999))
BIRTHS = st.dates(date(1870, 1, 1), TODAY)
ORDERS = st.integers(0, 999)


def number(area: str, born: date, order: int) -> str:
    body = f"{area}{born:%Y%m%d}{order:03}"
    return body + resident_id.check_character(body)


NUMBERS = st.builds(number, AREAS, BIRTHS, ORDERS)


@pytest.mark.parametrize(
    ("code", "born", "sex"),
    [
        ("11010519491231002X", date(1949, 12, 31), Sex.FEMALE),
        ("440524188001010014", date(1880, 1, 1), Sex.MALE),
        ("320205199001010015", date(1990, 1, 1), Sex.MALE),
    ],
)
def test_the_examples_of_the_standard_are_read(code: str, born: date, sex: Sex) -> None:
    found = resident_id.parse(code, on=TODAY)

    assert (found.code, found.birth_date, found.sex, found.card) == (code, born, sex, Card.RESIDENT)


@given(AREAS, BIRTHS, ORDERS)
def test_every_well_formed_number_is_read_back(area: str, born: date, order: int) -> None:
    found = resident_id.parse(number(area, born, order), on=TODAY)

    assert found.region == area
    assert found.birth_date == born
    assert found.sex == (Sex.MALE if order % 2 else Sex.FEMALE)


@pytest.mark.parametrize("area", [*sorted(ABOLISHED), "320200"])
def test_districts_that_are_no_more_live_on(area: str) -> None:
    assert resident_id.parse(number(area, date(1975, 6, 1), 12), on=TODAY).region == area


@pytest.mark.parametrize("code", ["810000199408230021", "830000199201300022"])
def test_residence_permits_shown_by_the_police_are_read(code: str) -> None:
    assert resident_id.parse(code, on=TODAY).card == Card.RESIDENCE_PERMIT


@pytest.mark.parametrize(
    ("area", "card"),
    [
        ("810000", Card.RESIDENCE_PERMIT),
        ("820000", Card.RESIDENCE_PERMIT),
        ("830000", Card.RESIDENCE_PERMIT),
        ("932840", Card.PERMANENT_RESIDENCE),
        ("710000", Card.RESIDENT),
    ],
)
def test_the_first_digits_tell_the_card(area: str, card: Card) -> None:
    assert resident_id.parse(number(area, date(1990, 1, 1), 1), on=TODAY).card == card


def test_which_prefix_means_which_card_can_be_replaced_as_data() -> None:
    schemes = (Scheme(Card.RESIDENT, frozenset({"32"}), "测试"),)

    with pytest.raises(Broken, match="前两位不对"):
        resident_id.parse(number("932840", date(1990, 1, 1), 1), on=TODAY, schemes=schemes)


def test_every_scheme_says_how_it_is_known() -> None:
    assert all(scheme.source for scheme in resident_id.SCHEMES)


@pytest.mark.parametrize("area", ["000000", "100000", "160000", "840000", "770000"])
def test_a_number_from_nowhere_is_refused(area: str) -> None:
    with pytest.raises(Broken, match="没有这样的地区"):
        resident_id.parse(number(area, date(1990, 1, 1), 1), on=TODAY)


@pytest.mark.parametrize("typed", ["320205900101001", "３２０２０５ 900101 001"])
def test_fifteen_digits_are_refused_with_the_reason(typed: str) -> None:
    with pytest.raises(Broken, match=r"15位.*2013年.*18位"):
        resident_id.parse(typed, on=TODAY)


@pytest.mark.parametrize("typed", ["", "32020519900101001", "3202051990010100150", "CHN320299010101"])
def test_another_length_is_refused_and_counted(typed: str) -> None:
    with pytest.raises(Broken, match=f"应为18位，您填写了{len(typed)}位"):
        resident_id.parse(typed, on=TODAY)


@pytest.mark.parametrize(
    "typed", ["3202051990010100X5", "32020519900101001A", "X20205199001010015", "３２０２０５199001０１００1²"]
)
def test_letters_are_refused_except_a_final_x(typed: str) -> None:
    with pytest.raises(Broken, match="身份证号码"):
        resident_id.parse(typed, on=TODAY)


@pytest.mark.parametrize("born", ["19900230", "19901301", "19900001", "00000101", "19000229"])
def test_a_day_of_birth_that_never_was_is_refused(born: str) -> None:
    body = f"320205{born}001"

    with pytest.raises(Broken, match="没有这一天"):
        resident_id.parse(body + resident_id.check_character(body), on=TODAY)


def test_nobody_is_born_after_today() -> None:
    code = number("320205", TODAY + timedelta(days=1), 1)

    with pytest.raises(Broken, match="在今天之后"):
        resident_id.parse(code, on=TODAY)
    assert resident_id.parse(code, on=TODAY + timedelta(days=1)).code == code


@given(NUMBERS, st.integers(0, 16), st.integers(0, 9))
def test_every_single_wrong_digit_is_found(code: str, place: int, digit: int) -> None:
    assume(code[place] != str(digit))

    with pytest.raises(Broken):
        resident_id.parse(code[:place] + str(digit) + code[place + 1 :], on=TODAY)


@given(NUMBERS, st.integers(0, 16))
def test_every_swap_of_neighbours_is_found(code: str, place: int) -> None:
    assume(code[place] != code[place + 1])
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    with pytest.raises(Broken):
        resident_id.parse(swapped, on=TODAY)


@given(NUMBERS, st.sampled_from("0123456789X"))
def test_a_wrong_last_character_is_named_as_such(code: str, last: str) -> None:
    assume(code[-1] != last)

    with pytest.raises(Broken, match="最后一位不对"):
        resident_id.parse(code[:-1] + last, on=TODAY)


@given(NUMBERS)
def test_others_see_neither_the_county_nor_the_day_of_birth(code: str) -> None:
    found = resident_id.parse(code, on=TODAY)

    assert found.masked == code[:3] + "*" * 11 + code[-4:]
    assert code[6:14] not in f"{found!r}"


@given(st.text(max_size=30))
def test_whatever_is_typed_is_read_or_refused_without_being_repeated(typed: str) -> None:
    refusal = ""

    try:
        found = resident_id.parse(typed, on=TODAY)
    except Broken as refused:
        refusal = refused.message

    assert refusal.endswith("。") if refusal else found.code[-1] == resident_id.check_character(found.code[:-1])
    assert len(typed) < 15 or typed not in refusal
