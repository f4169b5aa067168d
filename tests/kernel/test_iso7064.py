from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tongban.kernel.codes.iso7064 import ALPHANUMERIC, DIGITS, check_character

SYSTEMS = [pytest.param(ALPHANUMERIC, id="MOD 37,36"), pytest.param(DIGITS, id="MOD 11,10")]


@pytest.mark.parametrize(
    ("payload", "check"),
    [
        ("11100000000013338W011" + "11430000006122244L" + "20230000403" + "001", "U"),
        ("11100000000013338W009" + "11330105002500287C" + "2025052201" + "002", "0"),
        ("11100000MB03271699022" + "340100" + "000000016" + "001", "9"),
        ("11100000000013338W001" + "113202000140078363" + "2026000001" + "001", "T"),
    ],
)
def test_live_licence_identifiers_check(payload: str, check: str) -> None:
    assert check_character(payload) == check


def test_the_standard_s_own_example_of_mod_11_10_checks() -> None:
    assert check_character("0794", alphabet=DIGITS) == "5"


@pytest.mark.parametrize("alphabet", SYSTEMS)
@given(data=st.data())
def test_every_single_wrong_character_is_found(alphabet: str, data: st.DataObject) -> None:
    payload = data.draw(st.text(alphabet, min_size=1, max_size=40))
    place = data.draw(st.integers(0, len(payload) - 1))
    other = data.draw(st.sampled_from(alphabet))
    assume(other != payload[place])

    wrong = payload[:place] + other + payload[place + 1 :]

    assert check_character(wrong, alphabet=alphabet) != check_character(payload, alphabet=alphabet)


@given(st.text(ALPHANUMERIC, max_size=40))
def test_payload_and_check_together_leave_the_remainder_one(payload: str) -> None:
    product = 36
    for character in payload:
        product = 2 * ((product + ALPHANUMERIC.index(character)) % 36 or 36) % 37

    assert (product + ALPHANUMERIC.index(check_character(payload))) % 36 == 1


def test_a_character_outside_the_alphabet_is_an_error_of_the_programme() -> None:
    with pytest.raises(ValueError, match="substring not found"):
        check_character("1.2")
