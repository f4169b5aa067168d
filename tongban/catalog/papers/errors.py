"""Refusals about samples and blank forms."""

from __future__ import annotations

from typing import ClassVar

from tongban.kernel.errors import Broken, NotFound


class UnknownPaper(NotFound):
    """没有找到这份样例或者空白表，它可能已经换过。请刷新办事指南，再从那里打开。"""

    code: ClassVar[str] = "unknown_paper"


class NoPlaceForPaper(Broken):
    """这里不能放样例或者空白表。材料可以有样例和空白表，审批结果可以有样例；请先保存这一项，再上传。"""

    code: ClassVar[str] = "no_place_for_paper"
