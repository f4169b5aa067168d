"""Service places of the four levels, their windows and their hours."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from tongban.kernel.codes.region import Level
from tongban.orgs import rules
from tongban.orgs.models.areas import Department, Region
from tongban.orgs.states import LEVEL_NAMES, WINDOW_NAMES, WindowKind, choices


def _none_or_in_order(half: str) -> Q:
    """Both or neither: a comparison with nothing is neither true nor false, and a check lets that pass."""
    opens, closes = f"{half}_opens", f"{half}_closes"
    neither = Q(**{f"{opens}__isnull": True, f"{closes}__isnull": True})
    both = Q(**{f"{opens}__isnull": False, f"{closes}__isnull": False, f"{opens}__lt": F(closes)})
    return neither | both


class DailyHours(models.Model):
    """Morning and afternoon; a hall without a midday break has a morning only. Nothing at all means closed."""

    am_opens = models.TimeField(null=True)
    am_closes = models.TimeField(null=True)
    pm_opens = models.TimeField(null=True)
    pm_closes = models.TimeField(null=True)

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="orgs_%(class)s_hours_in_order",
                condition=_none_or_in_order("am")
                & _none_or_in_order("pm")
                & (Q(am_closes__isnull=True) | Q(pm_opens__isnull=True) | Q(am_closes__lte=F("pm_opens"))),
                violation_error_message="开放时间应先开后关，上午在前、下午在后",
            ),
        ]

    @property
    def hours(self) -> tuple[rules.Hours, ...]:
        """Return the periods of the day in order."""
        pairs = ((self.am_opens, self.am_closes), (self.pm_opens, self.pm_closes))
        return tuple(rules.Hours(opens, closes) for opens, closes in pairs if opens and closes)


class Timetable(models.Model):
    """The usual hours that several places share."""

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=60)

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class TimetableHours(DailyHours):
    """Hours on working days: of one weekday (1 is Monday), or, without one, of every other working day."""

    timetable = models.ForeignKey(Timetable, models.CASCADE, related_name="rows")
    weekday = models.PositiveSmallIntegerField(null=True)

    class Meta(DailyHours.Meta):
        abstract = False
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *DailyHours.Meta.constraints,
            models.UniqueConstraint(
                fields=["timetable", "weekday"],
                name="orgs_timetablehours_one_per_weekday",
                nulls_distinct=False,
                violation_error_message="一张时间表里同一天只能写一次",
            ),
            models.CheckConstraint(
                name="orgs_timetablehours_weekday",
                condition=Q(weekday__isnull=True) | Q(weekday__range=(1, 7)),
                violation_error_message="星期应为 1（周一）到 7（周日）",
            ),
        ]

    def __str__(self) -> str:
        """Return the hours."""
        return "、".join(map(str, self.hours))


class ServicePlace(models.Model):
    """A hall, centre or station of the four levels, with the name article 20 fixes. ``steward``: who runs it instead.

    ``grams`` are the two-character pieces of its name and of its regions' names, written when it is loaded.
    """

    code = models.CharField(max_length=30, primary_key=True)
    name = models.CharField(max_length=80)
    level = models.CharField(max_length=8, choices=choices(LEVEL_NAMES))
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    steward = models.OneToOneField(Department, models.PROTECT, null=True, related_name="+")
    address = models.CharField(max_length=120)
    phone = models.CharField(max_length=40)
    timetable = models.ForeignKey(Timetable, models.PROTECT, related_name="+")
    grams = ArrayField(models.CharField(max_length=2))

    class Meta:
        ordering = ("level", "code")  # the four levels happen to stand in the order of the alphabet
        indexes: ClassVar[list[models.Index]] = [GinIndex(fields=["grams"], name="orgs_serviceplace_grams")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["region"],
                condition=Q(steward__isnull=True),
                name="orgs_serviceplace_one_per_region",
                violation_error_message="一个地区只能有一个同级的服务场所",
            ),
            models.CheckConstraint(
                name="orgs_serviceplace_name_is_fixed",
                condition=Q(level__in=[Level.CITY.value, Level.COUNTY.value], name__endswith="政务服务中心")
                | Q(level=Level.TOWN.value, name__endswith="便民服务中心")
                | Q(level=Level.VILLAGE.value, name__endswith="便民服务站"),
                violation_error_message="市、区为政务服务中心，镇街为便民服务中心，村社区为便民服务站（规范第二十条）",
            ),
            models.CheckConstraint(
                name="orgs_serviceplace_level_fits_region",
                condition=Q(Exact(Length("region"), 6), level__in=[Level.CITY.value, Level.COUNTY.value])
                | Q(Exact(Length("region"), 9), level=Level.TOWN.value)
                | Q(Exact(Length("region"), 12), level=Level.VILLAGE.value),
                violation_error_message="服务场所的层级应与所在地区的层级一致",
            ),
            models.CheckConstraint(
                name="orgs_serviceplace_steward_in_county_level",
                condition=Q(steward__isnull=True) | Q(level=Level.COUNTY.value),
                violation_error_message="由功能区管理委员会设立的只能是区级政务服务中心",
            ),
            models.CheckConstraint(
                name="orgs_serviceplace_code_is_local",
                condition=Q(code__regex=r"^ZP[0-9A-Z]{2,28}$"),
                violation_error_message="服务场所编码应以 ZP 开头",
            ),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    @property
    def pattern(self) -> rules.Pattern:
        """Return its usual hours and announced exceptions, from rows the query has fetched already."""
        return rules.Pattern(
            weekly={row.weekday: row.hours for row in self.timetable.rows.all()},
            exceptions={row.day: rules.Exceptional(row.hours, row.reason) for row in self.exceptions.all()},
        )


class Window(models.Model):
    """A window of a place, numbered from 1."""

    place = models.ForeignKey(ServicePlace, models.CASCADE, related_name="windows")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=choices(WINDOW_NAMES))

    class Meta:
        ordering = ("number",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["place", "number"],
                name="orgs_window_number_once",
                violation_error_message="窗口编号在一个场所里不能重复",
            ),
            models.CheckConstraint(
                name="orgs_window_kind_known",
                condition=Q(kind__in=sorted(kind.value for kind in WindowKind)),
                violation_error_message="没有这种窗口",
            ),
        ]

    def __str__(self) -> str:
        """Return what stands above it."""
        return self.name

    @property
    def name(self) -> str:
        """Return what stands above it."""
        return rules.window_name(Level(self.place.level), WindowKind(self.kind))


class PlaceException(DailyHours):
    """Hours a place has announced for one day instead of its usual ones, with the reason visitors are told."""

    place = models.ForeignKey(ServicePlace, models.CASCADE, related_name="exceptions")
    day = models.DateField()
    reason = models.CharField(max_length=60)

    class Meta(DailyHours.Meta):
        abstract = False
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *DailyHours.Meta.constraints,
            models.UniqueConstraint(
                fields=["place", "day"],
                name="orgs_placeexception_once_a_day",
                violation_error_message="同一天只能有一条临时安排",
            ),
            models.CheckConstraint(
                name="orgs_placeexception_has_reason",
                condition=~Q(reason=""),
                violation_error_message="临时调整开放时间应写明原因",
            ),
        ]

    def __str__(self) -> str:
        """Return the day and the reason."""
        return f"{self.day} {self.reason}"
