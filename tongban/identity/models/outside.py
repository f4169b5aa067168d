"""By which accounts outside somebody signs in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tongban.identity.models.accounts import User


class ExternalIdentity(models.Model):
    """An account at a service outside that opens an account here, until it is unlinked.

    The service's number of the person is found by its keyed digest; encrypted, it is kept for a change of that key.
    """

    id = models.UUIDField(primary_key=True)
    provider = models.CharField(max_length=20)
    subject_digest = models.CharField(max_length=64)
    subject_cipher = models.BinaryField()
    address_cipher = models.BinaryField(default=b"")
    """By what the service is asked to bring somebody a message, where it does."""
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["provider", "subject_digest"],
                condition=Q(ended_at__isnull=True),
                name="identity_external_once",
                violation_error_message="这个账号已经关联了一个通办账号",
            ),
            models.UniqueConstraint(
                fields=["provider", "user"],
                condition=Q(ended_at__isnull=True),
                name="identity_external_one_of_each",
                violation_error_message="一个通办账号对每家只关联一个账号",
            ),
            models.CheckConstraint(
                name="identity_external_period",
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("linked_at")),
                violation_error_message="结束时间不能早于开始时间",
            ),
        ]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)
