"""What staff may do, where and when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tongban.identity.models.accounts import User
from tongban.kernel.actors import Role


class StaffPost(models.Model):
    """A role of a staff member within a department and a region ("*" for all), for a half-open period."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role])
    department = models.CharField(max_length=20)
    region = models.CharField(max_length=12)
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
                condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at")),
                violation_error_message="结束时间不能早于开始时间",
            ),
            models.CheckConstraint(
                name="identity_post_granted_role",
                condition=~Q(role__in=[Role.APPLICANT, Role.LAW]),
                violation_error_message="申请人和依法自动不是岗位，不能授予",
            ),
        ]

    def __str__(self) -> str:
        """Return the role and where it holds."""
        return f"{self.role} {self.department} {self.region}"
