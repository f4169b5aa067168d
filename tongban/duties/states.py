"""Kinds and states of a duty, and the light that a person sees."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What is owed."""

    NOTICE = "NOTICE"
    CORRECTION = "CORRECTION"
    STATUTORY = "STATUTORY"
    PROMISED = "PROMISED"
    STEP = "STEP"
    DELIVERY = "DELIVERY"
    PRESCREEN = "PRESCREEN"
    ORIGINALS = "ORIGINALS"
    DEFERRED = "DEFERRED"
    AFTER_CHECK = "AFTER_CHECK"
    RECTIFICATION = "RECTIFICATION"
    RECHECK = "RECHECK"
    VIEWS = "VIEWS"
    HEARING_ASK = "HEARING_ASK"
    HEARING = "HEARING"
    RENEWAL = "RENEWAL"
    COMPLAINT = "COMPLAINT"


class State(StrEnum):
    """What became of it. LAPSED: the moment passed and the law drew its own conclusion (effect of silence)."""

    OPEN = "OPEN"
    MET = "MET"
    LIFTED = "LIFTED"
    LAPSED = "LAPSED"


class Silence(StrEnum):
    """What follows when the authority says nothing: acceptance (行政许可法32), or renewal of what expires (50)."""

    ACCEPTED_FROM_RECEIPT = "ACCEPTED_FROM_RECEIPT"
    RENEWED = "RENEWED"
    NONE = "NONE"


class Light(StrEnum):
    """How near an open duty is to its end, that it has none now (PAUSED) or by law (NO_LIMIT), or how it ended."""

    GREEN = "GREEN"
    YELLOW = "YELLOW"
    RED = "RED"
    OVERDUE = "OVERDUE"
    PAUSED = "PAUSED"
    NO_LIMIT = "NO_LIMIT"
    MET = "MET"
    MET_LATE = "MET_LATE"
    LIFTED = "LIFTED"
    LAPSED = "LAPSED"


KIND_NAMES = {
    Kind.NOTICE: "受理告知期限",
    Kind.CORRECTION: "补正期限",
    Kind.STATUTORY: "法定办结时限",
    Kind.PROMISED: "承诺办结时限",
    Kind.STEP: "环节办理时限",
    Kind.DELIVERY: "送达期限",
    Kind.PRESCREEN: "预审期限",
    Kind.ORIGINALS: "带原件核验期限",
    Kind.DEFERRED: "后补材料期限",
    Kind.AFTER_CHECK: "承诺核查期限",
    Kind.RECTIFICATION: "整改期限",
    Kind.RECHECK: "整改复查期限",
    Kind.VIEWS: "陈述意见期限",
    Kind.HEARING_ASK: "申请听证期限",
    Kind.HEARING: "组织听证期限",
    Kind.RENEWAL: "延续决定期限（有效期届满前）",
    Kind.COMPLAINT: "答复意见、投诉期限",
}

LIGHT_NAMES = {
    Light.GREEN: "时间充足",
    Light.YELLOW: "临近到期",
    Light.RED: "今天到期",
    Light.OVERDUE: "已超期",
    Light.PAUSED: "计时已暂停",
    Light.NO_LIMIT: "没有法定期限",
    Light.MET: "按期完成",
    Light.MET_LATE: "超期完成",
    Light.LIFTED: "不再计算",
    Light.LAPSED: "逾期，已依法产生后果",
}
