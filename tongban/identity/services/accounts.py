"""Accounts that can sign in, and the persons behind them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tongban.identity import rules
from tongban.identity.models import Account, Party, User
from tongban.kernel.actors import Actor
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger

# 工作规范19(1): 统一的线上入口; 34: 安全管理主体责任. 个人信息保护法51(1)4: 合理确定操作权限.
FOR_PEOPLE, FOR_STAFF = "GZGF.19.1,GZGF.34", "GBF.51.1.4,GZGF.34"


@transaction.atomic
def open_account(
    *, username: str, password: str, display_name: str, by: Actor, at: datetime, party: Party | None = None
) -> User:
    """Open an account, for a natural person when ``party`` is given, for a staff member otherwise."""
    user = User(id=uuid7(at), username=rules.fit_username(username), display_name=display_name, created_at=at)
    user.set_password(password)
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
