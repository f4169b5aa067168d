"""New passwords: good enough, and every other session ends with the old one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.identity.errors import SignInRefused, WeakPassword
from tongban.identity.models import Account, Party, User
from tongban.identity.queries import actor_of, document_of, mobile_of, number_of
from tongban.identity.queries.policy import common_passwords, policy
from tongban.identity.queries.security import is_staff_account
from tongban.identity.rules.access import Throttled
from tongban.identity.rules.passwords import weakness
from tongban.identity.services.admitting import barred
from tongban.identity.services.factors import require_password
from tongban.identity.services.reasons import GUARDING
from tongban.identity.services.sessions import end_all
from tongban.identity.services.throttling import forgive, throttle
from tongban.kernel.errors import NotAllowed
from tongban.ledger import api as ledger

SIX = 6
"""Of a number, people use the last six digits."""


def check_new_password(password: str, *, own: tuple[str, ...] = ()) -> None:
    """Refuse (WeakPassword) a password that is too short, too simple, too common or made of the person's own words."""
    if found := weakness(password, policy().passwords, own=own, common=common_passwords()):
        raise WeakPassword(found, field="new")


def own_words(user: User) -> tuple[str, ...]:
    """Return the names and numbers of somebody, which their password must not hold."""
    account = Account.objects.filter(user=user).select_related("party").first()
    return (user.username, user.display_name, *(_numbers(account.party) if account else ()))


def change_password(*, user: User, old: str, new: str, keep: str, at: datetime) -> None:
    """Put a new password in place of the one given; every session but this browser's ends.

    WrongPassword, which is braked as signing in is, WeakPassword with what to do better.
    """
    throttle(Throttled.FACTOR, str(user.id), at)
    _change(user, old, new, keep, at)


@transaction.atomic
def _change(user: User, old: str, new: str, keep: str, at: datetime) -> None:
    require_password(user, old)
    check_new_password(new, own=own_words(user))
    forgive(Throttled.FACTOR, str(user.id))
    _set(user, new, keep=keep, verb="identity.change_password", at=at)


@transaction.atomic
def reset_password(*, user: UUID, new: str, at: datetime) -> None:
    """Set a new password for a citizen who has just shown that the registered telephone is theirs; all sessions end.

    NotAllowed for staff: of them two administrators make sure. SignInRefused for an account that is closed.
    """
    found = User.objects.select_for_update().filter(id=user).first()
    if found is None or barred(found):
        raise SignInRefused
    if is_staff_account(found):
        raise NotAllowed("工作人员忘记密码，请联系安全管理员办理找回。")
    check_new_password(new, own=own_words(found))
    _set(found, new, keep="", verb="identity.reset_password", at=at)


def _set(user: User, new: str, *, keep: str, verb: str, at: datetime) -> None:
    user.set_password(new)
    user.save(update_fields=["password"])
    ended = end_all(user, but=keep)
    ledger.record(
        at=at,
        actor=actor_of(user, at=at),
        verb=verb,
        kind="user",
        subject=user.id,
        facts={"ended": ended},
        why=GUARDING,
    )


def _numbers(party: Party) -> tuple[str, ...]:
    numbers = [number for number in (number_of(document_of(party)), mobile_of(party)) if number]
    return (party.name, *numbers, *(number[-SIX:] for number in numbers))
