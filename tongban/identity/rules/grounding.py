"""Why staff did what cannot be undone: one of a few grounds, which the record keeps as a code.

Which grounds there are is the house's choice, 待核定; free words would put what was said of people into the record.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from tongban.kernel.errors import Broken


class Reason(StrEnum):
    """A ground of an act of an administrator."""

    TRANSFERRED = "TRANSFERRED"
    LEFT = "LEFT"
    NOT_NEEDED = "NOT_NEEDED"
    SUSPENDED = "SUSPENDED"
    MISTAKE = "MISTAKE"
    ASKED_OPENER = "ASKED_OPENER"
    SAW_PERSON = "SAW_PERSON"
    CALLED_PERSON = "CALLED_PERSON"
    OVER = "OVER"


REVOKING: Mapping[Reason, str] = {
    Reason.TRANSFERRED: "调到别的岗位",
    Reason.LEFT: "离职、退休或者调出",
    Reason.NOT_NEEDED: "工作上不再需要",
    Reason.SUSPENDED: "停职或者正在调查",
    Reason.MISTAKE: "授予有误",
}
CLOSING: Mapping[Reason, str] = {
    Reason.LEFT: "离职、退休或者调出",
    Reason.NOT_NEEDED: "工作上不再需要",
    Reason.MISTAKE: "开立有误",
}
RECOVERING: Mapping[Reason, str] = {
    Reason.ASKED_OPENER: "向登记的管理员当面或者打电话核实了",
    Reason.SAW_PERSON: "本人当面来过，认得是本人",
    Reason.CALLED_PERSON: "按单位登记的电话打给本人核实了",
}
PARTING: Mapping[Reason, str] = {
    Reason.OVER: "亲属关系已经不存在",
    Reason.MISTAKE: "登记有误",
}


def fit(reason: str, among: Mapping[Reason, str]) -> Reason:
    """Return the ground that was chosen; Broken about it for anything else."""
    if reason not in among:
        raise Broken("请选择原因。", field="reason")
    return Reason(reason)
