"""The table of archives: rows are added and never changed; the database refuses every change."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tongban.cases.archive.rules import RETENTION_NAMES, Content, Part, Retention


class Archive(models.Model):
    """What was filed of one case: how long it is kept, and every part of it with its digest.

    ``contents``: the list of what belongs to it; ``digest``: SM3 of that list, which the record of the case holds too,
    so that nothing can be put in or taken out unseen. ``source``: why it is kept so long.
    """

    id = models.UUIDField(primary_key=True)
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="archive")
    department = models.ForeignKey("orgs.Department", on_delete=models.PROTECT, related_name="+", db_index=False)
    region = models.ForeignKey("orgs.Region", on_delete=models.PROTECT, related_name="+")
    applicant = models.ForeignKey("identity.Party", on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey("identity.Party", on_delete=models.PROTECT, related_name="+", null=True)
    retention = models.CharField(max_length=12, choices=[(one.value, RETENTION_NAMES[one]) for one in Retention])
    source = models.CharField(max_length=300)
    closed_on = models.DateField()
    due_on = models.DateField(help_text="the last day by which it had to be filed")
    keep_until = models.DateField(null=True, help_text="the last day on which it has to be kept; none for ever")
    contents = models.JSONField()
    digest = models.CharField(max_length=64)
    filed_at = models.DateTimeField()
    filed_by = models.UUIDField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(retention=Retention.PERMANENT, keep_until__isnull=True)
                | ~Q(retention=Retention.PERMANENT) & Q(keep_until__isnull=False),
                name="archive_kept_for_ever_or_until",
                violation_error_message="永久保管的没有到期日，其他的必须有。",
            ),
            models.CheckConstraint(
                condition=~Q(contents=[]) & Q(digest__regex="^[0-9a-f]{64}$"),
                name="archive_has_contents_and_digest",
                violation_error_message="归档必须有目录和摘要。",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["department", "-filed_at", "id"], name="archive_by_department"),
            models.Index(fields=["keep_until"], condition=Q(keep_until__isnull=False), name="archive_by_end"),
        ]

    def __str__(self) -> str:
        """Name the case."""
        return f"档案 {self.case_id}"

    def listed(self) -> list[Content]:
        """Return the list of contents."""
        return [Content(**{**one, "part": Part(one["part"])}) for one in self.contents]
