"""One map from each of our enumerations to the codes of each system outside; every state stands in every map.

Codes of practice differ between systems, so that ours is none of them. What was only read in one system's practice and
in no standard is the house's reading (待核定).
"""

from __future__ import annotations

from enum import StrEnum

from tongban.cases.models import Channel, Supplied
from tongban.cases.states import Ground, State, Verb
from tongban.cases.steps.states import StepState
from tongban.catalog import api as catalog
from tongban.identity import api as identity

VENDOR: dict[State, str] = {
    State.DRAFT: "10",
    State.RECEIVED: "26",
    State.CORRECTION: "28",
    State.CORRECTED: "26",
    State.PRESCREENED: "16",
    State.ACCEPTED: "30",
    State.EXAMINED: "30",
    State.GRANTED: "90",
    State.REFUSED: "90",
    State.NOT_ACCEPTED: "97",
    State.WITHDRAWN: "98",
    State.TERMINATED: "99",
}
"""The states of the vendor most used in Jiangsu: 26 已接件, 28 待补办, 30 已受理, 90 正常办结, 97 不予受理, 98 撤销,
99 异常终止, 16 预审通过.

Receipt is 26 from the moment the system takes an application: 12 (待预审) would say that nobody received it yet.
"""

ZHEJIANG: dict[State, str] = {
    State.DRAFT: "",
    State.RECEIVED: "02",
    State.CORRECTION: "06",
    State.CORRECTED: "02",
    State.PRESCREENED: "02",
    State.ACCEPTED: "05",
    State.EXAMINED: "12",
    State.GRANTED: "10",
    State.REFUSED: "10",
    State.NOT_ACCEPTED: "07",
    State.WITHDRAWN: "13",
    State.TERMINATED: "13",
}
"""浙江办件: 02 收件, 05 受理, 06 补齐补正, 07 不予受理, 10 办结, 12 在办, 13 退件. A draft is no case there."""
SUSPENDED = "11"
"""浙江办件 of a case whose limits stand: 挂起. That is an interval here and no state."""

RATING: dict[State, str] = {
    State.DRAFT: "",
    State.RECEIVED: "1",
    State.CORRECTION: "1",
    State.CORRECTED: "1",
    State.PRESCREENED: "1",
    State.ACCEPTED: "2",
    State.EXAMINED: "2",
    State.GRANTED: "3",
    State.REFUSED: "3",
    State.NOT_ACCEPTED: "3",
    State.WITHDRAWN: "3",
    State.TERMINATED: "3",
}
"""好差评 proStatus: 1 待受理, 2 已受理（办理中）, 3 已办结. A draft had no service that could be rated."""

ACCEPTANCE: dict[State, str] = {
    state: {State.NOT_ACCEPTED: "2"}.get(
        state, "1" if state in {State.ACCEPTED, State.EXAMINED, State.GRANTED, State.REFUSED} else ""
    )
    for state in State
}
"""受理状态: 1 受理, 2 不受理; nothing while nobody has said it, or after a withdrawal."""

RESULT: dict[State, str] = {
    state: {
        State.GRANTED: "0",
        State.REFUSED: "6",
        State.NOT_ACCEPTED: "1",
        State.WITHDRAWN: "2",
        State.TERMINATED: "2",
    }.get(state, "")
    for state in State
}
"""办结结果: 0 出证办结, 1 退回办结, 2 作废办结, 6 办结; nothing while it runs."""
NOT_CORRECTED = "5"
"""办结结果 of what was not corrected: 补正超时驳回."""


def result(state: State, *, ground: str = "", certificate: bool = True) -> str:
    """Return the code of how a case ended: by what it lacked, or without a certificate where the result is none."""
    if state == State.NOT_ACCEPTED and ground == Ground.NOT_CORRECTED:
        return NOT_CORRECTED
    return "6" if state == State.GRANTED and not certificate else RESULT[state]


STEP: dict[StepState, str] = {
    StepState.WAITING: "",
    StepState.OPEN: "1",
    StepState.RETURNED: "1",
    StepState.DONE: "2",
    StepState.DROPPED: "",
}
"""环节状态 (GB/T 39046): 1 待办, 2 已办; what is not there yet, or not any more, is no step outside."""


class Action(StrEnum):
    """业务动作 of a step."""

    PASSED = "通过"
    RETURNED = "退回"
    OTHER = "其他"


ACTION: dict[Verb, Action] = {
    verb: Action.RETURNED
    if verb in {Verb.ASK_CORRECTION, Verb.SEND_BACK, Verb.REFUSE_ACCEPTANCE, Verb.REFUSE, Verb.REFUSE_AT_ONCE}
    else Action.PASSED
    if verb
    in {
        Verb.ACCEPT,
        Verb.ACCEPT_IN_FULL,
        Verb.DEEM_ACCEPTED,
        Verb.PRESCREEN_PASS,
        Verb.FINISH_STEP,
        Verb.EXAMINE,
        Verb.GRANT,
        Verb.GRANT_AT_ONCE,
        Verb.DEEM_RENEWED,
    }
    else Action.OTHER
    for verb in Verb
}
"""业务动作 of every verb; what is neither passing nor returning is 其他."""

STAGE: dict[catalog.StepKind, str] = {
    catalog.StepKind.RECEIPT: "1",
    catalog.StepKind.ACCEPTANCE: "1",
    catalog.StepKind.EXAMINATION: "2",
    catalog.StepKind.DECISION: "3",
    catalog.StepKind.MAKING: "3",
    catalog.StepKind.DELIVERY: "3",
}
"""审批环节: 1 承办, 2 审核, 3 批准 (待核定: 制证、送达 belong to what was approved)."""

EXTENSION, OTHER_PROCEDURE = "1", "2"
"""特别程序种类 (GB/T 39046 A.7): 1 延长审批, 2 其他."""

APPLY: dict[Channel, str] = {Channel.WEB: "1", Channel.COUNTER: "0"}
"""提交渠道: 0 部门窗口, 1 PC. The channel of a telephone is not told apart here."""
MATERIAL: dict[Channel, str] = {Channel.WEB: "2", Channel.COUNTER: "3"}
"""收取方式: 1 纸质收取, 2 附件上传, 3 扫描, 4 容缺后补, 5 证照库."""
SUPPLIED: dict[Supplied, str] = {
    Supplied.FIRST: "首次提交",
    Supplied.CORRECTION: "补正提交",
    Supplied.DEFERRED: "后补提交",
}
APPLICANT: dict[identity.PartyKind, str] = {
    kind: "1" if kind == identity.PartyKind.NATURAL else "2" for kind in identity.PartyKind
}
"""申请人类型: 1 自然人, 2 企业法人. Other organisations are not told apart by their registration here (待核定)."""
PROJECT: dict[catalog.ProjectType, str] = {
    catalog.ProjectType.IMMEDIATE: "1",
    catalog.ProjectType.PROMISED: "2",
    catalog.ProjectType.OTHER: "9",
}
"""办件类型: 1 即办件, 2 承诺件, 9 其他."""
DOCUMENT: dict[str, str] = {"RESIDENT_ID": "111", "CREDIT_CODE": "001", "PASSPORT": "414"}
"""证件类型: 111 公民身份号码, 001 统一社会信用代码, 414 普通护照; others are 999 until they are settled (待核定)."""
OTHER_DOCUMENT = "999"
