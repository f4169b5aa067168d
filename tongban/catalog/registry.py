"""The registry of licence types (证照类型): every certificate that a guide may ask for or end in, by one name."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Holder(StrEnum):
    """持证主体: who holds a licence of a type."""

    PERSON = "PERSON"
    ORGANISATION = "ORGANISATION"
    SELF_EMPLOYED = "SELF_EMPLOYED"


HOLDER_NAMES = {Holder.PERSON: "自然人", Holder.ORGANISATION: "法人", Holder.SELF_EMPLOYED: "个体工商户"}


class Confidence(StrEnum):
    """How surely a fact is known: 有佐证, 通行而未逐条核, 推测."""

    HIGH = "高"
    MEDIUM = "中"
    LOW = "低"


class LicenceType(models.Model):
    """证照类型: ``code`` is the national one of GB/T 36903 where it was really found, else ours, which begins with ZL.

    ``validity`` is as the source says it, in words; ``source`` and ``confidence`` say how surely all this is known.
    """

    code = models.CharField(max_length=21, primary_key=True)
    name = models.CharField(max_length=100, unique=True)
    issuer = models.CharField(max_length=60)
    holders = ArrayField(models.CharField(max_length=20, choices=[(one.value, HOLDER_NAMES[one]) for one in Holder]))
    validity = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=200)
    confidence = models.CharField(max_length=1, choices=[(one.value, one.value) for one in Confidence])
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("name",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="catalog_licence_type_code_form",
                condition=Q(code__regex=r"^ZL[0-9A-Z]{2,19}$") | Q(code__regex=r"^[0-9A-HJ-NPQRTUWXY]{18}[0-9]{3}$"),
                violation_error_message="证照类型代码应为 21 位；没有查到国家代码的，用 ZL 开头的本地编码",
            ),
            models.CheckConstraint(
                name="catalog_licence_type_has_holders",
                condition=~Q(holders=[]),
                violation_error_message="证照类型要写明由谁持有",
            ),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def holder_names(self) -> list[str]:
        """Return in Chinese who holds it."""
        return [HOLDER_NAMES[Holder(one)] for one in self.holders]

    @property
    def national(self) -> bool:
        """Tell whether the code is the national one."""
        return not self.code.startswith("ZL")
