"""Counting clocks anew after a calendar changed: a verb of its own, which records itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import NAMESPACE_OID, uuid5

from django.db import connection, transaction
from django.db.models import Q

from tongban.duties import rules
from tongban.duties.models import Duty
from tongban.kernel.actors import Actor
from tongban.kernel.errors import Broken
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
