"""Refusals of identity."""

from __future__ import annotations

from tongban.kernel.errors import Broken, NotAllowed, NotFound, Refused, TooOften, WrongState


class SignInRefused(Refused):
    """用户名或密码不对，请核对后重新输入。"""

    code = "sign_in_refused"


class TooManyAttempts(TooOften):
    """登录失败次数过多，为保护您的账号，请15分钟后再试。"""

    code = "too_many_attempts"


class NotYourParty(NotAllowed):
    """您不能代表这个人或这家单位办事，请重新选择办事身份。"""

    code = "not_your_party"


class Recused(NotAllowed):
    """这件事与您本人、近亲属或者您代表的单位有关，您应当回避。请交给同事办理，并告诉本部门负责人。"""

    code = "recused"


class NameDiffers(Broken):
    """姓名（名称）与这个证件号码已登记的不一致，请核对证件后重新填写。"""

    code = "name_differs"


class OwnPost(NotAllowed):
    """不能给自己授予、收回岗位或者安排代理，请由另一位安全管理员办理。"""

    code = "own_post"


class BeyondScope(NotAllowed):
    """这超出了您的管理范围。您只能在自己岗位的部门和地区以内办理，请联系上级单位的管理员。"""

    code = "beyond_scope"


class AdministratorsApart(Broken):
    """系统管理、安全管理、审计管理要由三个不同的人担任，管理员也不能兼任办理业务的岗位。请另选人员，或者先收回原来的岗位。"""

    code = "administrators_apart"


class NeedsTwo(Broken):
    """管理员岗位要由两个人办理：一人提出，另一人复核。请用“提出管理员任命”。"""

    code = "needs_two"


class NotToSubstitute(Broken):
    """不能安排这个人代理：管理员岗位不能代理，管理员不能代理办理岗位，同一范围的审查和决定也不能由一个人办理。"""

    code = "not_to_substitute"


class HeldAlready(Broken):
    """这个人已经有这个岗位，不用重复授予。"""

    code = "held_already"


class HoldsAdministration(Broken):
    """这个账号还担任管理员。请先由安全管理员收回管理员岗位，再注销账号。"""

    code = "holds_administration"


class UnfitPeriod(Broken):
    """请填写正确的起止日期：最后一天不能早于第一天，也不能早于今天。"""

    code = "unfit_period"


class PersonUnknown(Broken):
    """还没有登记您本人的身份，不能登记亲属。请先请系统管理员在您的工作账号上登记本人证件。"""

    code = "person_unknown"


class NumberTaken(Broken):
    """这个工号或者用户名已经有人使用，请换一个。"""

    code = "number_taken"


class UnknownStaff(NotFound):
    """没有找到这位工作人员，请从人员列表里重新选择。"""

    code = "unknown_staff"


class UnknownPost(NotFound):
    """没有找到这项安排，可能已经结束。请刷新页面查看最新情况。"""

    code = "unknown_post"


class DelegationNotFound(NotFound):
    """没有找到这份委托。它可能已经收回，或者不是给您的。"""

    code = "delegation_not_found"


class NoSubdelegation(NotAllowed):
    """您现在是代别人办事，不能把事情再转委托给他人。要委托自己的事，请先在页面顶部换成本人。"""

    code = "no_subdelegation"


class DelegationToOneself(Broken):
    """不能委托自己。请填写要替您办事的人的姓名和证件号码。"""

    code = "delegation_to_oneself"


class MutualDelegation(Broken):
    """这个人正委托您办事，不能再反过来委托对方。请先解除原来的委托，或者委托别人。"""

    code = "mutual_delegation"


class DelegatedAlready(WrongState):
    """您已经有一份给这个人的委托。要改事项、信息或者期限，请先收回或者解除它，再重新委托。"""

    code = "delegated_already"


class TooYoung(Broken):
    """未满十八周岁的人不能自己委托，也不能替别人办事。请由监护人带户口簿到窗口登记后代为办理。"""

    code = "too_young"


class NotAChild(Broken):
    """被监护人已满十八周岁，或者证件号码看不出出生日期。请用户口簿或者居民身份证登记；成年人请办理代办委托。"""

    code = "not_a_child"


class NotSeen(Broken):
    """请先当面核对双方的证件原件，再勾选“双方都在场，证件已核对”。"""

    code = "not_seen"
