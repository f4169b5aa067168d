"""Starting and ending clocks. Mechanisms write no ledger entries: the verb that calls does."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tongban.duties import rules
from tongban.duties.errors import DutyAlreadyRunning
from tongban.duties.models import Duty
from tongban.duties.rules import Limit
from tongban.duties.states import Kind, Silence, State
from tongban.kernel.days import day_of
from tongban.kernel.ids import uuid7
from tongban.orgs import api as orgs


@transaction.atomic
def start(
    *,
    kind: Kind,
    subject_kind: str,
    subject: UUID,
    owed_by: str,
    owed_to: str,
    event: str,
    event_at: datetime,
    limit: Limit,
    at: datetime,
    effect: Silence = Silence.NONE,
) -> Duty:
    """Begin a clock. The day of the event is not counted (行政许可法82: working days; 民法典201 by analogy).

    ``event_at`` may lie before ``at``: an acceptance that the law dates back starts its limit in the past, and a
    clock that is already over is simply overdue. ``effect``: what the law concludes from silence past its end, for the
    owning room to apply. DutyAlreadyRunning if one of this kind still runs.
    """
    if Duty.objects.open().filter(kind=kind, subject=subject).exists():
        raise DutyAlreadyRunning
    day = day_of(event_at)
    end = rules.end_of_limit(day, limit.amount, limit.unit, orgs.work_calendar())
    return Duty.objects.create(
        id=uuid7(at),
        kind=kind,
        subject_kind=subject_kind,
        subject=subject,
        owed_by=owed_by,
        owed_to=owed_to,
        event=event,
        event_date=day,
        amount=limit.amount,
        unit=limit.unit,
        basis=limit.basis,
        due_date=end.due,
        due_at=end.at,
        estimated=end.estimated,
        effect=effect,
    )


@transaction.atomic
def meet(*, kinds: tuple[Kind, ...], subject: UUID, at: datetime) -> int:
    """Note that what was owed was done at this moment; late or in time is told by the due moment."""
    return _end(kinds, subject, State.MET, at)


@transaction.atomic
def lift(*, kinds: tuple[Kind, ...], subject: UUID, at: datetime) -> int:
    """End clocks that nobody owes any more, as after a withdrawal."""
    return _end(kinds, subject, State.LIFTED, at)


@transaction.atomic
def lapse(*, kind: Kind, subject: UUID, at: datetime) -> int:
    """End a clock whose moment passed and whose legal effect is applied by the owning room at ``at``."""
    return _end((kind,), subject, State.LAPSED, at)


def _end(kinds: tuple[Kind, ...], subject: UUID, state: State, at: datetime) -> int:
    return Duty.objects.open().filter(kind__in=kinds, subject=subject).update(state=state, ended_at=at)
