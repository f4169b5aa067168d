"""The table of what applicants say of how their matter is handled."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class About(models.TextChoices):
    """What it is: something to be better, or something that went wrong."""

    OPINION = "OPINION", "意见"
    COMPLAINT = "COMPLAINT", "投诉"


class Complaint(models.Model):
    """What an applicant wrote of how a case is handled, and what was answered; both are encrypted.

    ``department``, ``region``, ``applicant``, ``agent``: of the case, for who may read and answer it.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="complaints", db_index=False)
    department = models.ForeignKey("orgs.Department", on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey("orgs.Region", on_delete=models.PROTECT, related_name="+")
    applicant = models.ForeignKey("identity.Party", on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey("identity.Party", on_delete=models.PROTECT, related_name="+", null=True)
    about = models.CharField(max_length=12, choices=About.choices)
    words = models.BinaryField(help_text="what was written, encrypted")
    by = models.UUIDField(help_text="the account of who wrote it")
    at = models.DateTimeField()
    answer = models.BinaryField(null=True, help_text="what was answered, encrypted")
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(answer__isnull=True, answered_by__isnull=True, answered_at__isnull=True)
                | Q(answer__isnull=False, answered_by__isnull=False, answered_at__isnull=False),
                name="complaint_answered_by_somebody",
                violation_error_message="答复必须同时记录内容、答复人和时间。",
            ),
            models.UniqueConstraint(
                fields=["case", "about"],
                condition=Q(answered_at__isnull=True),
                name="complaint_one_at_a_time",
                violation_error_message="上一条还没有答复，请等答复以后再提。",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["case", "at"], name="complaint_by_case"),
            models.Index(
                fields=["department", "at", "id"], condition=Q(answered_at__isnull=True), name="complaint_waiting"
            ),
        ]

    def __str__(self) -> str:
        """Name the case."""
        return f"{self.about} {self.case_id}"


class ComplaintFile(models.Model):
    """A file that shows what somebody says of the handling; for who wrote it and who answers."""

    id = models.UUIDField(primary_key=True)
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        """Name the complaint."""
        return f"意见、投诉的文件 {self.complaint_id}"
