"""The table of kept files. The bytes lie in the vault, under the same id."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tongban.files.rules import MAX_BYTES, Mime


class StoredFile(models.Model):
    """A file that somebody handed in, as it was: rows are added and never changed."""

    id = models.UUIDField(primary_key=True, editable=False)
    name = models.CharField("文件名", max_length=200)
    mime = models.CharField("类型", max_length=40)
    size = models.PositiveIntegerField("字节数")
    sm3 = models.CharField("SM3 摘要", max_length=64)
    owner_kind = models.CharField("用途", max_length=40)
    stored_by = models.UUIDField("上传人")
    stored_at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = "文件"
        constraints = [
            models.CheckConstraint(
                name="file_mime_is_one_we_keep",
                condition=Q(mime__in=[kind.value for kind in Mime]),
                violation_error_message="只能保存 PDF、JPG 或 PNG 文件",
            ),
            models.CheckConstraint(
                name="file_size_within_limit",
                condition=Q(size__gt=0, size__lte=MAX_BYTES),
                violation_error_message="文件不能为空，也不能超过 20 MB",
            ),
            models.CheckConstraint(
                name="file_has_name_and_digest",
                condition=~Q(name="") & Q(sm3__regex="^[0-9a-f]{64}$"),
                violation_error_message="文件必须有名称和摘要",
            ),
        ]

    def __str__(self) -> str:
        """Return the id: a name may tell who somebody is, and this text ends in logs."""
        return str(self.id)
