"""What two people put in force: a year's notice, and days on which nothing can be done."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tongban.kernel import law
from tongban.kernel.days import day_of
from tongban.kernel.workdays import SpecialDay
from tongban.orgs.closing import EVERYWHERE, Closure
from tongban.orgs.models.calendars import CalendarYear
from tongban.orgs.reading import CalendarFile
from tongban.orgs.states import (
    CLOSURE_KIND_NAMES,
    CLOSURE_STATE_NAMES,
    OPEN_PROPOSALS,
    PROPOSAL_STATE_NAMES,
    ClosureState,
    ProposalState,
    choices,
)

_DECIDED = [ProposalState.APPROVED.value, ProposalState.IN_FORCE.value, ProposalState.REJECTED.value]


class CalendarProposal(models.Model):
    """A year's notice as one person wrote it down, for another one to compare with the notice.

    ``holidays`` are as in the files of ``calendars/`` and never change. ``correction``: why a notice that is in force
    is put right. ``verdict``: why it was rejected.
    """

    id = models.UUIDField(primary_key=True)
    year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)
    published_on = models.DateField()
    holidays = models.JSONField()
    correction = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=choices(PROPOSAL_STATE_NAMES), default=ProposalState.PROPOSED.value)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True, help_text="when it was put in force, rejected or withdrawn")
    calendar = models.OneToOneField(CalendarYear, models.PROTECT, null=True, related_name="proposal")

    class Meta:
        ordering = ("-proposed_at", "-id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["year"],
                condition=Q(state__in=[state.value for state in OPEN_PROPOSALS]),
                name="orgs_calendarproposal_one_open_a_year",
                violation_error_message="一年只能有一份日历在等待复核或者正在生效",
            ),
            models.CheckConstraint(
                name="orgs_calendarproposal_two_people",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                violation_error_message="日历不能由提交人自己复核",
            ),
            models.CheckConstraint(
                name="orgs_calendarproposal_decided_by_somebody",
                condition=Q(state__in=_DECIDED, decided_by__isnull=False, decided_at__isnull=False)
                | Q(state=ProposalState.PROPOSED.value, decided_by__isnull=True, decided_at__isnull=True)
                | Q(state=ProposalState.WITHDRAWN.value),
                violation_error_message="批准或者退回必须有复核人和时间，待复核的不得有",
            ),
            models.CheckConstraint(
                name="orgs_calendarproposal_rejected_with_reason",
                condition=Q(state=ProposalState.REJECTED.value) & ~Q(verdict="")
                | ~Q(state=ProposalState.REJECTED.value) & Q(verdict=""),
                violation_error_message="退回必须写明理由",
            ),
            models.CheckConstraint(
                name="orgs_calendarproposal_in_force_is_a_calendar",
                condition=Q(state=ProposalState.IN_FORCE.value, calendar__isnull=False)
                | ~Q(state=ProposalState.IN_FORCE.value) & Q(calendar__isnull=True),
                violation_error_message="已经生效的必须对应一份工作日历，没有生效的不得有",
            ),
            models.CheckConstraint(
                name="orgs_calendarproposal_has_source",
                condition=~Q(source=""),
                violation_error_message="工作日历必须写明依据",
            ),
        ]

    def __str__(self) -> str:
        """Return the year and the state."""
        return f"{self.year} {self.get_state_display()}"

    @property
    def file(self) -> CalendarFile:
        """Return the notice in the form in which calendars are put in force."""
        return CalendarFile.model_validate(
            {
                "year": self.year,
                "status": "ANNOUNCED",
                "source": self.source,
                "published_on": self.published_on,
                "holidays": self.holidays,
            }
        )

    @property
    def days(self) -> dict[date, SpecialDay]:
        """Return every listed day in order."""
        return self.file.days


class DeclaredClosure(models.Model):
    """Days on which an authority cannot be reached though they are working days, and the document that says so.

    ``recount``: it changed and open clocks are still counted as before. ``authority_basis``: citations (kernel.law).
    Withdrawn after it was in effect, it ends with the day before: what people could not do on days that have passed
    cannot be done afterwards (信赖保护, 行政许可法8 by analogy; a rule of the city).
    """

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=16, choices=choices(CLOSURE_KIND_NAMES))
    name = models.CharField(max_length=40)
    first_date = models.DateField()
    last_date = models.DateField(help_text="the last closed day, included")
    department = models.CharField(max_length=30, default=EVERYWHERE, help_text='department code, "*" for all')
    region = models.CharField(max_length=12, default=EVERYWHERE, help_text='region code, "*" for all')
    source = models.CharField(max_length=200)
    authority_basis = models.CharField(
        max_length=200, blank=True, help_text="citations by which the authority's own limits stop too"
    )
    state = models.CharField(max_length=10, choices=choices(CLOSURE_STATE_NAMES), default=ClosureState.PROPOSED.value)
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    confirmed_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    recount = models.BooleanField(default=False)

    class Meta:
        ordering = ("-first_date", "-id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["first_date"],
                condition=Q(state=ClosureState.IN_EFFECT.value),
                name="orgs_closure_in_effect",
            )
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="orgs_closure_days_in_order",
                condition=Q(last_date__gte=F("first_date")),
                violation_error_message="停办的最后一天不能早于第一天",
            ),
            models.CheckConstraint(
                name="orgs_closure_has_name_and_source",
                condition=~Q(name="") & ~Q(source=""),
                violation_error_message="停办必须写明原因和公告文件",
            ),
            models.CheckConstraint(
                name="orgs_closure_authority_basis_is_law",
                condition=Q(authority_basis__regex=law.CITED)
                & (Q(authority_basis="") | Q(authority_basis__regex=rf"(^|,)(?!{law.OWN}\.)[A-Z]")),
                violation_error_message="本机关时限停止计算的依据应当写成法律条文的编码，而且不能只是本系统的规则",
            ),
            models.CheckConstraint(
                name="orgs_closure_two_people",
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                violation_error_message="停办公告不能由提交人自己确认",
            ),
            models.CheckConstraint(
                name="orgs_closure_in_effect_is_confirmed",
                condition=Q(state=ClosureState.IN_EFFECT.value, confirmed_by__isnull=False, confirmed_at__isnull=False)
                | Q(state=ClosureState.PROPOSED.value, confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(state=ClosureState.WITHDRAWN.value),
                violation_error_message="生效的停办必须有确认人和时间，待复核的不得有",
            ),
            models.CheckConstraint(
                name="orgs_closure_withdrawn_by_another",
                condition=Q(confirmed_by__isnull=True)
                | Q(withdrawn_by__isnull=True)
                | ~Q(withdrawn_by=F("confirmed_by")),
                violation_error_message="停办公告不能由确认人自己撤销",
            ),
            models.CheckConstraint(
                name="orgs_closure_withdrawn_by_somebody",
                condition=Q(state=ClosureState.WITHDRAWN.value, withdrawn_by__isnull=False, withdrawn_at__isnull=False)
                | ~Q(state=ClosureState.WITHDRAWN.value) & Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True),
                violation_error_message="撤销的停办必须有撤销人和时间，没有撤销的不得有",
            ),
        ]

    def __str__(self) -> str:
        """Return the reason and the days."""
        return f"{self.name} {self.first_date}–{self.last_date}"

    @property
    def cited(self) -> str:
        """Return in words by which rule the authority's own clock stops, nothing where it does not."""
        return law.cite(self.authority_basis)

    @property
    def closure(self) -> Closure | None:
        """Return what counts of it now: all of it, what had passed when it was withdrawn, or nothing."""
        if self.confirmed_at is None:
            return None
        return self.counting(confirmed_at=self.confirmed_at, withdrawn_at=self.withdrawn_at)

    def counting(self, *, confirmed_at: datetime, withdrawn_at: datetime | None) -> Closure | None:
        """Return what counts of it if it was confirmed and withdrawn at these moments."""
        last = self.last_date
        if withdrawn_at is not None:
            last = min(last, day_of(withdrawn_at) - timedelta(days=1))
        if last < self.first_date:
            return None
        return Closure(
            id=self.id,
            kind=self.kind,
            name=self.name,
            first=self.first_date,
            last=last,
            department=self.department,
            region=self.region,
            source=self.source,
            authority_basis=self.authority_basis,
            confirmed=day_of(confirmed_at),
        )
