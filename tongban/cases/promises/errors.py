"""Refusals about commitments (告知承诺)."""

from __future__ import annotations

from tongban.kernel.errors import Broken, WrongState


class PromiseBroken(Broken):
    """申请人以前的书面承诺经核查不属实，在信用修复以前不能再以书面承诺代替。请取消承诺，按办事指南提交材料。"""

    code = "promise_broken"


class NotYetToMeet(Broken):
    """达到条件的期限还没有到，现在不能认定没有做到。请等期限届满以后再核查。"""

    code = "not_yet_to_meet"


class NothingToOrder(WrongState):
    """没有可以责令整改的告知承诺：都已经核查，或者已经责令整改。同一项承诺只能责令整改一次。"""

    code = "nothing_to_order"


class OrderRuns(WrongState):
    """上一次责令整改还没有结果。请等申请人报告整改情况，或者期限届满、写下复查结果以后再办理。"""

    code = "order_runs"


class NothingToReport(WrongState):
    """这个办件没有要报告的整改情况。"""

    code = "nothing_to_report"


class NothingNamed(Broken):
    """请至少在一项承诺下面写明要做到什么。"""

    code = "nothing_named"


class UnfitTime(Broken):
    """整改期限不在规定的范围内。"""

    code = "unfit_time"


class RectificationRuns(Broken):
    """整改的期限还没有到，申请人也没有报告整改情况，现在不能认定不符合。"""

    code = "rectification_runs"
