"""Who is signed in where, and how often something was tried."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tongban.identity.models.accounts import User
from tongban.identity.rules.access import Means, Throttled


class Session(models.Model):
    """A browser's session, found by the digest of the name in its cookie: whoever reads the table is nobody by it.

    A visitor's has no user. ``expire_at`` moves on with use, at most once a minute, and never beyond the absolute limit
    that runs from ``begun_at``. To end a session is to delete it.
    """

    name = models.CharField(max_length=64, primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    data = models.TextField()
    means = models.CharField(max_length=20, choices=[(means.value, means.value) for means in Means], blank=True)
    provider = models.CharField(max_length=20, blank=True, default="")
    """Through which service outside somebody came, where they came through one."""
    device = models.CharField(max_length=80, blank=True)
    """Sort of device and browser in plain words, never the whole of what the browser says of itself."""
    address = models.CharField(max_length=45, blank=True)
    """Where from, without the end that would tell the single device."""
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    expire_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index("user", name="identity_session_user", condition=Q(user__isnull=False)),
            models.Index("expire_at", name="identity_session_expire"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="identity_session_seen_after_begun",
                condition=Q(seen_at__gte=F("begun_at")),
                violation_error_message="最后使用时间不能早于登录时间",
            ),
        ]

    def __str__(self) -> str:
        """Return the digest of the name."""
        return self.name


class ThrottleCount(models.Model):
    """How often something was done or tried within its window; what and by whom is kept as a keyed digest only."""

    key = models.CharField(max_length=64, primary_key=True)
    purpose = models.CharField(max_length=20, choices=[(purpose.value, purpose.value) for purpose in Throttled])
    count = models.PositiveIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index("purpose", "last_at", name="identity_throttle_old")]

    def __str__(self) -> str:
        """Return the key."""
        return self.key
