"""The lifecycle of an uploaded file: shown, confirmed, carried out; or withdrawn. Nothing is taken in unconfirmed."""

from __future__ import annotations

from enum import StrEnum

from tongban.kernel.actors import Role
from tongban.kernel.moves import Moves, move

KEEPER = Role.ITEM_APPROVER
"""Who keeps the basic directory, for the department in charge of government services (工作规范5): not whoever manages
the items of one department, who would be bound by their own list."""
CLAIMER = Role.ITEM_MANAGER
"""Who answers for a department: claims, declines and brings its implementations."""


class UploadKind(StrEnum):
    """What the lines of a file are: entries of the basic directory, or implementations of them."""

    ENTRIES = "ENTRIES"
    ITEMS = "ITEMS"


class UploadState(StrEnum):
    """Where an uploaded file stands."""

    OPEN = "OPEN"
    CONFIRMED = "CONFIRMED"
    DONE = "DONE"
    WITHDRAWN = "WITHDRAWN"


class UploadVerb(StrEnum):
    """What can be done to it."""

    CONFIRM = "CONFIRM"
    CARRY_OUT = "CARRY_OUT"
    WITHDRAW = "WITHDRAW"


class Change(StrEnum):
    """What a line is against what is there; a faulty one is nothing yet, and GONE is what the file does not have."""

    NEW = "NEW"
    CHANGED = "CHANGED"
    SAME = "SAME"
    GONE = "GONE"
    FAULTY = "FAULTY"


KIND_NAMES = {UploadKind.ENTRIES: "基本目录", UploadKind.ITEMS: "实施清单"}
STATE_NAMES = {
    UploadState.OPEN: "待确认",
    UploadState.CONFIRMED: "已确认，正在导入",
    UploadState.DONE: "已导入",
    UploadState.WITHDRAWN: "已撤回",
}
BROKEN = "有问题"
"""What a file is called that waits with faulty lines."""
VERB_NAMES = {UploadVerb.CONFIRM: "确认导入", UploadVerb.CARRY_OUT: "导入", UploadVerb.WITHDRAW: "撤回"}
CHANGE_NAMES = {
    Change.NEW: "新增",
    Change.CHANGED: "有变化",
    Change.SAME: "没有变化",
    Change.GONE: "文件里没有",
    Change.FAULTY: "有问题",
}
DOING = (Change.NEW, Change.CHANGED, Change.GONE)
"""What there is to do of a file."""
LISTING = "GZGF.6"

UPLOADS = Moves(
    move(UploadVerb.CONFIRM, [UploadState.OPEN], UploadState.CONFIRMED, by={KEEPER, CLAIMER}, article=LISTING),
    move(UploadVerb.CARRY_OUT, [UploadState.CONFIRMED], UploadState.DONE, by=[Role.LAW], article=LISTING),
    move(UploadVerb.WITHDRAW, [UploadState.OPEN], UploadState.WITHDRAWN, by={KEEPER, CLAIMER}, article=LISTING),
    labels={
        **{state.value: name for state, name in STATE_NAMES.items()},
        **{verb.value: name for verb, name in VERB_NAMES.items()},
    },
)
WAITING = (UploadState.OPEN, UploadState.CONFIRMED)
