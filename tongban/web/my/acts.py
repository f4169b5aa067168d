"""What one side of a delegation can do with it, and the words around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from tongban.identity import api as identity
from tongban.identity.api import DelegationVerb


@dataclass(frozen=True, slots=True)
class Act:
    """What one side can do with a delegation: what is asked before it, what it means, and what is said after."""

    verb: DelegationVerb
    do: Callable[..., None]
    asks: str
    means: str
    button: str
    done: str
    danger: bool = False


ACTS = {
    act.verb.lower(): act
    for act in (
        Act(
            DelegationVerb.ACCEPT,
            identity.accept_delegation,
            _("要接受这份委托吗？"),
            _("接受以后，您可以代对方办理下面的事。每一步都会同时记下对方和您的名字，对方随时看得到。"),
            _("接受委托"),
            _("已经接受委托。要代对方办事，请点页面顶部您的名字，选择对方。"),
        ),
        Act(
            DelegationVerb.DECLINE,
            identity.decline_delegation,
            _("不接受这份委托吗？"),
            _("对方会看到您没有接受。以后需要时，对方可以重新委托。"),
            _("不接受"),
            _("已经告诉对方您没有接受。"),
        ),
        Act(
            DelegationVerb.TAKE_BACK,
            identity.take_back_delegation,
            _("要收回这份委托吗？"),
            _("对方还没有接受。收回以后，对方不能再接受。"),
            _("收回委托"),
            _("委托已经收回。"),
            danger=True,
        ),
        Act(
            DelegationVerb.REVOKE,
            identity.revoke_delegation,
            _("要解除这份委托吗？"),
            _("解除马上生效，代办人不能再办，也看不到办件。已经提交的申请不受影响，由委托人继续办理。"),
            _("解除委托"),
            _("委托已经解除，马上生效。"),
            danger=True,
        ),
    )
}
