"""Letting in whoever proved who they are, and what is still asked of staff."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from tongban.identity.errors import SignInRefused
from tongban.identity.models import User
from tongban.identity.queries import actor_of
from tongban.identity.queries.security import is_staff_account
from tongban.identity.rules.access import Means
from tongban.identity.services.cast import in_cast
from tongban.identity.services.reasons import SIGNING_IN
from tongban.kernel.errors import NotAllowed
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger


@dataclass(frozen=True, slots=True)
class Admission:
    """Somebody who proved who they are. While ``factor_due`` they are nobody yet: staff prove it a second time.

    ``provider``: through which service outside they came, where they came through one.
    """

    user: User
    means: Means
    staff: bool
    factor_due: bool = False
    provider: str = ""


@transaction.atomic
def admit(*, user: UUID, means: Means, at: datetime, provider: str = "") -> Admission:
    """Let a citizen in whom something else than a password made sure of: a code to their telephone, another provider.

    SignInRefused for an account that is closed, and for the sample people outside sample mode. NotAllowed for staff:
    they sign in with a password and a second factor, or with a passkey, which is both.
    """
    found = User.objects.filter(id=user).first()
    if found is None or barred(found):
        raise SignInRefused
    if is_staff_account(found):
        raise NotAllowed("工作人员请用密码和验证器，或者用通行密钥登录。")
    return replace(begin(found, means, staff=False, at=at), provider=provider)


def begin(user: User, means: Means, *, staff: bool, at: datetime) -> Admission:
    """Write that somebody signed in, in the transaction of the verb that made sure of them."""
    ledger.record(
        at=at,
        actor=actor_of(user, at=at),
        verb="identity.sign_in",
        kind="session",
        subject=uuid7(at),
        facts={"means": means.value},
        why=SIGNING_IN,
    )
    return Admission(user, means, staff=staff)


def barred(user: User) -> bool:
    """Tell whether an account may not sign in at all. What opens the accounts of the sample people is public."""
    return not user.is_active or (in_cast(user) and not settings.SAMPLE_MODE)
