"""The table of what was uploaded to go with the guides of a service."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class PaperFile(models.Model):
    """A sample or blank form that was handed in for a service, once whatever its name; guides name it by its digest.

    It is public from the first guide that names it. The bytes lie in the files room.
    """

    id = models.UUIDField(primary_key=True)
    basic = models.ForeignKey("catalog.BasicItem", models.PROTECT, related_name="+")
    sm3 = models.CharField(max_length=64)
    file = models.OneToOneField("files.StoredFile", models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["basic", "sm3"],
                name="catalog_paper_once",
                violation_error_message="同一个文件在一个事项里只存一份",
            ),
            models.CheckConstraint(
                name="catalog_paper_has_digest",
                condition=Q(sm3__regex="^[0-9a-f]{64}$"),
                violation_error_message="样例和空白表必须有摘要",
            ),
        ]

    def __str__(self) -> str:
        """Return the digest."""
        return self.sm3
