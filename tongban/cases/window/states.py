"""Papers on their way to a department, results on their way by post: two short tables; and the words of a window."""

from __future__ import annotations

from enum import StrEnum

from tongban.kernel.actors import Role
from tongban.kernel.moves import Moves, move


class PaperStage(StrEnum):
    """Where the papers of one receipt are, between the window that took them in and the department they are for."""

    WAITING = "WAITING"
    HANDED = "HANDED"
    TAKEN = "TAKEN"
    LACKING = "LACKING"


class PaperVerb(StrEnum):
    """What is done with papers of the window."""

    HAND_OVER = "HAND_OVER"
    CONFIRM = "CONFIRM"
    NOTE_LACKING = "NOTE_LACKING"


class PostStage(StrEnum):
    """Where a result is that goes by post."""

    TO_SEND = "TO_SEND"
    ORDERING = "ORDERING"
    SENT = "SENT"
    SIGNED = "SIGNED"
    RETURNED = "RETURNED"
    RECALLED = "RECALLED"


class PostVerb(StrEnum):
    """What happens to a result that goes by post; the post says so, and a sweep asks it."""

    ORDER = "ORDER"
    SEND = "SEND"
    SIGN = "SIGN"
    RETURN = "RETURN"
    RECALL = "RECALL"


class Way(StrEnum):
    """How a result reaches whom it is for."""

    ONLINE = "ONLINE"
    WINDOW = "WINDOW"
    POST = "POST"


class Capacity(StrEnum):
    """In which capacity somebody collects a result."""

    APPLICANT = "APPLICANT"
    MANDATED = "MANDATED"


class Proof(StrEnum):
    """By what it was checked who stands at the window."""

    CARD_READER = "CARD_READER"
    DOCUMENT = "DOCUMENT"


class Signature(StrEnum):
    """How receipt was acknowledged.

    A signature drawn on a screen is a note of receipt and no reliable electronic one (电子签名法13).
    """

    DRAWN = "DRAWN"
    ON_PAPER = "ON_PAPER"
    REFUSED = "REFUSED"
    BY_POST = "BY_POST"


class VisitKind(StrEnum):
    """For what somebody had to come."""

    RECEIPT = "RECEIPT"
    CORRECTION = "CORRECTION"
    ORIGINALS = "ORIGINALS"
    COLLECTION = "COLLECTION"


WAY_NAMES = {Way.ONLINE: "网上签收、下载", Way.WINDOW: "到出件窗口领取", Way.POST: "邮寄"}
CAPACITY_NAMES = {Capacity.APPLICANT: "申请人本人", Capacity.MANDATED: "有权代领的人"}
PROOF_NAMES = {Proof.CARD_READER: "读取身份证", Proof.DOCUMENT: "核对证件原件"}
SIGNATURE_NAMES = {
    Signature.DRAWN: "当场手写签收",
    Signature.ON_PAPER: "在纸质送达回证上签收",
    Signature.REFUSED: "拒绝签收",
    Signature.BY_POST: "邮寄签收",
}
VISIT_NAMES = {
    VisitKind.RECEIPT: "窗口收件",
    VisitKind.CORRECTION: "窗口补正",
    VisitKind.ORIGINALS: "窗口核对原件",
    VisitKind.COLLECTION: "窗口领取结果",
}

PAPERS = Moves(
    move(
        PaperVerb.HAND_OVER,
        [PaperStage.WAITING, PaperStage.LACKING],
        PaperStage.HANDED,
        by=[Role.RECEIVER],
        article="GZGF.20.2",
    ),
    move(PaperVerb.CONFIRM, [PaperStage.HANDED], PaperStage.TAKEN, by=[Role.ACCEPTOR], article="GZGF.20.2"),
    move(PaperVerb.NOTE_LACKING, [PaperStage.HANDED], PaperStage.LACKING, by=[Role.ACCEPTOR], article="GZGF.20.2"),
    labels={
        PaperStage.WAITING: "还没有移交",
        PaperStage.HANDED: "已移交，等部门确认",
        PaperStage.TAKEN: "部门已收到",
        PaperStage.LACKING: "部门说明缺件",
        PaperVerb.HAND_OVER: "移交部门",
        PaperVerb.CONFIRM: "确认收到",
        PaperVerb.NOTE_LACKING: "注明缺件",
    },
)

POSTS = Moves(
    # Kept before the post is asked: from then on it may have the parcel, whoever signs or whatever breaks meanwhile.
    move(PostVerb.ORDER, [PostStage.TO_SEND], PostStage.ORDERING, by=[Role.LAW], article="GZGF.22"),
    move(PostVerb.SEND, [PostStage.TO_SEND, PostStage.ORDERING], PostStage.SENT, by=[Role.LAW], article="GZGF.22"),
    move(PostVerb.SIGN, [PostStage.SENT], PostStage.SIGNED, by=[Role.LAW], article="GZGF.22"),
    move(PostVerb.RETURN, [PostStage.SENT], PostStage.RETURNED, by=[Role.LAW], article="GZGF.22"),
    # Signed for online while the post did not have it yet: it is not sent. What was being ordered the post gives up.
    move(PostVerb.RECALL, [PostStage.TO_SEND], PostStage.RECALLED, by=[Role.APPLICANT], article="GZGF.22"),
    move(PostVerb.RECALL, [PostStage.ORDERING], PostStage.RECALLED, by=[Role.LAW], article="GZGF.22"),
    labels={
        PostStage.TO_SEND: "待寄出",
        PostStage.ORDERING: "正在交邮",
        PostStage.SENT: "已寄出",
        PostStage.SIGNED: "已签收",
        PostStage.RETURNED: "退回",
        PostStage.RECALLED: "没有寄出，已收回",
        PostVerb.ORDER: "下单",
        PostVerb.SEND: "交邮",
        PostVerb.SIGN: "签收",
        PostVerb.RETURN: "退回",
        PostVerb.RECALL: "收回",
    },
)
