"""What proves a second time who somebody is: codes of an authenticator, passkeys, recovery codes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tongban.identity.models.accounts import User


class TotpSecret(models.Model):
    """The secret that an authenticator shares with us, encrypted, and the last step of time it was used in."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, primary_key=True, related_name="+")
    cipher = models.BinaryField()
    last_step = models.BigIntegerField(default=0)
    """Steps of thirty seconds since 1970; what is not later was used or is past, and never serves again."""
    since_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the user's id."""
        return str(self.user_id)


class RecoveryCode(models.Model):
    """One of the codes on paper that stand in once each for the authenticator; only its keyed digest is kept."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        """Return the user's id."""
        return str(self.user_id)


class Passkey(models.Model):
    """A public key whose other half never leaves a device that knows its holder by a finger, a face or a PIN."""

    id = models.UUIDField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    credential_digest = models.CharField(max_length=64, unique=True)
    credential = models.BinaryField()
    """Attested credential data: the id by which the device knows it, and the public key (WebAuthn §6.5.1)."""
    sign_count = models.BigIntegerField()
    device = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index("user", name="identity_passkey_user")]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)
