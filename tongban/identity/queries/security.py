"""What a person may see of how their account is guarded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tongban.crypto import api as crypto
from tongban.identity.models import (
    Account,
    Passkey,
    RecoveryCode,
    Session,
    StaffPost,
    TotpSecret,
    User,
)
from tongban.identity.queries.policy import policy
from tongban.identity.rules.access import Means
from tongban.identity.rules.policy import SessionLimits

TOTP_PURPOSE = "identity.totp"
crypto.declare(
    crypto.SealedColumn("identity.TotpSecret", "cipher", TOTP_PURPOSE, bound="user_id"),
    crypto.SealedColumn("identity.Enrolment", "secret_cipher", TOTP_PURPOSE),
)


@dataclass(frozen=True, slots=True)
class Device:
    """A session as its owner sees it. ``name`` ends it and opens nothing; ``provider``: by which service they came."""

    name: str
    means: Means | None
    device: str
    address: str
    begun_at: datetime
    seen_at: datetime
    current: bool
    provider: str = ""


@dataclass(frozen=True, slots=True)
class PasskeyView:
    """A passkey as its owner sees it."""

    id: UUID
    device: str
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Factors:
    """What proves a second time who somebody is; ``codes``: recovery codes that are left."""

    totp: bool
    passkeys: tuple[PasskeyView, ...]
    codes: int

    @property
    def any(self) -> bool:
        """Tell whether there is a factor to sign in with at all."""
        return self.totp or bool(self.passkeys)


def is_staff_account(user: User) -> bool:
    """Tell whether an account is a member of staff's, with or without a post today: it needs a second factor."""
    return StaffPost.objects.filter(user=user).exists() or not Account.objects.filter(user=user).exists()


def session_limits(*, staff: bool) -> SessionLimits:
    """Return how long a session lasts without a request, and at most."""
    return policy().staff if staff else policy().citizen


def devices(user: User, *, current: str, at: datetime) -> list[Device]:
    """Return where somebody is signed in now, this browser's session (``current``) first."""
    rows = Session.objects.filter(user=user, expire_at__gt=at).order_by("-seen_at", "name")
    found = [
        Device(
            name=row.name,
            means=Means(row.means) if row.means else None,
            device=row.device,
            address=row.address,
            begun_at=row.begun_at,
            seen_at=row.seen_at,
            current=row.name == current,
            provider=row.provider,
        )
        for row in rows
    ]
    return sorted(found, key=lambda device: not device.current)


def factors_of(user: User) -> Factors:
    """Return what somebody can prove a second time with who they are."""
    keys = Passkey.objects.filter(user=user).order_by("made_at", "id")
    return Factors(
        totp=TotpSecret.objects.filter(user=user).exists(),
        passkeys=tuple(PasskeyView(key.id, key.device, key.made_at, key.used_at) for key in keys),
        codes=RecoveryCode.objects.filter(user=user, used_at__isnull=True).count(),
    )


def open_secret(kept: TotpSecret) -> bytes:
    """Return the secret of an authenticator."""
    return crypto.decrypt(TOTP_PURPOSE, bytes(kept.cipher), kept.user_id.bytes)
