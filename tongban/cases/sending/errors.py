"""Refusals about who was sent (行政许可法34(3), 55(2))."""

from __future__ import annotations

from tongban.kernel.errors import Broken


class TooFewSent(Broken):
    """请写明参加的工作人员，依法至少两名。"""

    code = "too_few_sent"


class NameTooLong(Broken):
    """其他单位人员的姓名，每个最多一百个字，一次最多二十名。几个姓名用顿号分开。"""

    code = "name_too_long"
