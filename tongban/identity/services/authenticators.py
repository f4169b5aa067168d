"""Secrets of authenticators and codes on paper: how they are made, kept and used up."""

from __future__ import annotations

import secrets
from datetime import datetime
from hmac import compare_digest

from tongban.crypto import api as crypto
from tongban.identity.models import RecoveryCode, TotpSecret, User
from tongban.identity.queries.policy import policy
from tongban.identity.queries.security import TOTP_PURPOSE, open_secret
from tongban.identity.rules import handed, totp


def use_totp(user: User, code: str, at: datetime) -> bool:
    """Tell whether the code is the authenticator's, and let its step and those before it serve no more."""
    kept = TotpSecret.objects.select_for_update().filter(user=user).first()
    step = matching(open_secret(kept), code, at, after=kept.last_step) if kept else None
    if kept is None or step is None:
        return False
    kept.last_step = step
    kept.save(update_fields=["last_step"])
    return True


def matching(secret: bytes, code: str, at: datetime, *, after: int = 0) -> int | None:
    """Return the step whose code this is, of those that count now."""
    typed = code.replace(" ", "").encode()
    steps = [
        step for step in totp.open_steps(at, after=after) if compare_digest(totp.code_of(secret, step).encode(), typed)
    ]
    return steps[-1] if steps else None


def new_secret() -> bytes:
    """Return a secret for an authenticator."""
    return secrets.token_bytes(totp.SECRET_BYTES)


def spell(secret: bytes) -> str:
    """Return a secret as it is typed into an authenticator."""
    return totp.spelt(secret)


def keep_secret(user: User, secret: bytes, *, step: int, at: datetime) -> None:
    """Make this the secret of somebody's authenticator; the step it was shown to be right with is used up."""
    cipher = crypto.encrypt(TOTP_PURPOSE, secret, user.id.bytes)
    TotpSecret.objects.update_or_create(user=user, defaults={"cipher": cipher, "last_step": step, "since_at": at})


def renew_codes(user: User) -> tuple[str, ...]:
    """Make new recovery codes in place of all old ones and return them as they are written down, this once."""
    RecoveryCode.objects.filter(user=user).delete()
    codes = [handed_code(handed.RECOVERY_LENGTH) for _ in range(policy().factors.recovery_codes)]
    RecoveryCode.objects.bulk_create([RecoveryCode(user=user, digest=_digest(user, code)) for code in codes])
    return tuple(map(handed.spelt, codes))


def handed_code(length: int) -> str:
    """Return a code that nobody can guess, to be handed out."""
    return "".join(secrets.choice(handed.LETTERS) for _ in range(length))


def use_recovery_code(user: User, code: str, at: datetime) -> bool:
    """Tell whether this is one of the codes that are left, and let it serve no more."""
    return bool(RecoveryCode.objects.filter(digest=_digest(user, code), used_at__isnull=True).update(used_at=at))


def _digest(user: User, code: str) -> str:
    return crypto.digest("identity.recovery-code", f"{user.id}:{handed.fit(code)}")
