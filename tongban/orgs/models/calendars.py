"""The dated calendars of working days."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tongban.orgs.states import CALENDAR_STATUS_NAMES, CalendarStatus, choices


class CalendarYear(models.Model):
    """One dated version of a year's calendar. A newer one supersedes it and both stay, so the past can be replayed.

    A row never changes but for ``superseded_at``, and its days never do: its id stands for its content.
    """

    year = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=choices(CALENDAR_STATUS_NAMES))
    source = models.CharField(max_length=200)
    published_on = models.DateField(null=True)
    loaded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("year",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["year"],
                condition=Q(superseded_at__isnull=True),
                name="orgs_calendaryear_one_in_force",
                violation_error_message="每年只能有一份现行的工作日历",
            ),
            models.CheckConstraint(
                name="orgs_calendaryear_announced_iff_published",
                condition=Q(status=CalendarStatus.ANNOUNCED.value, published_on__isnull=False)
                | Q(status=CalendarStatus.ESTIMATED.value, published_on__isnull=True),
                violation_error_message="已公布的日历必须写明公布日期，暂估的不得有公布日期",
            ),
            models.CheckConstraint(
                name="orgs_calendaryear_has_source",
                condition=~Q(source=""),
                violation_error_message="工作日历必须写明依据",
            ),
        ]

    def __str__(self) -> str:
        """Return the year and its status."""
        return f"{self.year} {self.get_status_display()}"


class CalendarDay(models.Model):
    """A day that differs from the plain week, or a day off that has a name."""

    calendar = models.ForeignKey(CalendarYear, models.CASCADE, related_name="days")
    date = models.DateField()
    working = models.BooleanField()
    name = models.CharField(max_length=30)

    class Meta:
        ordering = ("date",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["calendar", "date"], name="orgs_calendarday_once", violation_error_message="同一天只能写一次"
            ),
            models.CheckConstraint(
                name="orgs_calendarday_make_up_on_weekend",
                condition=Q(working=False) | Q(date__iso_week_day__gte=6),
                violation_error_message="调休上班日只能是周六或周日",
            ),
            models.CheckConstraint(
                name="orgs_calendarday_has_name", condition=~Q(name=""), violation_error_message="应写明节日名称"
            ),
        ]

    def __str__(self) -> str:
        """Return the date and the name."""
        return f"{self.date} {self.name}"
