"""Refusals only this room gives."""

from __future__ import annotations

from tongban.kernel.errors import Broken, NotFound


class UnknownRegion(NotFound):
    """没有找到这个地区，请从地区列表里重新选择。"""

    code = "unknown_region"


class UnknownDepartment(NotFound):
    """没有找到这个部门，请从部门列表里重新选择。"""

    code = "unknown_department"


class UnknownPlace(NotFound):
    """没有找到这个服务场所，请从办事大厅列表里重新选择。"""

    code = "unknown_place"


class CalendarNotLoaded(NotFound):
    """这一年的工作日历还没有载入，请换一个年份。"""

    code = "calendar_not_loaded"


class NoSuchArea(Broken):
    """没有这个地区代码，请从地区列表里重新选择。"""

    code = "no_such_area"


class AnnouncedAlready(Broken):
    """这一年的放假安排已经正式公布，不能再换成暂估的日历。"""

    code = "calendar_announced_already"


class BadData(Broken):
    """资料文件的内容有误，没有载入任何内容。"""

    code = "bad_data"
