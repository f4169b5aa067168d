"""Who works here, what they may do, where and when, and whose matters they keep out of."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tongban.identity.models.accounts import User
from tongban.identity.models.parties import Party
from tongban.identity.states import KIN_NAMES
from tongban.kernel.actors import ADMINISTRATORS, NEVER_GRANTED, Role

UNTIL_LATER = Q(until_at__isnull=True) | Q(until_at__gte=F("from_at"))
ENDS_EARLY = "结束时间不能早于开始时间"


class Staff(models.Model):
    """A member of staff: whose account it is, the natural person behind it where known, where they work.

    ``department`` and ``region``: codes of the home department, by which administrators are told apart; empty where
    nobody said it yet. That the three administrators are three persons is held by a trigger on this table and on posts.
    """

    user = models.OneToOneField(User, on_delete=models.PROTECT, primary_key=True, related_name="staff")
    person = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    number = models.CharField(max_length=20, unique=True)
    department = models.CharField(max_length=30, blank=True, default="")
    region = models.CharField(max_length=12, blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["department", "number"], name="identity_staff_by_department")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(number=""),
                name="identity_staff_numbered",
                violation_error_message="工作人员必须有工号",
            ),
        ]

    def __str__(self) -> str:
        """Return the employee number."""
        return self.number


class StaffPost(models.Model):
    """A role of a staff member within a department and a region ("*" for all), for a half-open period.

    ``below``: it reaches the units below the department as well. A region is meant with everything inside it.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    department = models.CharField(max_length=30)
    region = models.CharField(max_length=30)
    below = models.BooleanField(default=False)
    place = models.CharField(max_length=20, blank=True)
    """Code of the service place where a counter clerk sits; empty for posts without a counter."""
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "role", "department", "region"],
                condition=Q(until_at__isnull=True),
                name="identity_post_once",
                violation_error_message="这个岗位已经授予过",
            ),
            models.CheckConstraint(
                name="identity_post_period",
                condition=UNTIL_LATER,
                violation_error_message=ENDS_EARLY,
            ),
            models.CheckConstraint(
                name="identity_post_granted_role",
                condition=~Q(role__in=sorted(NEVER_GRANTED)),
                violation_error_message="申请人、依法自动和联办不是岗位，不能授予",
            ),
        ]

    def __str__(self) -> str:
        """Return the role and where it holds."""
        return f"{self.role} {self.department} {self.region}"


class Leave(models.Model):
    """A time in which somebody is away: their posts sleep, and so do those in which they stand in for others."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="leaves")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="identity_leave_period",
                condition=Q(until_at__gte=F("from_at")),
                violation_error_message=ENDS_EARLY,
            ),
        ]

    def __str__(self) -> str:
        """Return who is away until when."""
        return f"{self.user_id} – {self.until_at}"


class Substitution(models.Model):
    """Somebody stands in for another in one post for a time; their acts say in whose post. Never an administrator's."""

    post = models.ForeignKey(StaffPost, on_delete=models.PROTECT, related_name="substitutions")
    substitute = models.ForeignKey(User, on_delete=models.PROTECT, related_name="substitutions")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="identity_substitution_period",
                condition=Q(until_at__gte=F("from_at")),
                violation_error_message=ENDS_EARLY,
            ),
        ]

    def __str__(self) -> str:
        """Return who stands in for which post."""
        return f"{self.substitute_id} → {self.post_id}"


class Kinship(models.Model):
    """Two natural persons who are so close that one of them keeps out of the other's matters (公务员法76)."""

    person = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    relative = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(max_length=12, choices=list(KIN_NAMES.items()))
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "relative"],
                condition=Q(until_at__isnull=True),
                name="identity_kinship_once",
                violation_error_message="这位亲属已经登记过",
            ),
            models.CheckConstraint(
                name="identity_kinship_of_two",
                condition=~Q(person=F("relative")),
                violation_error_message="不能把本人登记为自己的亲属",
            ),
            models.CheckConstraint(
                name="identity_kinship_period",
                condition=UNTIL_LATER,
                violation_error_message=ENDS_EARLY,
            ),
        ]

    def __str__(self) -> str:
        """Return who is related to whom, by ids."""
        return f"{self.person_id} – {self.relative_id}"


class Nomination(models.Model):
    """An administrator's post that one administrator proposed and another agrees to, or declines."""

    id = models.UUIDField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in sorted(ADMINISTRATORS)])
    department = models.CharField(max_length=30)
    region = models.CharField(max_length=30)
    below = models.BooleanField(default=False)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    agreed = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(decided_at__isnull=True),
                name="identity_nomination_once",
                violation_error_message="这项管理员任命正在等待复核",
            ),
            models.CheckConstraint(
                name="identity_nomination_by_two",
                condition=Q(decided_by__isnull=True) | ~Q(agreed=True) | ~Q(decided_by=F("proposed_by")),
                violation_error_message="提出任命的人不能自己复核",
            ),
            models.CheckConstraint(
                name="identity_nomination_not_own",
                condition=~Q(user=F("proposed_by")) & (Q(decided_by__isnull=True) | ~Q(user=F("decided_by"))),
                violation_error_message="不能给自己提出或者复核任命",
            ),
            models.CheckConstraint(
                name="identity_nomination_decided",
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, agreed__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False, agreed__isnull=False),
                violation_error_message="复核的人、时间和结果要一起写明",
            ),
        ]

    def __str__(self) -> str:
        """Return whom it would make what."""
        return f"{self.user_id} → {self.role}"
