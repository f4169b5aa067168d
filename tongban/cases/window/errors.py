"""Refusals of the window."""

from __future__ import annotations

from tongban.kernel.errors import Broken, NotFound, Unavailable, WrongState


class NotToCollect(Broken):
    """这个人不是申请人，也没有登记可以办这个事项的委托，不能领取。请申请人本人来，或者双方到窗口办理代办委托登记。"""

    code = "not_to_collect"


class NotChecked(Broken):
    """请先核对领取人的证件：读取身份证，或者填写证件上的姓名和号码。"""

    code = "receiver_not_checked"


class NotSigned(Broken):
    """请选择怎样签收。当场手写的，请领取人先签名。"""

    code = "not_signed"


class NoWitness(Broken):
    """拒绝签收的，请写明见证人的姓名和当时的情况。"""

    code = "no_witness"


class NotAWay(Broken):
    """办事指南没有这种送达方式，请在列出的方式中选择。"""

    code = "not_a_way"


class NotByPost(WrongState):
    """申请人没有选择邮寄，请按申请人选择的方式送达。"""

    code = "not_by_post"


class OnItsWay(WrongState):
    """结果已经交邮，正在路上。签收或者退回之前，不能改用别的方式。"""

    code = "on_its_way"


class PostAway(Unavailable):
    """邮寄服务暂时连接不上，没有内容因此丢失，系统会自动再试。"""

    code = "post_away"


class PostRefused(Broken):
    """邮寄服务没有接受这个收件地址，请和申请人核对地址。"""

    code = "post_refused"


class NothingToHandOver(Broken):
    """请至少勾选一个要移交的办件；已经移交的不能重复移交。"""

    code = "nothing_to_hand_over"


class OneDepartment(Broken):
    """一份交接单只能移交给一个部门，请分开移交。"""

    code = "one_department"


class HandoverNotFound(NotFound):
    """没有找到这份交接单，请核对编号；其他部门的交接单不能查看。"""

    code = "handover_not_found"


class HandoverDone(WrongState):
    """这份交接单已经确认过了。"""

    code = "handover_done"


class SayWhatLacks(Broken):
    """注明缺件的，请写明缺什么。"""

    code = "say_what_lacks"


class NoSuchPaper(Broken):
    """这份材料不在办事指南里，或者不用提交。"""

    code = "no_such_paper"


class TooManyCopies(Broken):
    """份数请填 0 到 99 之间的整数。"""

    code = "too_many_copies"


class NotAgreed(Broken):
    """请先核对申请人的证件，征得本人同意后再勾选。"""

    code = "not_agreed"


class BegunAtTheWindow(WrongState):
    """窗口已经有这个事项的一份草稿。请接着办那一份，或者删除它以后再接着办网上的。"""

    code = "begun_at_the_window"
