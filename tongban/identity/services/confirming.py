"""Showing once more who one is, before something that a stolen session must not do."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tongban.identity.models import User
from tongban.identity.queries import actor_of
from tongban.identity.rules.access import Throttled
from tongban.identity.services.factors import require_password
from tongban.identity.services.reasons import GUARDING
from tongban.identity.services.throttling import forgive, throttle
from tongban.ledger import api as ledger


def confirm(*, user: User, password: str, at: datetime) -> None:
    """Note that whoever sits there knows the password; WrongPassword otherwise, braked as signing in is."""
    throttle(Throttled.FACTOR, str(user.id), at)
    _confirm(user, password, at)


@transaction.atomic
def _confirm(user: User, password: str, at: datetime) -> None:
    require_password(user, password)
    forgive(Throttled.FACTOR, str(user.id))
    ledger.record(
        at=at, actor=actor_of(user, at=at), verb="identity.confirm", kind="user", subject=user.id, why=GUARDING
    )
