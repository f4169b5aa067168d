"""Parameters that several operations share. A description says what is right, because refusals repeat it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from enum import StrEnum
from typing import Annotated, Any

from ninja import Query
from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from tongban.catalog import api as catalog
from tongban.catalog.directory import api as directory
from tongban.kernel.codes import region
from tongban.kernel.codes.local import LocalDepartmentCode, LocalItemCode, LocalPlaceCode, is_local
from tongban.kernel.codes.region import Level
from tongban.rest.invalid import checked, sentence

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_MOST_WORDS = 60
_SINCE = re.compile(r"[0-9]{1,9}-[0-9]{1,18}", re.ASCII)
_REGION = "[0-9]{6}([0-9]{3}){0,2}"


class Unit(StrEnum):
    """In what a limit is counted."""

    WORKING_DAY = "working_day"
    HALF_WORKING_DAY = "half_working_day"
    NATURAL_DAY = "natural_day"
    HOUR = "hour"
    MONTH = "month"
    YEAR = "year"


class Direction(StrEnum):
    """Which way a limit is counted."""

    FORWARD = "forward"
    BACKWARD = "backward"


class Roll(StrEnum):
    """Where a limit ends whose last day is a day of rest."""

    NEXT_WORKDAY = "next_workday"
    PREVIOUS_WORKDAY = "previous_workday"
    NONE = "none"


class PlaceLevel(StrEnum):
    """The four levels that have a service place (article 20)."""

    CITY = "CITY"
    COUNTY = "COUNTY"
    TOWN = "TOWN"
    VILLAGE = "VILLAGE"


def _day(value: Any) -> date:  # noqa: ANN401 - whatever was sent
    """Read a day written in full; the many other forms that a lenient reader would take are refused."""
    try:
        if _DAY.fullmatch(str(value)):
            return date.fromisoformat(str(value))
    except ValueError:
        raise sentence("日历上没有这一天，请核对月份和日期。") from None
    raise sentence("日期要写成“年-月-日”，例如2026-09-29。")


def _time(value: Any) -> time:  # noqa: ANN401 - whatever was sent
    """Read a time of the day to the minute."""
    if not _TIME.fullmatch(str(value)):
        raise sentence("时间要写成“时:分”，例如09:30。")
    return time.fromisoformat(str(value))


def _region(value: str) -> str:
    code = region.parse(value).code
    if not (value.isascii() and value.isdigit()):  # -116999667 is a number to programmes, and no code
        raise sentence("行政区划代码只写数字，中间不带空格、横线，请核对后重新填写。")
    return code


def _area(value: str) -> str:
    return LocalDepartmentCode.parse(value).code if is_local(value) else _region(value)


def _place(value: str) -> str:
    return LocalPlaceCode.parse(value).code


def _department(value: str) -> str:
    return LocalDepartmentCode.parse(value).code


def _since(value: str) -> str:
    if not _SINCE.fullmatch(value):
        raise sentence("请原样填写上次给出的next的值。")
    return value


def _item(value: str) -> str:
    return LocalItemCode.parse(value).code


def _written(name: str) -> Callable[[str], str]:
    """Take what people write, called by its name; characters that nobody can see are not looked for."""

    def written(value: str) -> str:
        if not value.isprintable():
            raise sentence(f"{name}里有看不见的字符，请重新输入。")
        words = value.strip()
        if not words:
            raise sentence(f"请输入{name}，不限的话去掉这个参数。")
        if len(words) > _MOST_WORDS:
            raise sentence(f"{name}太长了，最多{_MOST_WORDS}个字。")
        return words

    return written


def _one_of(choices: type[StrEnum]) -> WithJsonSchema:
    """Describe a choice in place: as a named schema it would lose the parameter's own description."""
    return WithJsonSchema({"type": "string", "enum": [each.value for each in choices]})


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Time = Annotated[
    time, BeforeValidator(_time), WithJsonSchema({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"})
]
RegionCode = Annotated[
    str, AfterValidator(checked(_region)), WithJsonSchema({"type": "string", "pattern": f"^{_REGION}$"})
]
AreaCode = Annotated[
    str,
    AfterValidator(checked(_area)),
    WithJsonSchema({"type": "string", "pattern": f"^({_REGION}|ZD[0-9A-Z]{{2,28}})$"}),
]
PlaceCode = Annotated[
    str, AfterValidator(checked(_place)), WithJsonSchema({"type": "string", "pattern": "^ZP[0-9A-Z]{2,28}$"})
]
_WRITTEN = WithJsonSchema({"type": "string", "minLength": 1, "maxLength": _MOST_WORDS})
Words = Annotated[str, AfterValidator(_written("要搜索的词")), _WRITTEN]
Theme = Annotated[str, AfterValidator(_written("主题")), _WRITTEN]
Content = Annotated[str, AfterValidator(_written("内容")), _WRITTEN]
ItemCode = Annotated[
    str, AfterValidator(checked(_item)), WithJsonSchema({"type": "string", "pattern": "^ZI[0-9A-Z]{2,28}$"})
]
DepartmentCode = Annotated[
    str, AfterValidator(checked(_department)), WithJsonSchema({"type": "string", "pattern": "^ZD[0-9A-Z]{2,28}$"})
]

Since = Annotated[
    str, AfterValidator(_since), WithJsonSchema({"type": "string", "pattern": "^[0-9]{1,9}-[0-9]{1,18}$"})
]

AudienceParameter = Annotated[catalog.Audience, _one_of(catalog.Audience)]
FeatureParameter = Annotated[directory.Feature, _one_of(directory.Feature)]
TypeParameter = Annotated[catalog.ItemType, _one_of(catalog.ItemType)]
UnitParameter = Annotated[Unit, _one_of(Unit)]
DirectionParameter = Annotated[Direction, _one_of(Direction)]
RollParameter = Annotated[Roll, _one_of(Roll)]
LevelParameter = Annotated[Level, _one_of(Level)]
PlaceLevelParameter = Annotated[PlaceLevel, _one_of(PlaceLevel)]

PageNumber = Annotated[int | None, Query(description="第几页，从1开始，最多1000。", ge=1, le=1000, examples=[1])]
Cursor = Annotated[str | None, Query(description="上一页给出的next的值；取第一页时不填。", examples=["djE6Mjo1MA"])]
Limit = Annotated[int, Query(description="每页条数，1到100，不填为50。", ge=1, le=100, examples=[50])]
