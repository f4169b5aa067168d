"""Refusals about complaints."""

from __future__ import annotations

from tongban.kernel.errors import Broken, NotFound, WrongState


class ComplaintNotFound(NotFound):
    """没有找到这条意见或者投诉，或者不在您的岗位范围内。"""

    code = "complaint_not_found"


class NothingHandled(WrongState):
    """申请还没有提交，没有可以投诉的办理。请拨打办事指南上的电话咨询。"""

    code = "nothing_handled"


class SaidAlready(WrongState):
    """上一条还没有答复，请等答复以后再提。有新的情况，请拨打监督投诉电话。"""

    code = "said_already"


class SaidTooOften(WrongState):
    """这个办件提过的意见和投诉已经很多，不能再提。请拨打监督投诉电话或者12345。"""

    code = "said_too_often"


class NotAbout(Broken):
    """请选择是提意见还是投诉。"""

    code = "not_about"


class TooManyEnclosed(Broken):
    """最多可以加5个文件，请留下最能说明问题的。"""

    code = "too_many_enclosed"


class AnsweredBefore(WrongState):
    """已经答复，不用重复办理。"""

    code = "answered_before"


class HandledByOneself(WrongState):
    """您办理过这个办件，不能答复对它的投诉。请由没有经办的同事或者监督人员答复。"""

    code = "handled_by_oneself"
