"""Refusals of the ledger."""

from __future__ import annotations

from tongban.kernel.errors import Broken, WrongState


class EarlierThanLast(WrongState):
    """办理时间早于这件事的上一条记录，不能补记。请刷新页面后重新操作。"""

    code = "earlier_than_last"


class UnfitEntry(Broken):
    """留痕只能记录编码、状态、日期和摘要，不能记录姓名、证件号码或者文字说明。"""

    code = "unfit_entry"
