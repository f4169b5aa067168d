"""A missed invitation of an administrator: renewed at the machine, where nobody can yet do it at the desk."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tongban.identity import rules
from tongban.identity.models import StaffPost, User
from tongban.identity.queries.security import factors_of
from tongban.identity.rules.access import EnrolmentKind
from tongban.identity.services.inviting import Invitation, make_enrolment
from tongban.kernel.actors import ADMINISTRATORS, SYSTEM
from tongban.kernel.errors import NotFound, WrongState


@transaction.atomic
def renew_invitation(*, username: str, at: datetime) -> Invitation:
    """Make a new code for an administrator who has no factor yet; the old one serves no more (个人信息保护法51(1)4).

    For whoever runs the machine: of the first administrators, nobody else can. NotFound for everybody who is no
    administrator, WrongState for whoever has a factor: a lost one is recovered by two people.
    """
    user = User.objects.select_for_update().filter(username=rules.fit_username(username), is_active=True).first()
    if user is None or not _administers(user, at):
        raise NotFound("没有找到这个用户名的管理员，请核对用户名。其他工作人员的邀请码由系统管理员在工作台重新生成。")
    if factors_of(user).any:
        raise WrongState("这个账号已经启用。丢失验证器或者忘记密码，请由两位管理员办理找回。")
    return make_enrolment(user, EnrolmentKind.INVITATION, SYSTEM, at)


def _administers(user: User, at: datetime) -> bool:
    held = StaffPost.objects.filter(user=user, role__in=sorted(ADMINISTRATORS))
    return held.exclude(until_at__lte=at).exists()
