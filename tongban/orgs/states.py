"""The words of this room that are stored: codes never change, the Chinese words may."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from tongban.kernel.codes.region import Level

Code = TypeVar("Code", bound=StrEnum)


class DepartmentKind(StrEnum):
    """What sort of body a department is."""

    GOVERNMENT = "GOVERNMENT"
    BRANCH = "BRANCH"
    VERTICAL = "VERTICAL"
    INSTITUTION = "INSTITUTION"
    UTILITY = "UTILITY"
    PARTY = "PARTY"
    MASS = "MASS"
    FUNCTIONAL_COMMITTEE = "FUNCTIONAL_COMMITTEE"


class WindowKind(StrEnum):
    """What a window is for (articles 20, 24 and 29 of the regulation)."""

    CONSULT = "CONSULT"
    GENERAL = "GENERAL"
    SPECIALIST = "SPECIALIST"
    THEME = "THEME"
    HANDOUT = "HANDOUT"
    ASSIST = "ASSIST"
    STUCK = "STUCK"
    CROSS_PROVINCE = "CROSS_PROVINCE"
    WITHIN_PROVINCE = "WITHIN_PROVINCE"
    YANGTZE_DELTA = "YANGTZE_DELTA"


class CalendarStatus(StrEnum):
    """Whether the State Council has announced the holidays of a year, or we only know the statutory ones."""

    ANNOUNCED = "ANNOUNCED"
    ESTIMATED = "ESTIMATED"


LEVEL_NAMES = {
    Level.PROVINCE: "省",
    Level.CITY: "市",
    Level.COUNTY: "市（县）区",
    Level.TOWN: "镇（街道）",
    Level.VILLAGE: "村（社区）",
}
DEPARTMENT_KIND_NAMES = {
    DepartmentKind.GOVERNMENT: "政府部门",
    DepartmentKind.BRANCH: "派出分局",
    DepartmentKind.VERTICAL: "垂直管理部门",
    DepartmentKind.INSTITUTION: "事业单位",
    DepartmentKind.UTILITY: "公用事业单位",
    DepartmentKind.PARTY: "党委部门",
    DepartmentKind.MASS: "群团组织",
    DepartmentKind.FUNCTIONAL_COMMITTEE: "功能区管理委员会",
}
WINDOW_NAMES = {
    WindowKind.CONSULT: "综合咨询窗口",
    WindowKind.GENERAL: "综合窗口",
    WindowKind.SPECIALIST: "专业窗口",
    WindowKind.THEME: "主题窗口",
    WindowKind.HANDOUT: "出件窗口",
    WindowKind.ASSIST: "帮办代办窗口",
    WindowKind.STUCK: "“办不成事”反映窗口",
    WindowKind.CROSS_PROVINCE: "“跨省通办”专窗",
    WindowKind.WITHIN_PROVINCE: "“省内通办”专窗",
    WindowKind.YANGTZE_DELTA: "长三角“一网通办”专窗",
}
CALENDAR_STATUS_NAMES = {CalendarStatus.ANNOUNCED: "已公布", CalendarStatus.ESTIMATED: "暂估"}


def choices(names: Mapping[Code, str]) -> list[tuple[str, str]]:
    """Return the pairs a column takes, as plain text: a migration must not need the enumeration of its day."""
    return [(code.value, name) for code, name in names.items()]
