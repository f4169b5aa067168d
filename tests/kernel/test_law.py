from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.kernel.law import LAWS, UnknownCitation, cite, join, numeral, parse, parsed

ARTICLES = st.builds(
    lambda law, article, extra, tail: f"{law}.{article}{extra}{tail}",
    st.sampled_from(sorted(LAWS)),
    st.integers(1, 9999),
    st.sampled_from(["", "-1", "-9"]),
    st.sampled_from(["", ".1", ".2", ".1.4", ".12.21"]),
)


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ("XKF.32.1.4", "行政许可法第三十二条第一款第四项"),
        ("XKF.34", "行政许可法第三十四条"),
        ("XKF.38.2", "行政许可法第三十八条第二款"),
        ("GZGF.21,XKF.29", "工作规范第二十一条、行政许可法第二十九条"),
        ("XKF.32.1.1,XKF.32.1.2", "行政许可法第三十二条第一款第一、二项"),
        ("XKF.32.1,XKF.32.1.2", "行政许可法第三十二条第一款、行政许可法第三十二条第一款第二项"),
        ("XSSSF.120-1", "刑事诉讼法第一百二十条之一"),
        ("BXT.1", "申请人在决定作出前可以撤回申请（本系统规则）"),
        ("", ""),
    ],
)
def test_a_citation_is_read_as_statutes_are_cited(codes: str, words: str) -> None:
    assert cite(codes) == words


@pytest.mark.parametrize(
    "code",
    [
        "XKF",
        "XKF.",
        "XKF.0",
        "XKF.032",
        "xkf.32",
        "ABC.1",
        "XKF.32.1.4.1",
        "XKF.32..4",
        "XKF.32,",
        " XKF.1",
        "BXT.9",
        "BXT.1.1",
        "行政许可法32",
    ],
)
def test_what_is_no_citation_is_refused(code: str) -> None:
    with pytest.raises(UnknownCitation):
        parsed(code)


def test_joined_codes_are_checked() -> None:
    assert join(["XKF.32.1.4", "GZGF.21.3"]) == "XKF.32.1.4,GZGF.21.3"
    with pytest.raises(UnknownCitation):
        join(["XKF.32.1.4", "about time"])


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"),
        (10, "十"),
        (15, "十五"),
        (20, "二十"),
        (21, "二十一"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
        (201, "二百零一"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (1260, "一千二百六十"),
    ],
)
def test_numbers_are_written_as_statutes_write_them(number: int, words: str) -> None:
    assert numeral(number) == words


@given(ARTICLES)
def test_every_provision_has_a_code_and_a_reading_of_its_own(code: str) -> None:
    citation = parse(code)

    assert cite(code).startswith(LAWS[citation.law])
    assert parsed(f"{code},{code}") == (citation, citation)


@given(st.lists(st.integers(1, 9999), min_size=2, max_size=2, unique=True))
def test_no_two_numbers_are_written_alike(numbers: list[int]) -> None:
    assert numeral(numbers[0]) != numeral(numbers[1])
