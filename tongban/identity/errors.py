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
