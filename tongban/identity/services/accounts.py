"""Accounts that can sign in, the persons behind them, and the posts of staff."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tongban.identity import rules
from tongban.identity.models import Account, Party, StaffPost, User
from tongban.kernel.actors import Actor, Role
from tongban.kernel.errors import Broken
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs

# 工作规范19(1): 统一的线上入口; 34: 安全管理主体责任; 32: 相关人员力量配备. 个人信息保护法51(1)4: 合理确定操作权限.
FOR_PEOPLE, FOR_STAFF, APPOINTING = "GZGF.19.1,GZGF.34", "GBF.51.1.4,GZGF.34", "GBF.51.1.4,GZGF.32"


@transaction.atomic
def open_account(
    *, username: str, password: str, display_name: str, by: Actor, at: datetime, party: Party | None = None
) -> User:
    """Open an account, for a natural person when ``party`` is given, for a staff member otherwise.

    Without a password nobody signs in with one until the person sets it. Broken when the user name is taken.
    """
    name = rules.fit_username(username)
    if User.objects.filter(username=name).exists():
        raise Broken("这个用户名已经有人用，请换一个。", field="username")
    user = User(id=uuid7(at), username=name, display_name=display_name, created_at=at)
    user.set_password(password or None)
    user.save(force_insert=True)
    if party is not None:
        Account.objects.create(user=user, party=party)
    ledger.record(
        at=at,
        actor=by,
        verb="identity.open_account",
        kind="user",
        subject=user.id,
        for_party=party.id if party else None,
        why=ledger.Why(ledger.Purpose.ADMINISTRATION, FOR_PEOPLE if party else FOR_STAFF),
    )
    return user


@transaction.atomic
def appoint(
    *, user: User, role: Role, department: str, region: str, by: Actor, at: datetime, place: str = ""
) -> StaffPost:
    """Give a staff member a role in a department and a region, "*" for all, from now on, at a service place if any.

    Broken for somebody who signs in as a citizen: one account is one or the other, so that nobody decides on their own
    application. NotFound for a department, region or place that does not exist.
    """
    if Account.objects.filter(user=user).exists():
        raise Broken("办事人账号不能兼任工作人员岗位，请另开工作账号。")
    if department != "*":
        orgs.department(department)
    if region != "*":
        orgs.region(region)
    if place:
        orgs.place(place)
    post = StaffPost.objects.create(user=user, role=role, department=department, region=region, place=place, from_at=at)
    facts = {"role": role.value, "department": department, "region": region, "place": place}
    ledger.record(
        at=at,
        actor=by,
        verb="identity.appoint",
        kind="user",
        subject=user.id,
        facts={key: value for key, value in facts.items() if value != "*"},
        why=ledger.Why(ledger.Purpose.ADMINISTRATION, APPOINTING),
    )
    return post
