"""The lives of a request for correction and of a closing, each as one table of moves."""

from __future__ import annotations

from enum import StrEnum

from tongban.kernel.actors import Role
from tongban.kernel.moves import Moves, move


class RequestState(StrEnum):
    """Where a request for correction stands."""

    FILED = "FILED"
    GRANTED = "GRANTED"
    REFUSED = "REFUSED"
    TAKEN_BACK = "TAKEN_BACK"


class RequestVerb(StrEnum):
    """What is done with a request for correction."""

    GRANT = "GRANT"
    REFUSE = "REFUSE"
    TAKE_BACK = "TAKE_BACK"


class ClosingState(StrEnum):
    """Where the closing of an account stands."""

    COOLING = "COOLING"
    TAKEN_BACK = "TAKEN_BACK"
    CLOSED = "CLOSED"


class ClosingVerb(StrEnum):
    """What is done with a closing."""

    TAKE_BACK = "TAKE_BACK"
    CLOSE = "CLOSE"


REQUESTS = Moves(
    move(
        RequestVerb.GRANT,
        [RequestState.FILED],
        RequestState.GRANTED,
        by=[Role.DATA_MANAGER],
        article="GBF.46.2",
    ),
    move(
        RequestVerb.REFUSE,
        [RequestState.FILED],
        RequestState.REFUSED,
        by=[Role.DATA_MANAGER],
        article="GBF.50.1",
    ),
    move(
        RequestVerb.TAKE_BACK,
        [RequestState.FILED],
        RequestState.TAKEN_BACK,
        by=[Role.APPLICANT],
        article="GBF.44",
    ),
    labels={
        RequestState.FILED: "等待核实",
        RequestState.GRANTED: "已更正",
        RequestState.REFUSED: "没有更正",
        RequestState.TAKEN_BACK: "已撤回",
        RequestVerb.GRANT: "予以更正",
        RequestVerb.REFUSE: "不予更正",
        RequestVerb.TAKE_BACK: "撤回请求",
    },
)

CLOSINGS = Moves(
    move(
        ClosingVerb.TAKE_BACK,
        [ClosingState.COOLING],
        ClosingState.TAKEN_BACK,
        by=[Role.APPLICANT],
        article="BXT.3",
    ),
    # Only when the time is over and nothing is open any more: see rules.may_close.
    move(
        ClosingVerb.CLOSE,
        [ClosingState.COOLING],
        ClosingState.CLOSED,
        by=[Role.LAW],
        article="GBF.47.1.3",
    ),
    labels={
        ClosingState.COOLING: "冷静期",
        ClosingState.TAKEN_BACK: "已撤回注销",
        ClosingState.CLOSED: "已注销",
        ClosingVerb.TAKE_BACK: "撤回注销",
        ClosingVerb.CLOSE: "注销",
    },
)


class Field(StrEnum):
    """What can be asked to be corrected. Contact data is not among it: the person changes it directly."""

    NAME = "NAME"
    DOCUMENT_NUMBER = "DOCUMENT_NUMBER"
    OTHER = "OTHER"


class Reason(StrEnum):
    """For what a member of staff needs a number whole."""

    COMPARE = "COMPARE"
    CONTACT = "CONTACT"
    PAPER = "PAPER"
    OTHER = "OTHER"


DOCUMENT, MOBILE = "party.document", "party.mobile"
"""Fields of the applicant's registration that are shown whole; every other field is one of the form."""
NUMBER_NAMES = {DOCUMENT: "申请人证件号码", MOBILE: "申请人手机号码"}
FIELD_NAMES = {Field.NAME: "姓名或名称", Field.DOCUMENT_NUMBER: "证件号码", Field.OTHER: "其他信息"}
REASON_NAMES = {
    Reason.COMPARE: "与原件或者其他材料核对",
    Reason.CONTACT: "联系当事人",
    Reason.PAPER: "制作文书或者证照",
    Reason.OTHER: "其他（请写明）",
}
