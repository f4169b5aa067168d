"""The second factor: codes of an authenticator, and codes on paper that stand in for it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.db import transaction

from tongban.identity.errors import FactorRefused, NoFactor, SignInRefused, WrongPassword
from tongban.identity.models import TotpSecret, User
from tongban.identity.queries import actor_of
from tongban.identity.queries.security import factors_of, open_secret
from tongban.identity.rules import totp
from tongban.identity.rules.access import Means, Throttled
from tongban.identity.services.admitting import Admission, barred, begin
from tongban.identity.services.authenticators import keep_secret, matching, renew_codes, use_recovery_code, use_totp
from tongban.identity.services.cast import in_cast, sample_secret
from tongban.identity.services.reasons import GUARDING
from tongban.identity.services.sessions import end_all
from tongban.identity.services.throttling import forgive, throttle
from tongban.ledger import api as ledger


def pass_factor(*, user: UUID, code: str, at: datetime) -> Admission:
    """Let in a member of staff whose password was right and who now gives a code of the authenticator or from paper.

    FactorRefused for a wrong code and for one that was used: every step of time and every recovery code serves once.
    TooManyAttempts after five failures for fifteen minutes. NoFactor when there is none, SignInRefused for an account
    that was closed meanwhile.
    """
    throttle(Throttled.FACTOR, str(user), at)
    return _pass(user, code, at)


@transaction.atomic
def _pass(user_id: UUID, code: str, at: datetime) -> Admission:
    user = User.objects.filter(id=user_id).first()
    if user is None or barred(user):
        raise SignInRefused
    if not factors_of(user).any:
        raise NoFactor
    means = _means_of(user, code, at)
    if means is None:
        raise FactorRefused(field="code")
    forgive(Throttled.FACTOR, str(user_id))
    return begin(user, means, staff=True, at=at)


def _means_of(user: User, code: str, at: datetime) -> Means | None:
    """Return by what the code is right, and use it up."""
    if use_totp(user, code, at):
        return Means.TOTP
    return Means.RECOVERY_CODE if use_recovery_code(user, code, at) else None


def authenticator(user: User, secret: str) -> str:
    """Return what the picture for an authenticator says, for a secret as it is spelt."""
    return totp.address(totp.read(secret), user.username)


def change_authenticator(
    *, user: User, password: str, secret: str, code: str, keep: str, at: datetime
) -> tuple[str, ...]:
    """Put another authenticator in place of the one there was; return new recovery codes, shown this once.

    ``secret``: as spelt on the page; ``code``: its first code, which shows that it was read rightly. WrongPassword and
    FactorRefused change nothing. Every other session of the account ends.
    """
    throttle(Throttled.FACTOR, str(user.id), at)
    return _change(user, password, totp.read(secret), code, keep, at)


@transaction.atomic
def _change(user: User, password: str, secret: bytes, code: str, keep: str, at: datetime) -> tuple[str, ...]:
    require_password(user, password)
    step = matching(secret, code, at)
    if step is None:
        raise FactorRefused(field="code")
    forgive(Throttled.FACTOR, str(user.id))
    keep_secret(user, secret, step=step, at=at)
    codes = renew_codes(user)
    ended = end_all(user, but=keep)
    ledger.record(
        at=at,
        actor=actor_of(user, at=at),
        verb="identity.change_authenticator",
        kind="user",
        subject=user.id,
        facts={"ended": ended},
        why=GUARDING,
    )
    return codes


def require_password(user: User, password: str) -> None:
    """Refuse (WrongPassword) who sits at somebody else's open session; who has no password is not asked for one."""
    if user.has_usable_password() and not check_password(password, user.password):
        raise WrongPassword(field="password")


def sample_code(user: UUID, *, at: datetime) -> str:
    """Return a code that counts now and was not used, for one of the sample people in sample mode; otherwise nothing.

    The secret of the sample people stands in their file for everybody to read. Who enrolled anew has one of their own.
    """
    kept = TotpSecret.objects.filter(user=user).select_related("user").first() if settings.SAMPLE_MODE else None
    if kept is None or not in_cast(kept.user) or open_secret(kept) != sample_secret():
        return ""
    left = totp.open_steps(at, after=kept.last_step)
    return totp.code_of(sample_secret(), left[0]) if left else ""
