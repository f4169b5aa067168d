"""What a person may see of how their account is guarded, and what the administrators see of recoveries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tongban.crypto import api as crypto
from tongban.identity.models import (
    Account,
    FactorRecovery,
    Passkey,
    RecoveryCode,
    Session,
    StaffPost,
    TotpSecret,
    User,
)
from tongban.identity.queries.policy import policy
from tongban.identity.rules.access import Checked, Means
from tongban.identity.rules.policy import SessionLimits
from tongban.kernel.actors import Actor, Role
from tongban.kernel.errors import NotAllowed

TOTP_PURPOSE = "identity.totp"
LATEST = 50


@dataclass(frozen=True, slots=True)
class Device:
    """A session as its owner sees it. ``name`` ends it and opens nothing."""

    name: str
    means: Means | None
    device: str
    address: str
    begun_at: datetime
    seen_at: datetime
    current: bool


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


@dataclass(frozen=True, slots=True)
class RecoveryView:
    """A recovery as administrators see it."""

    id: UUID
    user: UUID
    username: str
    name: str
    checked: str
    opened_by: str
    opened_at: datetime
    closed_by: str
    closed_at: datetime | None
    confirmed: bool | None


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


def recoveries(*, by: Actor) -> list[RecoveryView]:
    """Return the latest recoveries, open ones first; NotAllowed for all but the two administrators who do them."""
    if not (by.holds(Role.SECURITY) or by.holds(Role.OPERATOR)):
        raise NotAllowed
    rows = FactorRecovery.objects.select_related("user", "opened_by", "closed_by").order_by("-opened_at", "-id")
    return sorted((_recovery(row) for row in rows[:LATEST]), key=lambda view: view.confirmed is not None)


def _recovery(row: FactorRecovery) -> RecoveryView:
    return RecoveryView(
        id=row.id,
        user=row.user_id,
        username=row.user.username,
        name=row.user.display_name,
        checked=dict(Checked.choices())[row.checked],
        opened_by=row.opened_by.display_name,
        opened_at=row.opened_at,
        closed_by=row.closed_by.display_name if row.closed_by else "",
        closed_at=row.closed_at,
        confirmed=row.confirmed,
    )
