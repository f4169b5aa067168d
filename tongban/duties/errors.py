"""Refusals that only this room gives."""

from __future__ import annotations

from tongban.kernel.errors import Broken


class UnknownRegime(Broken):
    """没有找到这一事项适用的办理规则，请联系系统管理员核对办事指南。"""

    code = "unknown_regime"


class DutyAlreadyRunning(Broken):
    """同一办件的同一时限已经在计算，不能重复开始。"""

    code = "duty_already_running"
