"""The table of what was announced for a day to come and taken back before it: guides, and changes of items."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Recall(models.Model):
    """撤回: when and why what was announced was taken back; it never took effect, and its address says so.

    Of a ``version`` of a guide, or of a ``revision`` that was to suspend, resume or withdraw an item from ``starts_at``
    to ``ends_at``: that one can be published and taken back again, and each time is kept. ``reason`` is public, as
    what was announced was. A version that was taken back before this was kept has none.
    """

    id = models.UUIDField(primary_key=True)
    version = models.OneToOneField("catalog.GuideVersion", models.PROTECT, null=True, related_name="recall")
    revision = models.ForeignKey("catalog.Revision", models.PROTECT, null=True, related_name="recalls")
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    at = models.DateTimeField()
    reason = models.CharField(max_length=2000, blank=True)

    class Meta:
        ordering = ("-at", "-id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="catalog_recall_of_one",
                condition=Q(version__isnull=False, revision__isnull=True, starts_at__isnull=True, ends_at__isnull=True)
                | Q(version__isnull=True, revision__isnull=False, starts_at__gt=F("at")),
                violation_error_message="撤回的是还没有施行的一版指南，或者还没有实行的暂停、恢复、取消，两者只能有一个",
            ),
        ]

    def __str__(self) -> str:
        """Return the version or the revision."""
        return str(self.version_id or self.revision_id)
