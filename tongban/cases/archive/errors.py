"""Refusals about archives."""

from __future__ import annotations

from tongban.kernel.errors import NotFound, WrongState


class ArchiveNotFound(NotFound):
    """没有找到这份档案，或者不在您的岗位范围内。请核对办件编号。"""

    code = "archive_not_found"


class NotOverYet(WrongState):
    """这个办件还没有办完，不能归档。结果送达、告知承诺核查以后再归档。"""

    code = "not_over_yet"


class FiledAlready(WrongState):
    """这个办件已经归档，不用再办。"""

    code = "filed_already"
