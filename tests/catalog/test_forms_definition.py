"""A definition outside the subset, hostile or contradictory, is refused before anybody meets it."""

from __future__ import annotations

import copy
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from pydantic import ValidationError

from tests.catalog.conftest import DOCUMENT, SMALL
from tongban.catalog.api import Form, Guide, Kind
from tongban.catalog.forms.compiled import compile_form
from tongban.catalog.forms.definition import Column, Option, Question, Table, read
from tongban.catalog.forms.faults import form_faults


def changed(path: str, value: object) -> dict[str, Any]:
    """Return the small form with one thing in it changed; the path is like ``name.format``."""
    form = copy.deepcopy(SMALL)
    name, key = path.split(".")
    form["properties"].setdefault(name, {"x-label": "新", "x-group": "two", "x-order": 9})[key] = value
    return form


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("name.$ref", "https://example.com/schema.json"),
        ("name.$ref", "file:///etc/hostname"),
        ("name.$ref", "#/$defs/a"),
        ("name.$dynamicRef", "#a"),
        ("name.allOf", [{"$ref": "https://example.com/"}]),
        ("name.pattern", "(a)\\1"),
        ("name.pattern", "(?=a)b"),
        ("name.pattern", "((a{1000}){1000}){1000}"),
        ("name.pattern", "("),
        ("name.format", "uri"),
        ("name.x-unknown", "1"),
        ("name.default", "甲"),
        ("name.type", "object"),
        ("name.type", ["string", "null"]),
        ("name.maxLength", -1),
        ("name.maxLength", 10**9),
        ("name.x-when", {"field": "kind", "matches": ".*"}),
        ("name.x-when", {"all": [{"any": [{"field": "kind", "in": ["A"]}]}]}),
        ("name.x-label", ""),
        ("kind.oneOf", [{"const": "a b", "title": "甲"}]),
        ("kind.oneOf", []),
        ("size.minimum", float("inf")),
    ],
)
def test_what_is_outside_the_subset_is_refused(path: str, value: object) -> None:
    with pytest.raises(ValidationError):
        read(changed(path, value))


def test_a_pattern_that_repeats_too_often_is_told_so() -> None:
    with pytest.raises(ValidationError, match="重复的次数太大"):
        read(changed("name.pattern", "^a{0,1000000}$"))


@pytest.mark.parametrize("key", ["$defs", "$ref", "allOf", "x-script", "patternProperties"])
def test_unknown_keys_of_the_form_itself_are_refused(key: str) -> None:
    with pytest.raises(ValidationError):
        read(SMALL | {key: {}})


def test_a_form_that_lets_unknown_fields_in_is_refused() -> None:
    with pytest.raises(ValidationError):
        read(SMALL | {"additionalProperties": True})


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("name.x-group", "three", "分组 three 不存在"),
        ("name.x-order", 1, "次序都是"),
        ("name.x-when", {"field": "size", "in": [True]}, "不存在或排在后面"),
        ("name.x-when", {"field": "nobody", "in": [True]}, "不存在或排在后面"),
        ("detail.x-when", {"field": "kind", "in": ["C"]}, "没有的选项 C"),
        ("detail.x-when", {"field": "name", "in": ["甲"]}, "只能引用选择或是否字段"),
        ("name.x-required-when-visible", True, "应写入 required"),
        ("kind.x-when", {"field": "kind", "in": ["A"]}, "不存在或排在后面"),
        ("name.minimum", 1, "不能使用 minimum"),
        ("size.maxLength", 1, "不能使用 maxLength"),
        ("size.x-at-most-field", "name", "不存在或不是数字"),
        ("name.x-criterion", "1", "不能使用 x-criterion"),
        ("name.pattern", "^a$", "必须同时给出"),
        ("name.x-within", "3202", "不能使用 x-within"),
        ("name.x-down-to", "TOWN", "不能使用 x-down-to"),
        ("more.type", "array", "必须列出选项"),
        ("name.minLength", 6, "最少字数比最多字数多"),
        ("size.minimum", 10**6, "最小值比最大值大"),
        ("size.exclusiveMinimum", 10**6, "要大于的数不比最大值小"),
        ("kind.oneOf", [{"const": "A", "title": "甲"}, {"const": "A", "title": "乙"}], "选项 A 重复"),
    ],
)
def test_parts_that_contradict_each_other_are_told(path: str, value: object, says: str) -> None:
    found = form_faults(read(changed(path, value)))

    assert any(says in fault for fault in found)


def test_more_choices_cannot_be_asked_for_than_there_are() -> None:
    form = changed("more.type", "array")
    form["properties"]["more"] |= {"items": {"oneOf": [{"const": "A", "title": "甲"}]}, "minItems": 2}

    assert any("最少项数比选项还多" in fault for fault in form_faults(read(form)))


def test_a_field_that_may_be_hidden_cannot_be_required_always() -> None:
    form = SMALL | {"required": ["kind", "detail", "nobody"]}

    found = form_faults(read(form))

    assert any("不能写入 required" in fault for fault in found)
    assert "必填字段 nobody 不在表单里" in found


def test_a_page_without_fields_or_twice_is_told() -> None:
    pages = [*SMALL["x-groups"], {"id": "two", "title": "又一页"}, {"id": "none", "title": "空页"}]

    found = form_faults(read(SMALL | {"x-groups": pages}))

    assert {"表单分组 two 重复", "表单分组 none 没有字段"} <= set(found)


def test_a_good_form_has_no_faults(small: Form) -> None:
    assert form_faults(small) == []


def test_the_published_definition_is_plain_json_schema_for_everybody_else() -> None:
    form = Guide.model_validate(DOCUMENT).form

    plain = form.plain()

    jsonschema_rs.meta.validate(plain)
    assert plain["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert read(json.loads(json.dumps(plain))) == form


def test_the_order_of_fields_survives_a_store_that_forgets_the_order_of_keys(small: Form) -> None:
    shuffled = dict(sorted(SMALL["properties"].items(), reverse=True))

    assert read(SMALL | {"properties": shuffled}).ordered() == small.ordered()


def test_a_compiled_form_reaches_for_nothing_outside(small: Form) -> None:
    validator = compile_form(small).validators["name"]

    assert validator.is_valid("甲")
    with pytest.raises(jsonschema_rs.ValidationError, match="example"):
        jsonschema_rs.Draft202012Validator({"$ref": "https://example.com/a"}, offline=True)


def test_every_kind_is_told_from_its_definition(small: Form) -> None:
    kinds = {name: field.kind for name, field in small.properties.items()}

    assert kinds == {"name": Kind.TEXT, "kind": Kind.CHOICE, "detail": Kind.BOOLEAN, "size": Kind.INTEGER}


def test_the_published_language_names_every_key_and_its_example_is_one() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "guide-format.md").read_text("utf-8")
    example = re.search(r"```\n(\[properties\.staff\].*?)```", text, re.DOTALL)
    assert example

    keys = {
        one.alias or name for part in (Form, Question, Column, Table, Option) for name, one in part.model_fields.items()
    }
    form = read({"x-groups": [{"id": "people", "title": "人员"}], **tomllib.loads(example[1])})

    assert sorted(key for key in keys - {"$schema"} if f"`{key}" not in text and f"{key} = " not in text) == []
    assert form_faults(form) == []
