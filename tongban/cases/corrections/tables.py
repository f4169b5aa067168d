"""The one correction notice of a case, and how it was answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class CorrectionNotice(models.Model):
    """The one correction notice of a case: each point names an element of the guide and says what is missing."""

    id = models.UUIDField(primary_key=True)
    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="correction")
    points = models.JSONField()
    issued_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    replies = models.BinaryField(null=True, help_text="what was said in words, encrypted: element → text")
    original = models.BinaryField(null=True, help_text="the form as it stood before the correction, encrypted")
    unmet = models.JSONField(
        default=list, help_text="the elements that the applicant could or would not hand in; why, is in the replies"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, replies__isnull=True, original__isnull=True)
                | Q(answered_at__isnull=False, replies__isnull=False, original__isnull=False),
                name="correction_answered_with_replies",
                violation_error_message="提交补正必须同时记录补正内容、补正前的内容和时间。",
            ),
            models.CheckConstraint(
                condition=Q(unmet=[]) | Q(answered_at__isnull=False),
                name="correction_unmet_only_when_answered",
                violation_error_message="没有提交补正，不会有交不了的内容。",
            ),
            models.CheckConstraint(
                condition=~Q(points=[]),
                name="correction_has_points",
                violation_error_message="补正告知必须写明需要补正的全部内容。",
            ),
        ]

    def __str__(self) -> str:
        """Name the case."""
        return f"补正 {self.case_id}"
