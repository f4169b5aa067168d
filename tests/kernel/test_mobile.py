from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.codes import mobile
from tongban.kernel.errors import Broken

NUMBERS = st.builds("1{}{:09}".format, st.integers(3, 9), st.integers(0, 999_999_999))


@pytest.mark.parametrize(
    "typed",
    [
        "13800000000",
        "138 0000 0000",
        "138-0000-0000",
        "１３８００００００００",
        "+86 138 0000 0000",
        "8613800000000",
        "008613800000000",
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str) -> None:
    assert mobile.parse(typed).code == "13800000000"


@given(NUMBERS)
def test_every_mobile_number_is_read_and_shown_masked(code: str) -> None:
    found = mobile.parse(code)

    assert found.code == code
    assert found.masked == f"{code[:3]}****{code[-4:]}"
    assert code not in repr(found)


@pytest.mark.parametrize(
    "typed", ["", "1380000000", "138000000000", "12800000000", "10086", "0510-81800000", "1380000000a", "+1 3800000000"]
)
def test_what_is_no_mobile_number_is_refused(typed: str) -> None:
    with pytest.raises(Broken, match="11位数字"):
        mobile.parse(typed)
