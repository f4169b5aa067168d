"""Regions, the departments in them, and who runs a region in another's place."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tongban.kernel.codes.region import Level
from tongban.orgs.states import DEPARTMENT_KIND_NAMES, LEVEL_NAMES, choices


class Region(models.Model):
    """A region of the five levels, by its national code in the shortest form: 6, 9 or 12 digits."""

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=60)
    level = models.CharField(max_length=8, choices=choices(LEVEL_NAMES))
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("code",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="orgs_region_code_fits_level",
                condition=Q(level=Level.PROVINCE.value, code__regex=r"^\d{2}0000$")
                | Q(level=Level.CITY.value, code__regex=r"^\d{2}(?!00)\d{2}00$")
                | Q(level=Level.COUNTY.value, code__regex=r"^\d{4}(?!00)\d{2}$")
                | Q(level=Level.TOWN.value, code__regex=r"^\d{6}(?!000)\d{3}$")
                | Q(level=Level.VILLAGE.value, code__regex=r"^\d{9}(?!000)\d{3}$"),
                violation_error_message="区划代码的位数应与层级一致：省、市、区 6 位，镇街 9 位，村社区 12 位",
            ),
            models.CheckConstraint(
                name="orgs_region_has_parent_below_province",
                condition=Q(level=Level.PROVINCE.value, parent__isnull=True)
                | ~Q(level=Level.PROVINCE.value) & Q(parent__isnull=False),
                violation_error_message="省以下的地区必须写明上级地区，省没有上级",
            ),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class Department(models.Model):
    """A body that decides, supervises or serves. ``line`` (条线) is shared by its counterparts at other levels.

    ``parent``: the body of which it is a branch or unit. A trigger keeps the units from standing in a circle.
    """

    code = models.CharField(max_length=30, primary_key=True)
    name = models.CharField(max_length=60, unique=True)
    short_name = models.CharField(max_length=30)
    kind = models.CharField(max_length=20, choices=choices(DEPARTMENT_KIND_NAMES))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    line = models.CharField(max_length=10)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="units")
    basic_code_segment = models.CharField(max_length=2, blank=True)
    credit_code = models.CharField(max_length=18, null=True, blank=True, unique=True)

    class Meta:
        ordering = ("region_id", "code")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["region", "line"],
                condition=Q(parent__isnull=True),
                name="orgs_department_one_per_line_and_region",
                violation_error_message="一个地区的一条线只能有一个部门",
            ),
            models.CheckConstraint(
                name="orgs_department_code_is_local",
                condition=Q(code__regex=r"^ZD[0-9A-Z]{2,28}$"),
                violation_error_message="部门编码应以 ZD 开头，不得写成国家编码的样子",
            ),
            models.CheckConstraint(
                name="orgs_department_credit_code_form",
                condition=Q(credit_code__isnull=True) | Q(credit_code__regex=r"^[0-9A-HJ-NPQRTUWXY]{18}$"),
                violation_error_message="统一社会信用代码应为 18 位；没有核实的请留空，不要编造",
            ),
        ]

    def __str__(self) -> str:
        """Return the short name."""
        return self.short_name


class Stewardship(models.Model):
    """A region that a functional committee runs, though by law it belongs to the district around it."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="stewardships")
    region = models.OneToOneField(Region, models.PROTECT, related_name="stewardship")

    def __str__(self) -> str:
        """Return who runs what."""
        return f"{self.department} → {self.region}"


class OrgMark(models.Model):
    """One of the marks that say whether anything of the room has changed: all of them together are the stamp.

    Triggers on every table that pages read write them, each time with a value never used before. Who changes something
    takes a mark that nobody else holds, so that nobody waits for it.
    """

    value = models.UUIDField()

    def __str__(self) -> str:
        """Return the value."""
        return str(self.value)
