"""Item codes (GB/T 39554.1): basic 12, implementation 31, handling 33. They have no check character of their own.

basic = region 2 + type 2 + department 2 + main item 3 + sub-item 3; implementation = credit code 18 + level 1 +
basic; handling = implementation + order 2. The widths are inferred from codes in use. The department and item
parts may hold letters (…005W02 is in use); whether a basic code exists is for the catalogue to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from tongban.kernel.codes import credit_code
from tongban.kernel.codes.region import PROVINCES
from tongban.kernel.codes.text import clean
from tongban.kernel.errors import Broken

NATIONAL = "00"
WHOLE_ITEM = "000"
_BASIC = re.compile(r"[0-9]{4}[0-9A-Z]{8}")
_IMPLEMENTATION = re.compile(r"([0-9A-Z]{18})(.)([0-9A-Z]{12})")
_HANDLING = re.compile(r"([0-9A-Z]{31})([0-9]{2})")

TYPE_NAMES = {
    "00": "行政权力事项",
    "01": "行政许可",
    "02": "行政处罚",
    "03": "行政强制",
    "04": "行政征收",
    "05": "行政给付",
    "06": "行政检查",
    "07": "行政确认",
    "08": "行政奖励",
    "09": "行政裁决",
    "10": "其他行政权力",
    "20": "公共服务",
}
_POWERS_BY_APPLICATION = frozenset({"01", "05", "07", "08", "09", "10"})
_FIRST_PUBLIC_SERVICE = "20"


class Level(StrEnum):
    """At which level an item is exercised (行使层级)."""

    NATION = "1"
    PROVINCE = "2"
    CITY = "3"
    COUNTY = "4"
    TOWN = "5"
    VILLAGE = "6"
    SHARED = "7"


LEVEL_NAMES = {
    Level.NATION: "国家级",
    Level.PROVINCE: "省级",
    Level.CITY: "市级",
    Level.COUNTY: "县级",
    Level.TOWN: "镇（乡、街道）级",
    Level.VILLAGE: "村（社区）级",
    Level.SHARED: "分级管理",
}


def is_by_application(item_type: str) -> bool:
    """Tell whether items of this type begin with someone's application and so belong here (regulation art. 3)."""
    return item_type in _POWERS_BY_APPLICATION or item_type >= _FIRST_PUBLIC_SERVICE


def type_name(item_type: str) -> str:
    """Return the Chinese name of a type; 11 to 19 extend the powers, 21 and above the public services."""
    extension = TYPE_NAMES[_FIRST_PUBLIC_SERVICE] if item_type > _FIRST_PUBLIC_SERVICE else TYPE_NAMES["00"]
    return TYPE_NAMES.get(item_type, f"{extension}（扩展）")


@dataclass(frozen=True, slots=True)
class BasicCode:
    """基本编码: the item as the directory of the nation or province knows it, the same everywhere below."""

    code: str

    @property
    def region(self) -> str:
        """Return two digits: 00 for the nation's directory, else the province."""
        return self.code[:2]

    @property
    def item_type(self) -> str:
        """Return the two digits of the type."""
        return self.code[2:4]

    @property
    def department(self) -> str:
        """Return the two characters of the department in charge of the trade."""
        return self.code[4:6]

    @property
    def is_sub_item(self) -> bool:
        """Tell whether this is part of a main item."""
        return self.code[9:] != WHOLE_ITEM

    @property
    def is_by_application(self) -> bool:
        """Tell whether the item begins with an application (regulation art. 3)."""
        return is_by_application(self.item_type)


@dataclass(frozen=True, slots=True)
class ImplementationCode:
    """实施编码: the item as one department at one level does it."""

    department: credit_code.CreditCode
    level: Level
    basic: BasicCode

    @property
    def code(self) -> str:
        """Return the 31 characters."""
        return self.department.code + self.level + self.basic.code


@dataclass(frozen=True, slots=True)
class HandlingCode:
    """业务办理项编码: one of the cases into which an implementation is split, counted from 1 to 99."""

    implementation: ImplementationCode
    order: int

    @property
    def code(self) -> str:
        """Return the 33 characters."""
        return f"{self.implementation.code}{self.order:02}"


def parse_basic(text: str) -> BasicCode:
    """Read a basic code."""
    code = clean(text)
    if not _BASIC.fullmatch(code):
        raise Broken("事项基本编码应为12位，前4位是数字，请核对后重新填写。")
    if code[:2] != NATIONAL and code[:2] not in PROVINCES:
        raise Broken("事项基本编码的前两位应为00（国家）或省级区划代码，请核对。")
    return BasicCode(code)


def parse_implementation(text: str) -> ImplementationCode:
    """Read an implementation code; the credit code inside it is checked, the rest carries no check."""
    parts = _IMPLEMENTATION.fullmatch(clean(text))
    if not parts:
        raise Broken("事项实施编码应为31位数字和字母，请核对后重新填写。")
    if parts[2] not in set(Level):
        raise Broken("事项实施编码第19位是行使层级，应为1至7，请核对。")
    return ImplementationCode(credit_code.parse(parts[1]), Level(parts[2]), parse_basic(parts[3]))


def parse_handling(text: str) -> HandlingCode:
    """Read a handling code."""
    parts = _HANDLING.fullmatch(clean(text))
    if not parts or parts[2] == "00":
        raise Broken("业务办理项编码应为33位，最后两位是01至99的顺序号，请核对后重新填写。")
    return HandlingCode(parse_implementation(parts[1]), int(parts[2]))
