"""Whatever is sent is either refused with a sentence or read into lines that can be kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.test_credit_code import CODES
from tongban.catalog.directory import codes, reading, rows
from tongban.catalog.directory.errors import UnreadableFile
from tongban.catalog.guide.terms import TYPE_CODES, ItemType
from tongban.kernel.codes.item import Level
from tongban.kernel.law import numeral

AROUND = rows.Around(
    lines={"EDU": "EDU"},
    departments={"ZD320200EDU": rows.Department("ZD320200EDU", "320200", line="EDU")},
    regions=frozenset({"320200"}),
    province="32",
)
ENTRIES = {"ZBEDU": rows.Entry("ZBEDU", "", "LICENCE")}
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20), lambda inner: st.lists(inner, max_size=3)
)


def kept(values: Any) -> bool:  # noqa: ANN401 - any JSON
    """Tell whether a database keeps it: no NUL, no halves of characters."""
    text = json.dumps(values, ensure_ascii=False)
    return "\\u0000" not in text and not any("\ud800" <= one <= "\udfff" for one in text)


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    said = "没有导入"
    try:
        text = reading.text_of(data)
        list(reading.lines_of(text.text, rows.ENTRY_COLUMNS, rows.ENTRY_REQUIRED))
    except UnreadableFile as refusal:
        said = refusal.message

    assert "没有导入" in said


@given(st.text(max_size=200))
def test_any_text_below_a_true_head_is_lines_or_refused(text: str) -> None:
    try:
        found = list(reading.lines_of(f"事项名称,事项类型\n{text}", rows.ENTRY_COLUMNS, rows.ENTRY_REQUIRED))
    except UnreadableFile:
        return
    assert all(line.number > 1 for line in found)


@given(st.dictionaries(st.sampled_from([*rows.ENTRY_COLUMNS.values(), "其他"]), ANY))
def test_any_object_is_an_entry_or_has_a_fault(cells: dict[str, Any]) -> None:
    (line,) = reading.lines_of(json.dumps([cells]), rows.ENTRY_COLUMNS, rows.ENTRY_REQUIRED)

    read = rows.entry_of(line.cells, AROUND, {})

    assert kept(read.values)
    assert kept([line.fault, *read.faults])
    assert read.faults or (read.values["name"] and read.values["type"] and read.values["code"])


@given(st.dictionaries(st.sampled_from(list(rows.ITEM_COLUMNS.values())), ANY))
def test_any_object_is_an_implementation_or_has_a_fault(cells: dict[str, Any]) -> None:
    read = rows.item_of(cells, AROUND, ENTRIES)

    assert kept(read.values)
    assert read.faults or (read.values["basic"] and read.values["department"])


@given(CODES, st.sampled_from(list(ItemType)), st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=8, max_size=8))
def test_a_code_made_of_what_the_list_says_has_no_fault_and_of_anything_else_one(
    body: str, kind: ItemType, tail: str
) -> None:
    region = body[2:8]
    level = {"CITY": Level.CITY, "COUNTY": Level.COUNTY, "PROVINCE": Level.PROVINCE}[codes.level_of(region).value]
    basic = f"00{TYPE_CODES[kind]}{tail}"
    code = f"{body}{level}{basic}"

    def faults(code: str, kind: ItemType = kind, basic_code: str = basic, known: str = body) -> list[str]:
        return codes.implementation_faults(code, kind=kind, basic_code=basic_code, region=region, credit_code=known)

    assert faults(code) == faults(f"{code}01") == []
    assert faults(code, basic_code="")
    assert faults(code, known="113202000140078363" if body != "113202000140078363" else "11370800MB28559184")
    assert faults(f"{body}{Level.VILLAGE}{basic}")
    other = next(one for one in ItemType if one != kind)
    assert faults(code, kind=other)


@pytest.mark.parametrize("number", [1, 10, 35, 101, 1260])
def test_articles_are_read_in_both_ways_of_writing(number: int) -> None:
    for said in (str(number), numeral(number)):
        read = rows.entry_of(
            {"name": "甲", "type": "公共服务", "code": "ZBEDU", "legal": f"《教育法》第{said}条"}, AROUND, {}
        )
        assert read.values["legal"][0]["articles"] == [number]
