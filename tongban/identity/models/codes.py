"""What is sent or handed out once: codes to telephones, invitations, and recoveries that two people agree on."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tongban.identity.models.accounts import User
from tongban.identity.rules.access import Checked, CodePurpose, EnrolmentKind


class OneTimeCode(models.Model):
    """A code sent to a telephone, for one browser and one purpose. Neither the number nor the code is kept."""

    id = models.UUIDField(primary_key=True)
    number_digest = models.CharField(max_length=64)
    purpose = models.CharField(max_length=20, choices=[(purpose.value, purpose.value) for purpose in CodePurpose])
    browser_digest = models.CharField(max_length=64)
    code_digest = models.CharField(max_length=64)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField()
    until_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["number_digest", "purpose", "browser_digest"],
                name="identity_code_latest_only",
                violation_error_message="同一浏览器里只有最近一次发送的验证码有效",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index("until_at", name="identity_code_old")]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)


class Enrolment(models.Model):
    """A one-time code with which a member of staff sets password and second factor; kept as a keyed digest."""

    id = models.UUIDField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in EnrolmentKind])
    code_digest = models.CharField(max_length=64, unique=True)
    secret_cipher = models.BinaryField()
    """The secret of the authenticator to come: it becomes the factor when its first code is shown to be right."""
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    until_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_at__isnull=True),
                name="identity_enrolment_once",
                violation_error_message="这个账号已经有一个没有用过的邀请",
            ),
        ]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)


class FactorRecovery(models.Model):
    """A lost factor: one administrator made sure of the person, another one lets them enrol anew."""

    id = models.UUIDField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    checked = models.CharField(max_length=20, choices=Checked.choices())
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    confirmed = models.BooleanField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(closed_at__isnull=True),
                name="identity_recovery_once",
                violation_error_message="这个账号的找回已经在办理",
            ),
            models.CheckConstraint(
                name="identity_recovery_never_ones_own",
                condition=~Q(opened_by=F("user")) & (Q(closed_by__isnull=True) | ~Q(closed_by=F("user"))),
                violation_error_message="不能办理自己账号的找回",
            ),
            models.CheckConstraint(
                name="identity_recovery_two_people",
                condition=Q(confirmed__isnull=True) | Q(confirmed=False) | ~Q(closed_by=F("opened_by")),
                violation_error_message="核验和批准由两个人分别办理",
            ),
            models.CheckConstraint(
                name="identity_recovery_closed_whole",
                condition=Q(closed_by__isnull=True, closed_at__isnull=True, confirmed__isnull=True)
                | Q(closed_by__isnull=False, closed_at__isnull=False, confirmed__isnull=False),
                violation_error_message="办结的找回应写明由谁、何时、是否批准",
            ),
        ]

    def __str__(self) -> str:
        """Return the id."""
        return str(self.id)
