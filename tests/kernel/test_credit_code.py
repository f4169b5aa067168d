from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tongban.kernel.codes import credit_code
from tongban.kernel.codes.credit_code import ALPHABET, AUTHORITIES, KINDS
from tongban.kernel.errors import Broken

VERIFIED = [
    "11370800MB28559184",
    "12441500196720244T",
    "11310000MB2F30661Y",
    "11100000000013338W",
    "91350100M000100Y43",
    "113202000140078363",
]


def code_of(kind: str, region: int, body: str) -> str:
    first17 = f"{kind}{region:06}{body}{credit_code.organisation_check_character(body)}"
    return first17 + credit_code.check_character(first17)


CODES = st.builds(
    code_of, st.sampled_from(sorted(KINDS)), st.integers(0, 999_999), st.text(ALPHABET, min_size=8, max_size=8)
)


@pytest.mark.parametrize("code", VERIFIED)
def test_verified_codes_are_read(code: str) -> None:
    assert credit_code.parse(code).code == code


@pytest.mark.parametrize(
    ("body", "check"), [("MB285591", "8"), ("M000100Y", "4"), ("01400783", "6"), ("MB2F3066", "1")]
)
def test_organisation_codes_have_a_check_of_their_own(body: str, check: str) -> None:
    assert credit_code.organisation_check_character(body) == check


def test_a_code_tells_who_registered_what_where() -> None:
    found = credit_code.parse("113202000140078363")

    assert (found.authority, found.kind) == ("机构编制", "机关")
    assert (found.region, found.organisation) == ("320200", "014007836")


@pytest.mark.parametrize("typed", ["9135 0100 M000 100Y 43", "91350100-M000100Y-43", "９１３５０１００m000100y43"])
def test_a_code_is_read_as_people_copy_it(typed: str) -> None:
    assert credit_code.parse(typed).code == "91350100M000100Y43"


@given(CODES)
def test_every_well_formed_code_is_read(code: str) -> None:
    assert credit_code.parse(code).kind == KINDS[code[:2]]


@pytest.mark.parametrize("kind", ["31", "54", "81", "N2", "Y1"])
def test_organisations_beyond_the_common_kinds_are_not_turned_away(kind: str) -> None:
    assert credit_code.parse(code_of(kind, 320213, "MD000001")).kind == KINDS[kind]


def test_a_new_kind_of_a_known_authority_is_taken_as_another_organisation() -> None:
    assert credit_code.parse(code_of("58", 320213, "MD000001")).kind == "其他组织"


@pytest.mark.parametrize("first", sorted(set(ALPHABET) - set(AUTHORITIES)))
def test_an_unknown_authority_is_refused(first: str) -> None:
    with pytest.raises(Broken, match="第1位"):
        credit_code.parse(code_of(f"{first}1", 320213, "MD000001"))


@given(CODES, st.integers(0, 17), st.sampled_from("IOSVZ"))
def test_the_five_letters_that_look_like_digits_are_refused_by_name(code: str, place: int, letter: str) -> None:
    with pytest.raises(Broken, match="没有字母I、O、S、V、Z"):
        credit_code.parse(code[:place] + letter + code[place + 1 :])


def test_no_letter_of_the_alphabet_looks_like_a_digit() -> None:
    assert len(ALPHABET) == 31
    assert not set(ALPHABET) & set("IOSVZ")


@pytest.mark.parametrize("typed", ["", "91350100M000100Y4", "91350100M000100Y433", "014007836"])
def test_another_length_is_refused_and_counted(typed: str) -> None:
    with pytest.raises(Broken, match=f"应为18位，您填写了{len(typed)}位"):
        credit_code.parse(typed)


@pytest.mark.parametrize("typed", ["913501A0M000100Y43", "91350100M000100Y4＊", "91350100M000100Y4中"])
def test_signs_and_letters_in_the_region_are_refused(typed: str) -> None:
    with pytest.raises(Broken, match="第3至8位是数字"):
        credit_code.parse(typed)


@given(CODES, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_found(code: str, place: int, other: str) -> None:
    assume(code[place] != other)

    with pytest.raises(Broken):
        credit_code.parse(code[:place] + other + code[place + 1 :])


@given(CODES, st.integers(0, 16))
def test_every_swap_of_neighbours_is_found(code: str, place: int) -> None:
    assume(code[place] != code[place + 1])
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]

    with pytest.raises(Broken):
        credit_code.parse(swapped)


@given(CODES, st.sampled_from("0123456789X"))
def test_a_wrong_organisation_code_is_found_though_the_last_character_fits(code: str, check: str) -> None:
    assume(code[16] != check)
    first17 = code[:16] + check

    with pytest.raises(Broken, match="组织机构代码"):
        credit_code.parse(first17 + credit_code.check_character(first17))


@given(CODES, st.sampled_from(ALPHABET))
def test_a_wrong_last_character_is_named_as_such(code: str, last: str) -> None:
    assume(code[17] != last)

    with pytest.raises(Broken, match="最后一位不对"):
        credit_code.parse(code[:17] + last)


@given(st.text(max_size=30))
def test_whatever_is_typed_is_read_or_refused_in_a_sentence(typed: str) -> None:
    refusal = ""

    try:
        found = credit_code.parse(typed)
    except Broken as refused:
        refusal = refused.message

    assert refusal.endswith("。") if refusal else found.code[17] == credit_code.check_character(found.code[:17])
