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


class Recused(NotAllowed):
    """这件事与您本人、近亲属、您代表的单位或者与您有委托关系的人有关，您应当回避。请交给同事办理，并告诉本部门负责人。"""

    code = "recused"


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


class NarrowMandate(NotAllowed):
    """您现在代别人办事，授权只限于指定的事项或者信息，不能用来登录其他系统。请先换回本人，再进入该系统。"""

    code = "narrow_mandate"


class LoginOver(NotAllowed):
    """这次登录已经结束，请重新登录。"""

    code = "login_over"


class NotForStaff(NotAllowed):
    """工作人员账号不能用来登录面向办事人的系统。请退出工作账号，用本人的账号登录。"""

    code = "not_for_staff"


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


class SubstituteElsewhere(Broken):
    """不能跨部门代理：代理人应当在岗位所在的部门，或者在它的上级、下级单位。请另选一个人。"""

    code = "substitute_elsewhere"


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


class StaffNumberTaken(Broken):
    """这个工号或者用户名已经有人使用，请换一个。"""

    code = "staff_number_taken"


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


class NotProvenYet(NotAllowed):
    """委托别人或者接受委托，要先实名核验。请用国家或者省统一身份认证登录一次，或者带身份证到政务服务中心综合窗口核验。"""

    code = "not_proven_yet"


class GuardianshipByLaw(NotAllowed):
    """监护关系由法律规定，不能在网上解除。监护人变更或者登记有误的，请带身份证和户口簿、判决书等证明，到政务服务中心综合窗口办理。"""

    code = "guardianship_by_law"


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


class NumberTaken(Broken):
    """这个证件号码已经登记在别人名下，不能更正成这个号码。请核对原件。"""

    code = "number_taken"


class TooManyFound(Broken):
    """符合的人太多，没有显示。请补全姓名，或者填写完整的证件号码。"""

    code = "too_many_found"


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


class NoCardReader(Unavailable):
    """这里没有接身份证读卡器，请核对证件原件后手工填写。"""

    code = "no_card_reader"


class CardReaderAway(Unavailable):
    """读卡器没有响应，请检查连线后再试，或者核对证件原件后手工填写。"""

    code = "card_reader_away"


class CardUnreadable(Broken):
    """没有读出身份证。请把证件放平再读一次；还是读不出的，核对原件后手工填写，并提醒本人补领。"""

    code = "card_unreadable"


class CardExpired(Broken):
    """这张身份证已经过了有效期，不能用来证明身份。请本人出示其他有效证件，或者到公安机关换领。"""

    code = "card_expired"
