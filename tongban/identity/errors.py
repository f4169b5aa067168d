"""Refusals of identity."""

from __future__ import annotations

from tongban.kernel.errors import Broken, NotAllowed, Refused, TooOften


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
