"""Starting and ending clocks, and counting them anew.

Mechanisms write no ledger entries: the verb that calls does. Counting anew is a verb of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import connection, transaction
from django.db.models import Q

from tongban.duties import rules
from tongban.duties.errors import DutyAlreadyRunning
from tongban.duties.models import Duty
from tongban.duties.rules import Limit
from tongban.duties.states import Kind, Silence, State
from tongban.kernel.actors import Actor
from tongban.kernel.days import day_of
from tongban.kernel.errors import Broken
from tongban.kernel.ids import uuid7
from tongban.kernel.workdays import Due, Unit, WorkCalendar
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs

CALENDARS = uuid5(NAMESPACE_OID, "tongban/calendar")  # the subject of every recomputation

# One statement for all limits, whatever the number of duties. A duty that ended meanwhile is left as it ended.
UPDATE_ENDS = """
UPDATE duties_duty AS duty
SET due_date = found.due_date, due_at = found.due_at, estimated = found.estimated
FROM unnest(%s::date[], %s::int[], %s::text[], %s::date[], %s::timestamptz[], %s::boolean[])
    AS found (event_date, amount, unit, due_date, due_at, estimated)
WHERE duty.state = 'OPEN'
  AND (duty.event_date, duty.amount, duty.unit) = (found.event_date, found.amount, found.unit)
  AND (duty.due_date, duty.due_at, duty.estimated) <> (found.due_date, found.due_at, found.estimated)
"""


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


@transaction.atomic
def recompute(*, years: Collection[int], by: Actor, at: datetime) -> int:
    """Count open duties anew after the calendars of these years changed; return how many were changed.

    Concerned is every open duty that was counted through one of the years, and every estimated one. What ended keeps
    the end it had. Each limit is counted once for each day it began on: the memory needed grows with the days and not
    with the duties. One ledger entry for all (``duty.recompute``), none if nothing changed; asking again is harmless.
    """
    calendar = orgs.work_calendar()
    counted = [(key, end) for key in _keys(years) if (end := _end_of(*key, calendar)) is not None]
    changed = _put_ends(counted)
    if changed:
        ledger.record(
            at=at,
            actor=by,
            verb="duty.recompute",
            kind="calendar",
            subject=CALENDARS,
            facts={"years": sorted(years), "limits": len(counted), "duties": changed},
        )
    return changed


def _keys(years: Collection[int]) -> Iterable[tuple[date, int, str]]:
    concerned = Q(estimated=True)
    for year in years:
        concerned |= Q(event_date__lte=date(year, 12, 31), due_date__gte=date(year, 1, 1))
    return Duty.objects.open().filter(concerned).values_list("event_date", "amount", "unit").distinct()


def _end_of(day: date, amount: int, unit: str, calendar: WorkCalendar) -> Due | None:
    try:
        return rules.end_of_limit(day, amount, Unit(unit), calendar)
    except Broken:  # it touches a year that nobody can count; it keeps its end and does not hold up the others
        return None


def _put_ends(counted: list[tuple[tuple[date, int, str], Due]]) -> int:
    rows = [(*key, end.due, end.at, end.estimated) for key, end in counted]
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(UPDATE_ENDS, [list(column) for column in zip(*rows, strict=True)])
        return int(cursor.rowcount)


def _end(kinds: tuple[Kind, ...], subject: UUID, state: State, at: datetime) -> int:
    return Duty.objects.open().filter(kind__in=kinds, subject=subject).update(state=state, ended_at=at)
