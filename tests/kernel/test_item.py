from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.test_credit_code import CODES
from tongban.kernel.codes import credit_code, item
from tongban.kernel.codes.item import BasicCode, HandlingCode, ImplementationCode, Level
from tongban.kernel.codes.region import PROVINCES
from tongban.kernel.errors import Broken

ALNUM = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
BASICS = st.builds(
    "{}{:02}{}".format,
    st.sampled_from(["00", *sorted(PROVINCES)]),
    st.integers(0, 99),
    st.text(ALNUM, min_size=8, max_size=8),
)


@pytest.mark.parametrize(
    ("code", "region", "item_type", "department", "part"),
    [
        ("370117002011", "37", "01", "17", "sub-item"),
        ("000117112000", "00", "01", "17", "whole"),
        ("312003564000", "31", "20", "03", "whole"),
        ("432036005W02", "43", "20", "36", "sub-item"),
    ],
)
def test_basic_codes_in_use_are_read(code: str, region: str, item_type: str, department: str, part: str) -> None:
    found = item.parse_basic(code)

    assert (found.region, found.item_type, found.department) == (region, item_type, department)
    assert found.is_sub_item == (part == "sub-item")


def test_an_implementation_code_in_use_is_read() -> None:
    found = item.parse_implementation("11370800MB285591843370117002011")

    assert found.department == credit_code.parse("11370800MB28559184")
    assert (found.level, found.basic) == (Level.CITY, BasicCode("370117002011"))


@pytest.mark.parametrize(
    ("code", "order", "level"),
    [
        ("11370800MB28559184300011711200001", 1, Level.CITY),
        ("11310000MB2F30661Y231200356400001", 1, Level.PROVINCE),
        ("12441500196720244T344219980600312", 12, Level.CITY),
    ],
)
def test_handling_codes_in_use_are_read(code: str, order: int, level: Level) -> None:
    found = item.parse_handling(code)

    assert (found.order, found.implementation.level, found.code) == (order, level, code)


@given(CODES, st.sampled_from(sorted(Level)), BASICS, st.integers(1, 99))
def test_the_three_codes_contain_each_other(department: str, level: Level, basic: str, order: int) -> None:
    implementation = ImplementationCode(credit_code.parse(department), level, item.parse_basic(basic))
    handling = HandlingCode(implementation, order)

    assert (len(basic), len(implementation.code), len(handling.code)) == (12, 31, 33)
    assert item.parse_implementation(implementation.code) == implementation
    assert item.parse_handling(handling.code) == handling


@given(BASICS, st.integers(9, 11), st.sampled_from(ALNUM))
def test_item_codes_have_no_check_character_to_be_wrong(basic: str, place: int, other: str) -> None:
    changed = basic[:place] + other + basic[place + 1 :]

    assert item.parse_basic(changed).code == changed


@pytest.mark.parametrize("typed", ["", "00011711200", "0001171120000", "ZIGSSL000000", "A00117112000", "0001-1711-200"])
def test_a_basic_code_of_another_form_is_refused(typed: str) -> None:
    with pytest.raises(Broken, match="12位"):
        item.parse_basic(typed)


def test_a_basic_code_of_no_province_is_refused() -> None:
    with pytest.raises(Broken, match="省级区划代码"):
        item.parse_basic("990117112000")


@pytest.mark.parametrize("level", ["0", "8", "9", "A"])
def test_a_level_outside_one_to_seven_is_refused(level: str) -> None:
    with pytest.raises(Broken, match="行使层级"):
        item.parse_implementation(f"11370800MB28559184{level}370117002011")


def test_the_credit_code_inside_is_checked() -> None:
    with pytest.raises(Broken, match="统一社会信用代码最后一位不对"):
        item.parse_implementation("11370800MB285591853370117002011")


def test_the_basic_code_inside_is_checked() -> None:
    with pytest.raises(Broken, match="省级区划代码"):
        item.parse_implementation("11370800MB285591843990117002011")


@pytest.mark.parametrize("typed", ["11370800MB28559184337011700201", "11370800MB2855918433701170020111", ""])
def test_an_implementation_code_of_another_length_is_refused(typed: str) -> None:
    with pytest.raises(Broken, match="31位"):
        item.parse_implementation(typed)


@pytest.mark.parametrize("order", ["00", "0A", "1", "123"])
def test_a_handling_code_without_a_proper_order_is_refused(order: str) -> None:
    with pytest.raises(Broken, match="33位"):
        item.parse_handling("11370800MB285591843370117002011" + order)


@pytest.mark.parametrize("item_type", ["01", "05", "07", "08", "09", "10", "20", "21", "35"])
def test_what_begins_with_an_application_belongs_here(item_type: str) -> None:
    assert item.is_by_application(item_type)
    assert item.parse_basic(f"32{item_type}17112000").is_by_application


@pytest.mark.parametrize("item_type", ["00", "02", "03", "04", "06", "11", "19"])
def test_penalty_coercion_levy_and_inspection_do_not(item_type: str) -> None:
    assert not item.is_by_application(item_type)
    assert not item.parse_basic(f"32{item_type}17112000").is_by_application


@pytest.mark.parametrize(
    ("item_type", "name"),
    [
        ("01", "行政许可"),
        ("09", "行政裁决"),
        ("20", "公共服务"),
        ("11", "行政权力事项（扩展）"),
        ("21", "公共服务（扩展）"),
    ],
)
def test_every_type_has_a_name(item_type: str, name: str) -> None:
    assert item.type_name(item_type) == name


def test_every_level_has_a_name() -> None:
    assert set(item.LEVEL_NAMES) == set(Level)
