"""A field that is answered by rows: as many as may be, each held to what a form is held to, each fault at its cell."""

from __future__ import annotations

import copy
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.catalog.conftest import TODAY
from tongban.catalog.api import Form, Kind, cell, check, clean, corrected, field_of, in_words, opened, without
from tongban.catalog.forms.definition import read
from tongban.catalog.forms.faults import form_faults

STAFF: dict[str, Any] = {
    "x-groups": [{"id": "g", "title": "人员"}],
    "required": ["staff"],
    "properties": {
        "staff": {
            "type": "array",
            "x-label": "从业人员",
            "x-group": "g",
            "x-order": 1,
            "x-sensitive": True,
            "minItems": 1,
            "maxItems": 3,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "x-row": "人员",
                "required": ["name", "post"],
                "properties": {
                    "name": {"type": "string", "maxLength": 5, "x-label": "姓名", "x-order": 1},
                    "post": {
                        "type": "string",
                        "oneOf": [{"const": "COOK", "title": "厨师"}, {"const": "OTHER", "title": "其他"}],
                        "x-label": "岗位",
                        "x-order": 2,
                    },
                    "which": {
                        "type": "string",
                        "x-label": "什么岗位",
                        "x-order": 3,
                        "x-when": {"field": "post", "in": ["OTHER"]},
                        "x-required-when-visible": True,
                    },
                    "mobile": {
                        "type": "string",
                        "format": "cn-mobile",
                        "x-label": "手机",
                        "x-order": 4,
                        "x-sensitive": True,
                    },
                },
            },
        },
        "note": {"type": "string", "x-label": "备注", "x-group": "g", "x-order": 2},
    },
}
COOK, GUARD = {"name": "张三", "post": "COOK"}, {"name": "李四", "post": "OTHER", "which": "保安"}


@pytest.fixture(scope="module")
def form() -> Form:
    return read(STAFF)


def with_table(**keys: object) -> dict[str, Any]:
    """Return the form with some keys of the table changed; None takes a key away, ``x_`` stands for ``x-``."""
    changed = copy.deepcopy(STAFF)
    table = changed["properties"]["staff"]
    for name, value in keys.items():
        table[name.replace("x_", "x-")] = value
    changed["properties"]["staff"] = {name: value for name, value in table.items() if value is not None}
    return changed


def with_row(**keys: object) -> dict[str, Any]:
    return with_table(items=STAFF["properties"]["staff"]["items"] | keys)


def with_column(**keys: object) -> dict[str, Any]:
    column = {name.replace("x_", "x-"): value for name, value in keys.items()}
    columns = STAFF["properties"]["staff"]["items"]["properties"]
    return with_row(properties=columns | {"more": {"type": "string", "x-label": "新", "x-order": 9} | column})


def test_a_table_is_a_kind_of_its_own_and_has_no_faults(form: Form) -> None:
    assert form.properties["staff"].kind == Kind.TABLE
    assert form_faults(form) == []


def test_rows_that_are_filled_in_as_asked_are_taken(form: Form) -> None:
    assert check(form, {"staff": [COOK, GUARD]}, on=TODAY) == {}


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        ([], {"staff": "请填写从业人员。"}),
        ("张三", {"staff": "从业人员填写的内容无法识别，请重新填写。"}),
        (["张三"], {"staff": "从业人员填写的内容无法识别，请重新填写。"}),
        ([COOK] * 4, {"staff": "从业人员最多填写3行，现在有4行，请删去多出的。"}),
        ([COOK, {"post": "COOK"}], {"staff[2].name": "第2行：请填写姓名。"}),
        ([COOK | {"name": "六个字的名字"}], {"staff[1].name": "第1行：姓名最多填写5个字，现在有6个字，请精简。"}),
        ([{"name": "李四", "post": "OTHER"}], {"staff[1].which": "第1行：请填写什么岗位。"}),
        ([COOK | {"which": "厨师"}], {"staff[1].which": "第1行：按您前面的填写，这一项不需要填，请清空。"}),
        ([COOK | {"wage": 1}], {"staff[1].wage": "第1行：表单里没有这一项，请刷新页面后重新填写。"}),
        ([COOK | {"name": "a\x00"}], {"staff[1].name": "第1行：姓名填写的内容无法识别，请重新填写。"}),
        ([COOK | {"name": {"a": [1]}}], {"staff[1].name": "第1行：姓名填写的内容无法识别，请重新填写。"}),
        (
            [COOK | {"mobile": "12"}],
            {"staff[1].mobile": "第1行：手机号码应为11位数字，以13至19开头，请核对后重新填写。"},
        ),
    ],
)
def test_what_is_wrong_in_a_row_is_told_at_its_cell(form: Form, rows: object, faults: dict[str, str]) -> None:
    found = check(form, {"staff": rows}, on=TODAY)

    assert found == faults


def test_too_few_rows_are_told() -> None:
    two = read(with_table(minItems=2))

    assert check(two, {"staff": [COOK]}, on=TODAY) == {"staff": "从业人员至少填写2行。"}


def test_rows_are_read_in_their_order_without_empty_ones_and_what_is_hidden(form: Form) -> None:
    posted = {
        "staff[7].name": ["李四"],
        "staff[7].post": ["OTHER"],
        "staff[7].which": ["保安"],
        "staff[3].name": [""],
        "staff[3].mobile": ["  "],
        "staff[1].name": [" 张三 "],
        "staff[1].post": ["COOK"],
        "staff[1].which": ["不显示"],
        "staff[0].name": ["零"],
        "staff[1].wage": ["1"],
        "other[1].name": ["别的"],
        "staff[1]name": ["坏"],
        "note": ["好"],
    }

    assert clean(form, posted) == {"staff": [COOK, GUARD], "note": "好"}


@settings(deadline=None)
@given(st.dictionaries(st.text(max_size=30), st.lists(st.text(max_size=5), max_size=2), max_size=8))
def test_whatever_is_posted_is_read_and_checked_without_falling(posted: dict[str, list[str]]) -> None:
    form = read(STAFF)
    cells = {f"staff[{number}].name": values for number, values in enumerate(posted.values(), start=1)}

    found = check(form, clean(form, posted | cells), on=TODAY)

    assert {field_of(name) for name in found} <= {"staff", "note"}


def test_a_row_is_taken_out_of_what_was_posted_and_no_other() -> None:
    posted = {"staff[1].name": ["a"], "staff[11].name": ["b"], "staff[1]": ["c"], "note": ["d"]}

    assert without("staff[1]", posted).keys() == {"staff[11].name", "staff[1]", "note"}
    assert without("", posted) == posted
    assert without("no row", posted) == posted


@pytest.mark.parametrize("name", ["staff", "", "staff[2]", "staff[0].name", "x[1].y[2].z", "a.b"])
def test_a_name_that_is_no_cell_is_a_field_of_its_own(name: str) -> None:
    assert field_of(name) == name
    assert field_of(cell("staff", 2, "name")) == "staff"


def test_a_table_is_said_in_words_row_by_row(form: Form) -> None:
    said = in_words(form.properties["staff"], [COOK, GUARD])

    assert said == "1．姓名：张三；岗位：厨师\n2．姓名：李四；岗位：其他；什么岗位：保安"


def test_a_correction_of_a_table_opens_its_rows_and_nothing_else(form: Form) -> None:
    saved = {"staff": [COOK], "note": "好"}

    assert opened(form, ["staff"], saved) == ("staff",)
    now = corrected(
        form,
        {"staff[1].name": ["李四"], "staff[1].post": ["COOK"], "note": ["坏"]},
        saved=saved,
        pointed=["staff"],
    )
    assert now == {"staff": [{"name": "李四", "post": "COOK"}], "note": "好"}


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        (with_row(properties={}), "items.Table.properties"),
        (with_row(type="array"), "items.Table.type"),
        (with_row(additionalProperties=True), "items.Table.additionalProperties"),
        (with_row(**{"$ref": "https://example.com/"}), "items.Table.$ref"),
        (with_row(patternProperties={}), "items.Table.patternProperties"),
        (with_column(x_group="g"), "items.Table.properties.more.x-group"),
        (with_column(pattern="(?=a)b"), "items.Table.properties.more.pattern"),
        (with_column(**{"x-source": {"from": "PARTY", "key": "name", "name": "照"}}), "properties.more.x-source"),
        (with_column(type="array", items=STAFF["properties"]["staff"]["items"]), "properties.more.items.type"),
        (with_table(maxItems=101), "maxItems"),
    ],
)
def test_what_is_outside_the_subset_is_refused_and_the_place_named(raw: dict[str, Any], place: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        read(raw)

    assert any(place in ".".join(map(str, fault["loc"])) for fault in refusal.value.errors())


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (with_table(maxItems=None), "要写明最多几行"),
        (with_table(uniqueItems=True), "不能使用 uniqueItems"),
        (with_table(x_sensitive=None), "表格自己也要写 x-sensitive"),
        (with_column(x_order=1), "次序都是 1"),
        (with_column(**{"x-when": {"field": "note", "in": [True]}}), "不存在或排在后面"),
        (with_column(minimum=1), "不能使用 minimum"),
        (with_row(required=["nobody"]), "必填字段 nobody"),
    ],
)
def test_columns_that_contradict_each_other_are_told(raw: dict[str, Any], says: str) -> None:
    assert any(says in fault and "从业人员" in fault for fault in form_faults(read(raw)))


def test_no_condition_looks_at_a_table() -> None:
    raw = copy.deepcopy(STAFF)
    raw["properties"]["note"]["x-when"] = {"field": "staff", "in": ["COOK"]}

    assert any("只能引用选择或是否字段" in fault for fault in form_faults(read(raw)))


def test_the_published_table_is_plain_json_schema_for_everybody_else(form: Form) -> None:
    plain = form.plain()
    schema = {name: value for name, value in plain.items() if name != "$schema"}
    validator = jsonschema_rs.Draft202012Validator(schema)

    assert validator.is_valid({"staff": [COOK, GUARD]})
    assert not validator.is_valid({"staff": [COOK | {"wage": 1}]})
    assert not validator.is_valid({"staff": [{"post": "COOK"}]})
    assert read(plain) == form
