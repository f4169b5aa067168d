"""What lint found in a published guide, kept so that a city of many guides need not be read for one page."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from tongban.catalog.lint.findings import Code, Finding
from tongban.catalog.lint.rules import FULL


class GuideQuality(models.Model):
    """指南质量: the findings and the score of one published version, by the rules of one number.

    Nothing here is declared: all of it follows from the document, the list of items and the registries at the moment
    it was worked out, and is worked out anew when the rules change. ``alike`` is a digest of what has to be the same
    wherever the service is done.
    """

    version = models.OneToOneField("catalog.GuideVersion", models.CASCADE, related_name="quality", primary_key=True)
    rules = models.PositiveIntegerField()
    score = models.PositiveSmallIntegerField()
    found = models.JSONField()
    alike = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="catalog_quality_score_in_range",
                condition=Q(score__gte=0, score__lte=FULL),
                violation_error_message="指南质量的分数应在 0 到 100 之间",
            ),
        ]

    def __str__(self) -> str:
        """Return the score."""
        return str(self.score)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return what was found."""
        found: list[list[Any]] = self.found
        return tuple(Finding(Code(code), place, sentence) for code, place, sentence in found)
