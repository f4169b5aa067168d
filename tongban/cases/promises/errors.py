"""Refusals about commitments (告知承诺)."""

from __future__ import annotations

from tongban.kernel.errors import Broken


class PromiseBroken(Broken):
    """申请人以前的书面承诺经核查不属实，在信用修复以前不能再以书面承诺代替。请取消承诺，按办事指南提交材料。"""

    code = "promise_broken"


class NotYetToMeet(Broken):
    """达到条件的期限还没有到，现在不能认定没有做到。请等期限届满以后再核查。"""

    code = "not_yet_to_meet"
