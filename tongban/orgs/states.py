"""The words of this room that are stored: codes never change, the Chinese words may."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from tongban.kernel.actors import Role
from tongban.kernel.codes.region import Level
from tongban.kernel.moves import Moves, move

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


class ClosureKind(StrEnum):
    """Why nothing can be done on days that the calendar counts as worked."""

    LOCAL_CLOSURE = "LOCAL_CLOSURE"
    OUTAGE = "OUTAGE"


class ClosureState(StrEnum):
    """Where a declared closure stands. It takes effect only when a second person has confirmed it."""

    PROPOSED = "PROPOSED"
    IN_EFFECT = "IN_EFFECT"
    WITHDRAWN = "WITHDRAWN"


class ProposalState(StrEnum):
    """Where a proposed calendar stands. Between APPROVED and IN_FORCE open clocks are counted anew."""

    PROPOSED = "PROPOSED"
    APPROVED = "APPROVED"
    IN_FORCE = "IN_FORCE"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


class Verb(StrEnum):
    """What can be done to a proposed calendar or a declared closure."""

    APPROVE = "APPROVE"
    REJECT = "REJECT"
    PUT_IN_FORCE = "PUT_IN_FORCE"
    CONFIRM = "CONFIRM"
    WITHDRAW = "WITHDRAW"


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
CLOSURE_KIND_NAMES = {ClosureKind.LOCAL_CLOSURE: "停办", ClosureKind.OUTAGE: "系统停用"}
CLOSURE_STATE_NAMES = {
    ClosureState.PROPOSED: "待复核",
    ClosureState.IN_EFFECT: "已生效",
    ClosureState.WITHDRAWN: "已撤销",
}
PROPOSAL_STATE_NAMES = {
    ProposalState.PROPOSED: "待复核",
    ProposalState.APPROVED: "已批准，正在重新计算",
    ProposalState.IN_FORCE: "已生效",
    ProposalState.REJECTED: "已退回",
    ProposalState.WITHDRAWN: "已撤回",
}
VERB_NAMES = {
    Verb.APPROVE: "批准",
    Verb.REJECT: "退回",
    Verb.PUT_IN_FORCE: "生效",
    Verb.CONFIRM: "确认生效",
    Verb.WITHDRAW: "撤回",
}

NOTICE = "FJBF.2,BXT.2"
CLOSING = "XKF.82,BXT.2"


def _labels(states: Mapping[Code, str]) -> dict[str, str]:
    return {**{code.value: name for code, name in states.items()}, **{verb.value: VERB_NAMES[verb] for verb in Verb}}


PROPOSALS = Moves(
    move(Verb.APPROVE, [ProposalState.PROPOSED], ProposalState.APPROVED, by=[Role.OPERATOR], article=NOTICE),
    move(Verb.REJECT, [ProposalState.PROPOSED], ProposalState.REJECTED, by=[Role.OPERATOR], article=NOTICE),
    move(Verb.PUT_IN_FORCE, [ProposalState.APPROVED], ProposalState.IN_FORCE, by=[Role.LAW], article=NOTICE),
    move(
        Verb.WITHDRAW,
        [ProposalState.PROPOSED, ProposalState.APPROVED],
        ProposalState.WITHDRAWN,
        by=[Role.OPERATOR],
        article=NOTICE,
    ),
    labels=_labels(PROPOSAL_STATE_NAMES),
)
CLOSURES = Moves(
    move(Verb.CONFIRM, [ClosureState.PROPOSED], ClosureState.IN_EFFECT, by=[Role.OPERATOR], article=CLOSING),
    move(
        Verb.WITHDRAW,
        [ClosureState.PROPOSED, ClosureState.IN_EFFECT],
        ClosureState.WITHDRAWN,
        by=[Role.OPERATOR],
        article=CLOSING,
    ),
    labels=_labels(CLOSURE_STATE_NAMES),
)
OPEN_PROPOSALS = (ProposalState.PROPOSED, ProposalState.APPROVED)


def choices(names: Mapping[Code, str]) -> list[tuple[str, str]]:
    """Return the pairs a column takes, as plain text: a migration must not need the enumeration of its day."""
    return [(code.value, name) for code, name in names.items()]
