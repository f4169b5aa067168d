"""Refusals that only this room gives."""

from __future__ import annotations

from tongban.kernel.errors import Broken, WrongState


class UnknownRegime(Broken):
    """没有找到这一事项适用的办理规则，请联系系统管理员核对办事指南。"""

    code = "unknown_regime"


class DutyAlreadyRunning(Broken):
    """同一办件的同一时限已经在计算，不能重复开始。"""

    code = "duty_already_running"


class NoClockRuns(WrongState):
    """没有正在计算的时限，不能办理这项操作。请刷新页面查看最新进展。"""

    code = "no_clock_runs"


class ClockOver(WrongState):
    """期限已经届满，不能再停止计时或者延长。"""

    code = "clock_over"


class PausedAlready(WrongState):
    """这一时限已经因同一事由停止计时，不用重复办理。"""

    code = "paused_already"


class NotPaused(WrongState):
    """这一时限没有因这一事由停止计时，不用恢复。"""

    code = "not_paused"


class PausedTooEarly(Broken):
    """停止计时的时间早于这一时限开始计算的时间，请核对后重试。"""

    code = "paused_too_early"


class ResumedTooEarly(Broken):
    """恢复计时的时间早于停止计时的时间，请核对后重试。"""

    code = "resumed_too_early"


class CannotPause(Broken):
    """这一时限依法不能停止计时。"""

    code = "cannot_pause"


class ExtendedAlready(WrongState):
    """这一时限已经按规定延长过，不能再延长。"""

    code = "extended_already"


class ExtensionUnfit(Broken):
    """延长的时间超过规定，或者单位与原时限不同，请修改后重试。"""

    code = "extension_unfit"
