"""Answers are checked completely, politely, and without ever crashing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.catalog.conftest import DOCUMENT, TODAY, field
from tongban.catalog.api import Form, Guide, check, visible

GUIDE = Guide.model_validate(DOCUMENT)
ANSWERS: dict[str, Any] = {
    "subject_name": "测试甲饭店",
    "uscc": "91350100M000100Y43",
    "legal_rep_name": "测试甲",
    "legal_rep_id": "320205199001010015",
    "biz_region": "320213",
    "biz_address": "测试路1号",
    "area": 86.5,
    "subject_type": "CATERING",
    "business_items": ["HOT_FOOD", "DRINKS"],
    "central_kitchen": False,
    "seats": 40,
    "with_network": True,
    "with_automat": False,
    "employee_count": 5,
    "health_cert_count": 5,
    "safety_manager": "测试乙",
    "safety_manager_id": "11010519491231002X",
    "water_source": "MUNICIPAL",
    "grease_trap": True,
    "contact_mobile": "13800000000",
    "by_agent": False,
}
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=()))
    | st.sampled_from(["SALES", "CATERING", "320213", "2026-11-23", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
names = st.sampled_from(sorted(GUIDE.form.properties)) | st.text(max_size=8)


def faults(form: Form, value: object, on: date = TODAY) -> dict[str, str]:
    return check(form, {"f": value}, on=on)


def without(*names: str, **changed: object) -> dict[str, Any]:
    return {name: value for name, value in (ANSWERS | changed).items() if name not in names}


def test_a_complete_application_has_no_faults() -> None:
    assert check(GUIDE.form, ANSWERS, on=TODAY) == {}


@given(st.dictionaries(names, json_values, max_size=12) | json_values)
def test_any_json_is_answered_with_sentences(answers: object) -> None:
    found = check(GUIDE.form, answers, on=TODAY)

    assert found
    assert all(sentence.endswith("。") for sentence in found.values())


@given(names, json_values)
def test_one_strange_answer_among_good_ones_is_at_most_its_own_fault(name: str, value: object) -> None:
    found = check(GUIDE.form, ANSWERS | {name: value}, on=TODAY)

    assert set(found) <= set(GUIDE.form.properties) | {name[:60]}


@pytest.mark.parametrize("name", sorted(GUIDE.form.required))
def test_each_required_field_is_asked_for_by_its_name(name: str) -> None:
    found = check(GUIDE.form, without(name), on=TODAY)

    assert GUIDE.form.properties[name].label in found[name]


def test_all_faults_are_told_at_once() -> None:
    found = check(GUIDE.form, {}, on=TODAY)

    assert set(found) == set(GUIDE.form.required)


def test_only_the_pages_asked_for_are_checked() -> None:
    found = check(GUIDE.form, {}, on=TODAY, groups=["facilities"])

    assert set(found) == {"water_source"}


def test_a_field_shown_by_an_answer_is_then_required() -> None:
    found = check(GUIDE.form, without("grease_trap", "central_kitchen"), on=TODAY)

    assert set(found) == {"grease_trap", "central_kitchen"}


def test_a_hidden_field_must_not_carry_an_answer() -> None:
    found = check(GUIDE.form, without("central_kitchen", "grease_trap", subject_type="SALES"), on=TODAY)

    assert set(found) == {"seats"}
    assert "不需要填" in found["seats"]


def test_more_health_certificates_than_employees_are_refused() -> None:
    found = check(GUIDE.form, ANSWERS | {"health_cert_count": 6}, on=TODAY)

    assert found == {"health_cert_count": "健康证明人数不能大于从业人员数，请核对。"}


def test_an_address_outside_the_district_is_sent_to_its_own() -> None:
    found = check(GUIDE.form, ANSWERS | {"biz_region": "320205"}, on=TODAY)

    assert "所在地办理" in found["biz_region"]


def test_a_field_the_form_does_not_have_is_refused() -> None:
    found = check(GUIDE.form, ANSWERS | {"is_admin": True}, on=TODAY)

    assert set(found) == {"is_admin"}


def test_an_identity_number_of_someone_born_tomorrow_is_refused() -> None:
    form = field(type="string", format="resident-id")

    assert faults(form, "320205199001010015", on=date(1990, 1, 1)) == {}
    assert "之后" in faults(form, "320205199001010015", on=date(1989, 12, 31))["f"]


@pytest.mark.parametrize(
    ("keys", "good", "bad", "says"),
    [
        ({"type": "string", "maxLength": 3}, "三个字", "四个字呢", "最多填写3个字，现在有4个字"),
        ({"type": "string", "minLength": 2}, "两字", "一", "至少填写2个字"),
        ({"type": "string", "x_long": True}, "一行\n两行", 3, "无法识别"),
        ({"type": "string", "pattern": "^[A-Z]+$", "x_pattern_message": "只能填大写字母。"}, "AB", "ab", "大写字母"),
        ({"type": "integer", "minimum": 1}, 1, 0, "不能小于1"),
        ({"type": "integer", "maximum": 9, "x_unit": "人"}, 9, 10, "不能大于9人"),
        ({"type": "integer"}, 3, 3.5, "整数"),
        ({"type": "integer"}, 3, "3", "整数"),
        ({"type": "integer"}, 3, True, "整数"),
        ({"type": "integer"}, 3, 2**60, "整数"),
        ({"type": "number", "exclusiveMinimum": 0}, 0.5, 0, "必须大于0"),
        ({"type": "number"}, 1.5, float("nan"), "数字"),
        ({"type": "string", "format": "money"}, "1200.50", "1200.5", "两位小数"),
        ({"type": "string", "format": "date"}, "2026-02-28", "2026-02-29", "没有这一天"),
        ({"type": "string", "format": "date"}, "2026-02-28", "28/2/2026", "年-月-日"),
        ({"type": "string", "format": "cn-mobile"}, "13800000000", "12800000000", "手机号码"),
        ({"type": "string", "format": "cn-mobile"}, "13800000000", "+8613800000000", "去掉空格"),
        ({"type": "string", "format": "credit-code"}, "91350100M000100Y43", "91350100M000100Y44", "信用代码"),
        ({"type": "string", "format": "resident-id"}, "11010519491231002X", "110105194912310021", "最后一位不对"),
        ({"type": "string", "format": "region"}, "320213", "32021", "区划代码"),
        ({"type": "string", "format": "region"}, "320213", "320202", "撤销"),
        ({"type": "boolean"}, False, "是", "请选择“是”或“否”"),
        ({"type": "boolean", "const": True}, True, False, "勾选“这一项”"),
        ({"type": "string", "oneOf": [{"const": "A", "title": "甲"}]}, "A", "B", "选一项"),
        ({"type": "array", "items": {"oneOf": [{"const": "A", "title": "甲"}]}}, ["A"], ["B"], "选项"),
        (
            {"type": "array", "uniqueItems": True, "items": {"oneOf": [{"const": "A", "title": "甲"}]}},
            ["A"],
            ["A", "A"],
            "一次",
        ),
        (
            {"type": "array", "minItems": 2, "items": {"oneOf": [{"const": c, "title": c} for c in "AB"]}},
            ["A", "B"],
            ["A"],
            "2项",
        ),
        ({"type": "string"}, "字", "\x00", "无法识别"),
        ({"type": "string"}, "字", "\ud800", "无法识别"),
    ],
)
def test_each_kind_takes_the_good_and_says_what_is_wrong_with_the_bad(
    keys: dict[str, Any], good: object, bad: object, says: str
) -> None:
    form = field(**keys)

    assert faults(form, good) == {}
    assert says in faults(form, bad)["f"]


def test_blank_text_is_no_answer(small: Form) -> None:
    found = check(small, {"kind": "A", "name": "  \n"}, on=TODAY)

    assert found == {"name": "请填写名称。"}


def test_an_evil_text_against_a_slow_pattern_is_answered_at_once() -> None:
    form = field(type="string", maxLength=20000, pattern="^a*a*a*a*a*a*a*a*$", x_pattern_message="只能填字母a。")

    assert faults(form, "a" * 19999 + "b") == {"f": "只能填字母a。"}


def test_visibility_follows_only_answers_that_are_themselves_visible(small: Form) -> None:
    assert visible(small, {"kind": "A", "detail": True}) == ("kind", "name")
    assert visible(small, {"kind": "B", "detail": True}) == ("kind", "name", "detail", "size")
    assert visible(small, {"kind": "B", "detail": 1}) == ("kind", "name", "detail")
    assert visible(small, {"kind": ["B"]}) == ("kind", "name", "detail")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"x_pattern_message": "编号是3位数字。", "x_help": "写在右上方。"}, "编号是3位数字。"),
        ({"x_help": "证书右上方的3位数字。"}, "这一项没有按要求填写，请核对：证书右上方的3位数字。"),
        ({}, "这一项填写的内容无法识别，请重新填写。"),
    ],
)
def test_what_breaks_a_pattern_is_told_what_is_right_in_the_words_of_the_form(said: dict[str, str], told: str) -> None:
    assert faults(field(type="string", pattern="^[0-9]{3}$", **said), "12") == {"f": told}
