"""Region codes (GB/T 2260): 6 digits to the county, 9 to the town, 12 to the village."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from tongban.kernel.codes.text import clean
from tongban.kernel.errors import Broken

# The group is the code without the zeros that only fill it up; more than twelve digits never fit.
_FORM = re.compile(r"(?!.{13})([0-9]{6}(?:[0-9]{3})*?)(?:000)*")

# GB/T 2260, first two digits, by the first of them.
_PROVINCES = {1: "12345", 2: "123", 3: "1234567", 4: "123456", 5: "01234", 6: "12345", 7: "1", 8: "12"}
PROVINCES = frozenset(f"{area}{place}" for area, places in _PROVINCES.items() for place in places)


class Level(StrEnum):
    """How far down a region code reaches."""

    PROVINCE = "PROVINCE"
    CITY = "CITY"
    COUNTY = "COUNTY"
    TOWN = "TOWN"
    VILLAGE = "VILLAGE"


_BELOW_COUNTY = {9: Level.TOWN, 12: Level.VILLAGE}


@dataclass(frozen=True, slots=True)
class Abolished:
    """A county that is no more: its code is never given again and lives on in identity numbers."""

    name: str
    successors: tuple[str, ...]


# Wuxi. From memory, high confidence; the successors are the counties that hold the land today.
ABOLISHED = MappingProxyType(
    {
        "320202": Abolished("崇安区", ("320213",)),
        "320203": Abolished("南长区", ("320213",)),
        "320204": Abolished("北塘区", ("320213",)),
        "320219": Abolished("江阴县", ("320281",)),
        "320222": Abolished("无锡县", ("320205", "320206")),
        "320223": Abolished("宜兴县", ("320282",)),
        "320283": Abolished("锡山市", ("320205", "320206")),
    }
)


@dataclass(frozen=True, slots=True)
class RegionCode:
    """A region in its shortest form: twelve digits that end in zeros are the town or county they stand for."""

    code: str

    @property
    def level(self) -> Level:
        """Return how far down the code reaches."""
        if below := _BELOW_COUNTY.get(len(self.code)):
            return below
        if self.code.endswith("0000"):
            return Level.PROVINCE
        return Level.CITY if self.code.endswith("00") else Level.COUNTY

    @property
    def county(self) -> str:
        """Return the first six digits: the county, or the city or province itself."""
        return self.code[:6]

    @property
    def padded(self) -> str:
        """Return the twelve-digit form that exchange tables use."""
        return self.code.ljust(12, "0")

    @property
    def abolished(self) -> Abolished | None:
        """Return what became of the county, or None if nothing is known against it."""
        return ABOLISHED.get(self.county)


def parse(text: str) -> RegionCode:
    """Read a region code of 6, 9 or 12 digits; whether the region exists is for the organisations to say."""
    found = _FORM.fullmatch(clean(text))
    if not found:
        raise Broken("行政区划代码应为6位、9位或12位数字，请核对后重新填写。")
    if found[1][:2] not in PROVINCES:
        raise Broken("行政区划代码的前两位不是任何一个省（自治区、直辖市）的代码，请核对。")
    return RegionCode(found[1])


def parse_current(text: str) -> RegionCode:
    """Read the code of a region that can own something today: an abolished county is refused with its successor."""
    region = parse(text)
    if gone := region.abolished:
        now = "、".join(gone.successors)
        message = f"{gone.name}（{region.county}）已经撤销，请改用现在的行政区划代码：{now}。"
        raise Broken(message)
    return region


def stem(region: str) -> str:
    """Return what the code of a region and of everything inside it begin with: 320200 → 3202."""
    return re.sub(r"^(\d{2})(?:0000|(\d{2})00)$", r"\1\2", region)


def below(region: str, other: str) -> bool:
    """Tell whether one region lies inside another and is not the same: 320213 below 320200."""
    return region != other and region.startswith(stem(other))
