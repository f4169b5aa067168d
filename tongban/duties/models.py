"""Duties: who owes what to whom by when, and on which article."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from tongban.duties.states import KIND_NAMES, Silence, State
from tongban.kernel.workdays import Unit


class DutyQuerySet(models.QuerySet["Duty"]):
    """What is asked of duties again and again."""

    def open(self) -> DutyQuerySet:
        """Only those still running."""
        return self.filter(state=State.OPEN)


class Duty(models.Model):
    """One running or ended legal clock. It never acts: the room that owns the subject applies what follows."""

    id = models.UUIDField(primary_key=True)
    kind = models.CharField(max_length=16, choices=list(KIND_NAMES.items()))
    subject_kind = models.CharField(max_length=32)
    subject = models.UUIDField()
    owed_by = models.CharField(max_length=64, help_text="department code, or party:<id>")
    owed_to = models.CharField(max_length=64)
    event = models.CharField(max_length=64, help_text="what made it start: the verb")
    event_date = models.DateField(help_text="the day of the event, not counted")
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=16, choices=[(u, u) for u in Unit])
    basis = models.CharField(max_length=300)
    due_date = models.DateField()
    due_at = models.DateTimeField(help_text="24:00 of the due date; the duty is late from this moment on")
    estimated = models.BooleanField(default=False)
    effect = models.CharField(
        max_length=32,
        default=Silence.NONE,
        choices=[(s, s) for s in Silence],
        help_text="what the law concludes when it passes in silence, as it stood when the clock began",
    )
    state = models.CharField(max_length=8, default=State.OPEN, choices=[(s, s) for s in State])
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "kind"],
                condition=Q(state=State.OPEN),
                name="duty_once_open_a_kind",
                violation_error_message="同一办件的同一时限已经在计算，不能重复开始。",
            ),
            models.CheckConstraint(
                condition=Q(state=State.OPEN, ended_at__isnull=True) | ~Q(state=State.OPEN) & Q(ended_at__isnull=False),
                name="duty_ended_iff_not_open",
                violation_error_message="结束的时限必须有结束时间，计算中的不得有。",
            ),
            models.CheckConstraint(
                condition=~Q(basis=""), name="duty_has_basis", violation_error_message="时限必须注明依据。"
            ),
            models.CheckConstraint(
                condition=Q(due_date__gte=F("event_date")),
                name="duty_due_not_before_event",
                violation_error_message="到期日不能早于起算事件。",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "kind"], condition=Q(state=State.OPEN), name="duty_open_by_due"),
            models.Index(
                fields=["due_at"], condition=Q(state=State.OPEN) & ~Q(effect=Silence.NONE), name="duty_open_with_effect"
            ),
            models.Index(fields=["subject"], name="duty_by_subject"),
        ]

    def __str__(self) -> str:
        """Name the clock by its kind and end."""
        return f"{self.kind} → {self.due_date}"
