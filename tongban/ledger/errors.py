"""Refusals of the ledger."""

from __future__ import annotations

from typing import ClassVar

from tongban.kernel.errors import Broken, NotFound, Refused


class EarlierThanLast(Refused):
    """办理时间早于这件事的上一条记录，不能补记。请刷新页面后重新操作。"""

    # Neither what was sent nor the state of the matter is wrong: a form has nothing to show, the step may be repeated.
    code = "earlier_than_last"
    status: ClassVar[int] = 409


class UnfitEntry(Broken):
    """留痕只能记录编码、状态、日期和摘要，不能记录姓名、证件号码或者文字说明。"""

    code = "unfit_entry"


class EpochChanged(Refused):
    """数据库从备份恢复过，您读到的位置之后的记录已经重新排列。请从提示的位置继续读取。"""

    code = "epoch_changed"
    status: ClassVar[int] = 409

    def __init__(self, *, resume: int, epoch: int) -> None:
        """Also say up to which position what was read still stands, and the epoch to go on in."""
        super().__init__()
        self.resume = resume
        self.epoch = epoch


class NotWithheld(Broken):
    """这条记录没有暂不告知，或者已经决定予以告知，不需要复核。请刷新页面查看最新情况。"""

    code = "not_withheld"
    status: ClassVar[int] = 409


class UnfitReviewDay(Broken):
    """予以告知的日期不能早于今天；继续暂不告知的，下次复核应当在明天以后、一年以内。请修改日期。"""

    code = "unfit_review_day"


class EntryNotFound(NotFound):
    """没有找到这条办理记录，或者它还没有归档。请稍后再试。"""

    code = "entry_not_found"


class DayNotClosed(NotFound):
    """这一天的留痕还没有公布。每一天的在次日零点之后公布，请稍后再来，或者核对日期。"""

    code = "day_not_closed"


class NotSealed(NotFound):
    """这条记录或者这一批还没有封存，暂时不能出具证明。封存每十分钟进行一次，请稍后再试。"""

    code = "not_sealed"


class ProofTooLong(Broken):
    """一份证明最多包含一千批记录。请缩小时间范围，分几份出具。"""

    code = "proof_too_long"
