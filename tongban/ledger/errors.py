"""Refusals of the ledger."""

from __future__ import annotations

from typing import ClassVar

from tongban.kernel.errors import Broken, Refused


class EarlierThanLast(Refused):
    """办理时间早于这件事的上一条记录，不能补记。请刷新页面后重新操作。"""

    # Neither what was sent nor the state of the matter is wrong: a form has nothing to show, the step may be repeated.
    code = "earlier_than_last"
    status: ClassVar[int] = 409


class UnfitEntry(Broken):
    """留痕只能记录编码、状态、日期和摘要，不能记录姓名、证件号码或者文字说明。"""

    code = "unfit_entry"
