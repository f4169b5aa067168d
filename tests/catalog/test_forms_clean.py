"""What a browser posts becomes typed answers, as people meant it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.catalog.conftest import DOCUMENT, TODAY, field
from tests.catalog.test_forms_check import ANSWERS
from tongban.catalog.api import Form, Guide, check, clean, groups

FORM = Guide.model_validate(DOCUMENT).form
CHOICES = {"type": "array", "items": {"oneOf": [{"const": "A", "title": "甲"}, {"const": "B", "title": "乙"}]}}


def posted(answers: dict[str, Any]) -> dict[str, list[str]]:
    """Write answers as a browser would post them."""
    return {name: value if isinstance(value, list) else [_typed(value)] for name, value in answers.items()}


def _typed(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_what_was_answered_comes_back_typed() -> None:
    answers = clean(FORM, posted(ANSWERS))

    assert answers == ANSWERS
    assert check(FORM, answers, on=TODAY) == {}


@pytest.mark.parametrize(
    ("keys", "raw", "value"),
    [
        ({"type": "string"}, "  甲\x00乙  ", "甲乙"),
        ({"type": "string"}, "甲\r\n乙", "甲乙"),
        ({"type": "string", "x_long": True}, "甲\r\n乙 ", "甲\n乙"),
        ({"type": "integer"}, "１２", 12),
        ({"type": "integer"}, "1,200", 1200),
        ({"type": "integer"}, "十二", "十二"),
        ({"type": "integer"}, "1.0", "1.0"),
        ({"type": "number"}, "８６．５", 86.5),
        ({"type": "number"}, "1e9", "1e9"),
        ({"type": "string", "format": "money"}, "１，２００．５", "1200.50"),
        ({"type": "string", "format": "money"}, "007", "7.00"),
        ({"type": "string", "format": "money"}, "-1", "-1"),
        ({"type": "string", "format": "date"}, "2026年1月5日", "2026-01-05"),
        ({"type": "string", "format": "date"}, "2026/1/5", "2026-01-05"),
        ({"type": "string", "format": "resident-id"}, "１１０１０５ 19491231 002x", "11010519491231002X"),
        ({"type": "string", "format": "credit-code"}, "91350100-m000100y43", "91350100M000100Y43"),
        ({"type": "string", "format": "cn-mobile"}, "+86 138-0000-0000", "13800000000"),
        ({"type": "string", "format": "region"}, "320213000000", "320213"),
        ({"type": "boolean"}, "false", False),
        ({"type": "boolean"}, "on", True),
        ({"type": "boolean"}, "maybe", "maybe"),
    ],
)
def test_each_kind_is_read_as_people_type_it(keys: dict[str, Any], raw: str, value: object) -> None:
    answers = clean(field(**keys), {"f": [raw]})

    assert answers == {"f": value}
    assert type(answers["f"]) is type(value)


def test_several_choices_keep_all_that_were_ticked() -> None:
    assert clean(field(**CHOICES), {"f": ["A", "B"]}) == {"f": ["A", "B"]}
    assert clean(field(**CHOICES), {"f": []}) == {}


def test_hidden_and_foreign_fields_are_dropped(small: Form) -> None:
    answers = clean(small, {"kind": ["A"], "name": ["甲"], "detail": ["true"], "size": ["3"], "evil": ["1"]})

    assert answers == {"kind": "A", "name": "甲"}


def test_a_later_page_keeps_what_the_earlier_page_said(small: Form) -> None:
    saved = clean(small, {"kind": ["B"], "name": ["甲"]}, groups=["one"])

    answers = clean(small, {"detail": ["true"], "size": ["3"]}, saved=saved, groups=["two"])

    assert answers == {"kind": "B", "name": "甲", "detail": True, "size": 3}


def test_going_back_and_answering_differently_drops_what_no_longer_shows(small: Form) -> None:
    saved = {"kind": "B", "name": "甲", "detail": True, "size": 3}

    answers = clean(small, {"kind": ["A"], "name": ["甲"]}, saved=saved, groups=["one"])

    assert answers == {"kind": "A", "name": "甲"}


def test_a_page_left_empty_clears_its_answers(small: Form) -> None:
    answers = clean(small, {}, saved={"kind": "B", "name": "甲", "detail": True}, groups=["two"])

    assert answers == {"kind": "B", "name": "甲"}


@given(
    st.dictionaries(
        st.sampled_from(sorted(FORM.properties)) | st.text(max_size=5),
        st.lists(st.text(st.characters(exclude_categories=())), max_size=3),
        max_size=10,
    )
)
def test_whatever_is_posted_is_cleaned_and_checked(raw: dict[str, list[str]]) -> None:
    answers = clean(FORM, raw)

    assert set(answers) <= set(FORM.properties)
    assert all(check(FORM, answers, on=TODAY).values())


def test_pages_come_in_order_with_every_field_once() -> None:
    pages = groups(FORM)

    assert [page.group.title for page in pages] == ["经营者", "经营场所", "经营内容", "人员", "设施", "联系与委托"]
    assert sorted(name for page in pages for name, _ in page.fields) == sorted(FORM.properties)
