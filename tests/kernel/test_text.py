from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.codes.text import clean, mask


@pytest.mark.parametrize(
    "typed",
    [
        "32020519900101001x",
        " 320205 19900101 001X ",
        "320205-19900101-001X",
        "320205－19900101—001X",
        "３２０２０５１９９００１０１００１Ｘ",
        "３２０２０５１９９００１０１００１ｘ",
        "320205\u300019900101\u00a0001X",
        "\ufeff32020519900101\u200b001X\u202c",
        "320205\u221219900101\t001X\r\n",
        "32020519900101001Ⅹ",
    ],
)
def test_what_people_type_is_made_the_same(typed: str) -> None:
    assert clean(typed) == "32020519900101001X"


def test_dots_stay_because_identifiers_need_them() -> None:
    assert clean("1.2．156") == "1.2.156"


def test_digits_of_other_scripts_are_not_taken_for_ours() -> None:
    assert clean("١٢٣") == "١٢٣"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(typed: str) -> None:
    once = clean(typed)

    assert clean(once) == once


@given(st.text(), st.integers(0, 6), st.integers(0, 6))
def test_masking_keeps_the_length_and_shows_no_more_than_asked(text: str, head: int, tail: int) -> None:
    shown = mask(text, head=head, tail=tail)

    assert len(shown) == len(text)
    if len(text) > head + tail:
        assert shown[:head] == text[:head]
        assert shown[len(text) - tail :] == text[len(text) - tail :]
        assert set(shown[head : len(text) - tail]) == {"*"}


@given(st.text(min_size=1, max_size=7))
def test_what_is_too_short_to_hide_anything_is_hidden_whole(text: str) -> None:
    assert mask(text, head=3, tail=4) == "*" * len(text)
