"""Refusals of identity."""

from __future__ import annotations

from tongban.kernel.errors import Broken, NotAllowed, NotFound, Refused, TooOften, Unavailable, WrongState


class SignInRefused(Refused):
    """用户名或密码不对，请核对后重新输入。"""

    code = "sign_in_refused"


class TooManyAttempts(TooOften):
    """操作次数过多，请稍后再试。"""

    code = "too_many_attempts"


class WeakPassword(Broken):
    """这个密码不够安全，请换一个。"""

    code = "weak_password"


class WrongPassword(Refused):
    """现在的密码不对，请核对后重新输入。"""

    code = "wrong_password"


class CodeRefused(Refused):
    """验证码不对或者已经失效，请核对；仍然不行时请重新获取。"""

    code = "code_refused"


class FactorRefused(Refused):
    """验证码不对、已经用过或者已经过期，请等验证器显示新的6位数字后再试。"""

    code = "factor_refused"


class NoFactor(NotAllowed):
    """您的账号还没有设置第二重验证，不能登录。请联系安全管理员办理找回，用一次性邀请码重新设置。"""

    code = "no_factor"


class PasskeyRefused(Refused):
    """没有通过通行密钥的验证，请重试，或者换一种方式登录。"""

    code = "passkey_refused"


class EnrolmentRefused(Refused):
    """邀请码不对、已经用过或者已经过期，请核对；仍然不行时请联系管理员重新发给您。"""

    code = "enrolment_refused"


class NotTwoPeople(NotAllowed):
    """找回由两个人办理：安全管理员核验本人，系统管理员批准，都不能是本人，也不能是同一个人。"""

    code = "not_two_people"


class NotYourParty(NotAllowed):
    """您不能代表这个人或这家单位办事，请重新选择办事身份。"""

    code = "not_your_party"


class NameDiffers(Broken):
    """姓名（名称）与这个证件号码已登记的不一致，请核对证件后重新填写。"""

    code = "name_differs"


class ClientUnknown(NotFound):
    """没有找到这个系统，或者它已经停用。请回到该系统重新进入，或者联系它的管理部门。"""

    code = "client_unknown"


class ClientStateWrong(WrongState):
    """这个系统现在的状态不能进行这项操作，请刷新页面查看。"""

    code = "client_state_wrong"


class ConsentNeeded(NotAllowed):
    """这个系统还没有得到您的同意，没有提供任何信息。请在授权页面选择是否同意。"""

    code = "consent_needed"


class LoginOver(NotAllowed):
    """这次登录已经结束，请重新登录。"""

    code = "login_over"


class NotForStaff(NotAllowed):
    """工作人员账号不能用来登录面向办事人的系统。请退出工作账号，用本人的账号登录。"""

    code = "not_for_staff"


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


class ProviderUnknown(NotFound):
    """没有开通这种登录方式，请换一种方式登录。"""

    code = "provider_unknown"


class ProviderUnavailable(Unavailable):
    """这种登录方式暂时连接不上，没有影响您的账号。请稍后再试，或者换一种方式登录。"""

    code = "provider_unavailable"


class ProviderLied(Broken):
    """对方返回的信息没有通过核对，为保护您的账号，这次没有登录。请稍后再试，或者换一种方式登录。"""

    code = "provider_lied"


class ProviderDeclined(Broken):
    """您取消了登录，或者对方没有放行。可以再试一次，或者换一种方式登录。"""

    code = "provider_declined"


class AttemptUnknown(Broken):
    """这次登录不是从本浏览器开始的，或者已经过期、已经用过。请回到登录页重新开始。"""

    code = "attempt_unknown"


class LinkNeeded(NotAllowed):
    """这个账号还没有关联通办账号。请先用其他方式登录，再关联。"""

    code = "link_needed"


class LinkedElsewhere(Broken):
    """这个账号已经关联了另一个通办账号，或者您已经关联了这一家的另一个账号。请先解除原来的关联。"""

    code = "linked_elsewhere"


class LinkUnknown(NotFound):
    """没有找到这个关联，可能已经解除。"""

    code = "link_unknown"


class LastWayIn(Broken):
    """解除后您就无法登录了。请先设置密码、登记手机号码或者关联其他账号，再解除。"""

    code = "last_way_in"


class NotConfirmed(Broken):
    """姓名、证件号码和手机号没有通过实名核验，没有开通账号。请核对后重试；手机号不是本人实名办理的，请到窗口办理。"""

    code = "not_confirmed"


class AlreadyHere(Broken):
    """您已经有通办账号了。请直接登录，忘记密码的可以用手机验证码登录。"""

    code = "already_here"
