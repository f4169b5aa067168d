"""The basic directory (基本目录): what a service is, wherever it is done."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tongban.catalog.guide.labels import label
from tongban.catalog.guide.terms import Audience, ItemType, Level


class BasicItem(models.Model):
    """基本目录中的一项: its name, national code, type and basis are those of every department that does it (第六条).

    ``code`` is ours and visibly local, ``basic_code`` the national one where it is known; ``legal`` is the basis as
    ``KnownLaw`` writes it. Items inherit name, code and type by a key of all of them, so that none can differ.

    ``levels``: at which it is exercised, empty where that is not known; ``line`` (条线): of the department in charge.
    ``changed_at``: when what is inherited last changed, so that guides published before have to be looked at.
    ``gone_at``: since when it is missing from the directory above; its implementations stay until somebody ends them.
    """

    id = models.UUIDField(primary_key=True)
    code = models.CharField(max_length=30, unique=True)
    basic_code = models.CharField(max_length=12, blank=True)
    name = models.CharField(max_length=200)
    type = models.CharField(max_length=20, choices=[(one.value, label(one)) for one in ItemType])
    legal = models.JSONField(default=list)
    levels = ArrayField(
        models.CharField(max_length=10, choices=[(one.value, label(one)) for one in Level]), default=list, blank=True
    )
    line = models.CharField(max_length=10, blank=True)
    audiences = ArrayField(
        models.CharField(max_length=20, choices=[(one.value, label(one)) for one in Audience]), default=list, blank=True
    )
    changed_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("name",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["id", "name", "type", "basic_code"], name="catalog_basic_inherited"),
            models.CheckConstraint(
                name="catalog_basic_code_is_local",
                condition=Q(code__regex=r"^ZB[0-9A-Z]{2,28}$"),
                violation_error_message="基本目录的本地编码应以 ZB 开头，不得写成国家编码的样子",
            ),
            models.CheckConstraint(
                name="catalog_basic_basic_code_form",
                condition=Q(basic_code="") | Q(basic_code__regex=r"^[0-9]{4}[0-9A-Z]{8}$"),
                violation_error_message="事项基本编码应为 12 位；不知道的请留空，不要编造",
            ),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def type_name(self) -> str:
        """Return the Chinese name of the type."""
        return label(ItemType(self.type))

    @property
    def level_names(self) -> list[str]:
        """Return in Chinese at which levels it is exercised."""
        return [label(Level(one)) for one in self.levels]
