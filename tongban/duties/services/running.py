"""Starting and ending clocks. Mechanisms write no ledger entries: the verb that calls does."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from tongban.duties import queries
from tongban.duties.errors import DutyAlreadyRunning
from tongban.duties.models import Duty, Pause
from tongban.duties.rules import Limit
from tongban.duties.services.ends import put_end, take_stops
from tongban.duties.states import Kind, Silence, State
from tongban.kernel.days import day_of
from tongban.kernel.ids import uuid7
from tongban.statements import api as statements


def start(  # noqa: PLR0913 - a clock is a row, and each of these is told by its name
    *,
    kind: Kind,
    subject_kind: str,
    subject: UUID,
    owed_by: str,
    owed_to: str,
    agent: str = "",
    event: str,
    event_at: datetime,
    limit: Limit,
    at: datetime,
    effect: Silence = Silence.NONE,
    department: str = "",
    region: str = "",
) -> Duty:
    """Begin a clock. The day of the event is not counted (行政许可法82: working days; 民法典201 by analogy).

    ``event_at`` may lie before ``at`` (an acceptance dated back: overdue at once) or ahead (counted back). ``effect``:
    what the law concludes from silence. ``agent``: who acts for the party, ``party:<id>``. ``department``, ``region``:
    who sees it and whose closures stop it; empty is city-wide. DutyAlreadyRunning; Broken if its years are not loaded.
    """
    duty = drawn_up(
        kind=kind,
        subject_kind=subject_kind,
        subject=subject,
        owed_by=owed_by,
        owed_to=owed_to,
        agent=agent,
        event=event,
        event_at=event_at,
        limit=limit,
        at=at,
        effect=effect,
        department=department,
        region=region,
    )
    if not statements.insert_once(duty):
        raise DutyAlreadyRunning
    return duty


def drawn_up(  # noqa: PLR0913 - the same
    *,
    kind: Kind,
    subject_kind: str,
    subject: UUID,
    owed_by: str,
    owed_to: str,
    agent: str = "",
    event: str,
    event_at: datetime,
    limit: Limit,
    at: datetime,
    effect: Silence = Silence.NONE,
    department: str = "",
    region: str = "",
    by: queries.Almanac | None = None,
) -> Duty:
    """Return the clock that ``start`` would begin, with its end, and do not begin it: ``start_all`` does.

    ``by``: the almanac, read once for many.
    """
    duty = Duty(
        id=uuid7(at),
        kind=kind,
        subject_kind=subject_kind,
        subject=subject,
        owed_by=owed_by,
        owed_to=owed_to,
        agent=agent,
        department=department,
        region=region,
        event=event,
        event_at=event_at,
        event_date=day_of(event_at),
        effect=effect,
        **limit.columns(),
    )
    put_end(duty, by or queries.almanac(), at)
    return duty


@transaction.atomic
def start_all(*, rows: Sequence[Duty]) -> None:
    """Begin many clocks at once that were drawn up; DutyAlreadyRunning where one of such a kind runs already."""
    try:
        with transaction.atomic():
            Duty.objects.bulk_create(rows)
    except IntegrityError:
        raise DutyAlreadyRunning from None


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


@transaction.atomic
def lapse_all(*, kind: Kind, subjects: Collection[UUID]) -> int:
    """End the clocks of one kind of many subjects, each at its own moment, which passed (``lapse``)."""
    rows = Duty.objects.open().filter(kind=kind, subject__in=subjects, due_at__isnull=False)
    return rows.update(state=State.LAPSED, ended_at=F("due_at"))


def _end(kinds: tuple[Kind, ...], subject: UUID, state: State, at: datetime) -> int:
    rows = Duty.objects.open().filter(kind__in=kinds, subject=subject)
    for duty in rows.filter(stops__endswith="/").select_for_update(of=("self",)):
        _let_run(duty, at)
    return rows.update(state=state, ended_at=at)


def _let_run(duty: Duty, at: datetime) -> None:
    """End what still stops a clock together with it: an ended clock has an end again, to be seen as late or in time."""
    Pause.objects.filter(duty=duty, ended_at__isnull=True).update(ended_at=at)
    take_stops(duty)
    put_end(duty, queries.almanac(), at)
    duty.save()
