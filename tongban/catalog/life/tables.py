"""The matters of life that a city has written down."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tongban.catalog.guide.labels import label
from tongban.catalog.guide.terms import Audience
from tongban.catalog.life.event import Event


class LifeEvent(models.Model):
    """人生事件: what a person or a business goes through, with the services it takes. ``place``: where in the list."""

    code = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=60)
    audiences = ArrayField(models.CharField(max_length=20, choices=[(one.value, label(one)) for one in Audience]))
    place = models.PositiveSmallIntegerField()
    document = models.TextField()

    class Meta:
        ordering = ("place", "code")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="catalog_life_event_code",
                condition=Q(code__regex=r"^[a-z][a-z0-9-]{1,39}$"),
                violation_error_message="人生事件的编码用小写字母、数字和短横",
            )
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def event(self) -> Event:
        """Return the matter as it was written."""
        return _read(self.document)


@lru_cache(maxsize=256)
def _read(document: str) -> Event:
    return Event.model_validate_json(document)
