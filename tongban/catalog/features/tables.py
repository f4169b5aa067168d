"""What follows from a published version, kept so that a city of many guides need not be read for one page."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from tongban.catalog.features.rules import RULES, Feature


class GuideTraits(models.Model):
    """特色、进驻、异同: on which lists of article 9 a version is and why, where it is handled, what it says.

    Nothing here is declared: all of it follows from the document by the rules of one number, and is worked out anew
    when they change. ``said`` holds a digest of every element that is compared between districts, by its title, so that
    what differs is counted without reading a guide.
    """

    version = models.OneToOneField("catalog.GuideVersion", models.CASCADE, related_name="traits", primary_key=True)
    rules = models.PositiveIntegerField()
    features = ArrayField(
        models.CharField(max_length=20, choices=[(code.value, rule.name) for code, rule in RULES.items()]),
        default=list,
        blank=True,
    )
    why = models.JSONField(default=dict)
    entered = models.BooleanField()
    places = ArrayField(models.CharField(max_length=36), default=list, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    said = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [GinIndex(name="catalog_traits_features", fields=["features"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="catalog_traits_outside_has_reason",
                condition=Q(entered=True) | ~Q(reason=""),
                violation_error_message="没有进驻中心的，要写明理由",
            ),
        ]

    def __str__(self) -> str:
        """Return the lists."""
        return "、".join(RULES[Feature(one)].name for one in self.features)
