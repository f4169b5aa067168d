"""Whether national codes agree with what they are given to. Their form is read in ``kernel.codes.item``.

A code says four things of an item besides its number: the region of its directory, its type, the body that exercises
it and the level at which it does. None of them may contradict what the list says; a code that nobody knows is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from tongban.catalog.guide.labels import label
from tongban.catalog.guide.terms import TYPE_CODES, ItemType, Level
from tongban.kernel.codes import item as national
from tongban.kernel.codes import region as regions
from tongban.kernel.errors import Broken

IMPLEMENTATION, HANDLING = 31, 33
LEVELS = {
    Level.NATION: national.Level.NATION,
    Level.PROVINCE: national.Level.PROVINCE,
    Level.CITY: national.Level.CITY,
    Level.COUNTY: national.Level.COUNTY,
    Level.TOWN: national.Level.TOWN,
    Level.VILLAGE: national.Level.VILLAGE,
    Level.GRADED: national.Level.SHARED,
}
_BY_REGION = {
    regions.Level.PROVINCE: Level.PROVINCE,
    regions.Level.CITY: Level.CITY,
    regions.Level.COUNTY: Level.COUNTY,
    regions.Level.TOWN: Level.TOWN,
    regions.Level.VILLAGE: Level.VILLAGE,
}


def level_of(region: str) -> Level:
    """Return the level of government that a region has."""
    return _BY_REGION[regions.RegionCode(region).level]


def basic_faults(code: str, *, kind: ItemType | None, province: str) -> list[str]:
    """Return what is wrong with a 12-character basic code of an entry of this type, in this province (two digits)."""
    try:
        return list(_of_basic(national.parse_basic(code), kind, province))
    except Broken as refusal:
        return [refusal.message]


def implementation_faults(
    code: str, *, kind: ItemType, basic_code: str, region: str, credit_code: str = ""
) -> list[str]:
    """Return what is wrong with a 31- or 33-character code of an implementation.

    It has to hold the basic code of its entry, the level of the region it is done in, a body registered in that region
    or above, and, where the credit code of the department is known, that one.
    """
    try:
        found = implementation(code)
    except Broken as refusal:
        return [refusal.message]
    return list(_of_implementation(found, kind, basic_code, region, credit_code))


def implementation(code: str) -> national.ImplementationCode:
    """Read the implementation out of a code of either length; Broken for any other text."""
    if len(code) == HANDLING:
        return national.parse_handling(code).implementation
    return national.parse_implementation(code)


def _of_basic(found: national.BasicCode, kind: ItemType | None, province: str) -> Iterator[str]:
    if not found.is_by_application:
        yield f"基本编码第3、4位是{found.item_type}（{national.type_name(found.item_type)}），不是依申请办理的事项"
    elif kind is not None and not _agrees(found.item_type, kind):
        yield f"基本编码第3、4位是{found.item_type}，与类型“{label(kind)}”不一致，应为{TYPE_CODES[kind]}"
    if province and found.region not in {national.NATIONAL, province}:
        yield f"基本编码前两位是{found.region}，应为{national.NATIONAL}（国家目录）或者{province}（本省目录）"


def _of_implementation(
    found: national.ImplementationCode, kind: ItemType, basic_code: str, region: str, credit_code: str
) -> Iterator[str]:
    if found.basic.code != basic_code:
        held = basic_code or "没有填写"
        yield f"实施编码里的基本编码是{found.basic.code}，与基本目录的（{held}）不一致"
    elif not _agrees(found.basic.item_type, kind):
        yield f"实施编码里的类型是{found.basic.item_type}，与“{label(kind)}”不一致"
    level = level_of(region)
    if found.level not in {LEVELS[level], national.Level.SHARED}:
        yield f"实施编码第19位的行使层级是{found.level}，与办理地区的层级（{label(level)}）不一致"
    if credit_code and found.department.code != credit_code:
        yield "实施编码前18位与部门的统一社会信用代码不一致"
    elif not _registered_above(found.department.code, region):
        yield f"实施编码里的机构登记在{found.department.code[2:8]}，不是办理地区（{region}）或者它的上级"


def _agrees(digits: str, kind: ItemType) -> bool:
    """Tell whether the digits of a type are those of this one; 21 and above extend the public services."""
    public = TYPE_CODES[ItemType.PUBLIC_SERVICE]
    return digits == TYPE_CODES[kind] or (kind == ItemType.PUBLIC_SERVICE and digits > public)


def _registered_above(credit_code: str, region: str) -> bool:
    """Tell whether the body is registered in the region or a region above it (credit code, positions 3 to 8)."""
    registered = credit_code[2:8]
    stems = {region[:2] + "0000", region[:4] + "00", region[:6]}
    return registered in stems or registered == "100000"
