"""Counting clocks anew after a calendar or a layer over it changed: a verb of its own, which records itself."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import NamedTuple
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import connection, models, transaction
from django.db.models import Case, Func, Q, When

from tongban.crypto import api as crypto
from tongban.duties import queries
from tongban.duties.models import Duty, Recount
from tongban.kernel.actors import Actor
from tongban.kernel.counting import moment_of, moment_tick
from tongban.kernel.days import SHANGHAI
from tongban.kernel.errors import Broken
from tongban.kernel.ids import uuid7
from tongban.kernel.limits import Direction, Due, Unit
from tongban.kernel.terms import BY_MOMENT
from tongban.ledger import api as ledger

CALENDARS = uuid5(NAMESPACE_OID, "tongban/calendar")  # the subject of every recomputation
BATCH = 20_000  # duties read, moved and recorded in one transaction
CHUNK = 1_000  # moved duties under one digest; a batch has few enough for one entry
MOST_ENDS = 100_000  # ends remembered at once, so that memory stays flat whatever there is to count

# A duty that ended, was paused or extended meanwhile was counted by the calendar that is in force: it is left alone.
UPDATE_ENDS = """
UPDATE duties_duty AS duty
SET due_date = found.due_date, due_at = found.due_at, estimated = found.estimated, paused = found.paused,
    moved_from = CASE WHEN duty.due_date = found.due_date THEN duty.moved_from ELSE duty.due_date END
FROM unnest(%s::uuid[], %s::bigint[], %s::text[], %s::int[], %s::date[], %s::timestamptz[], %s::boolean[],
            %s::boolean[])
    AS found (id, old, stops, extension, due_date, due_at, estimated, paused)
WHERE duty.id = found.id AND duty.state = 'OPEN' AND duty.stops = found.stops AND duty.extension = found.extension
  AND (extract(epoch FROM duty.due_at) * 1000000)::bigint IS NOT DISTINCT FROM found.old
RETURNING duty.id
"""

MOMENT = Case(When(unit__in=sorted(BY_MOMENT), then="event_at"))
TICK = Func(
    "due_at", template="(extract(epoch FROM %(expressions)s) * 1000000)::bigint", output_field=models.BigIntegerField()
)


class Row(NamedTuple):
    """What is read of a duty to count it anew. A million are: moments are read only where they count, ends as ticks."""

    id: UUID
    event_date: date
    moment: datetime | None
    amount: int
    extension: int
    unit: str
    direction: str
    inclusive: bool
    roll: str
    stops: str
    owed_by: str
    department: str
    region: str
    due_date: date | None
    due_tick: int | None
    estimated: bool


class End(NamedTuple):
    """Where a clock ends, with the moment as the tick it is compared by."""

    due: Due
    tick: int | None


@dataclass
class Counter:
    """Counts each set of terms once and remembers the end; ``limits`` are the terms counted since it was asked last."""

    by: queries.Almanac
    limits: set[queries.Terms] = field(default_factory=set)
    _ends: dict[queries.Terms, End | None] = field(default_factory=dict)

    def end(self, row: Row) -> End | None:
        """Return where a duty ends now; None when it touches a year that nobody can count: it keeps its end."""
        over = self.by.over(owed_by=row.owed_by, department=row.department, region=row.region)
        terms = queries.Terms(
            row.moment or row.event_date,
            *row[3:10],
            layers=queries.relevant(self.by, over, row.event_date, row.direction) if over else over,
        )
        self.limits.add(terms)
        if terms in self._ends:
            return self._ends[terms]
        if len(self._ends) >= MOST_ENDS:
            self._ends.clear()
        found = self._ends[terms] = self._count(terms)
        return found

    def _count(self, terms: queries.Terms) -> End | None:
        try:
            due = self.by.end(terms)
        except Broken:
            return None
        return End(due, None if due.at is None else moment_tick(due.at))


def recompute(*, by: Actor, at: datetime, years: Collection[int] | None = None) -> int:
    """Count open duties anew after calendars or layers changed; return how many were changed.

    Concerned is every open duty that was counted through one of the ``years``, and every estimated one; without years
    all of them. What ended keeps the end it had. Each set of terms is counted once, duties are read and moved in
    batches, each in a transaction of its own with one ledger entry (``duty.recompute``) that holds the digests of what
    it moved (Recount); a batch that changed nothing records nothing. Asking again is harmless: an interrupted run is
    finished by the next.
    """
    counter = Counter(queries.almanac())
    changed, after, full = 0, None, True
    while full:
        with transaction.atomic():
            rows = _batch(years, after)
            changed += _move(rows, counter, years, by, at)
        full = len(rows) == BATCH
        after = rows[-1].id if rows else None
    return changed


def _batch(years: Collection[int] | None, after: UUID | None) -> list[Row]:
    rows = Duty.objects.open().exclude(unit=Unit.NONE).filter(_concerned(years)).annotate(moment=MOMENT, due_tick=TICK)
    if after is not None:
        rows = rows.filter(id__gt=after)
    return [Row(*values) for values in rows.order_by("id").values_list(*Row._fields)[:BATCH]]


def _concerned(years: Collection[int] | None) -> Q:
    if years is None:
        return Q()
    concerned = Q(estimated=True)
    for year in years:
        first, last = date(year, 1, 1), date(year, 12, 31)
        concerned |= Q(direction=Direction.FORWARD, event_date__lte=last, due_date__gte=first)
        concerned |= Q(direction=Direction.BACKWARD, event_date__gte=first, due_date__lte=last)
    return concerned


def _move(rows: Sequence[Row], counter: Counter, years: Collection[int] | None, by: Actor, at: datetime) -> int:
    counter.limits.clear()
    moved = {
        row.id: (row, end)
        for row in rows
        if (end := counter.end(row)) is not None and (end.due.due, end.tick, end.due.estimated) != row[-3:]
    }
    done = [moved[key] for key in _put_ends(list(moved.values()))]
    if done:
        facts: dict[str, ledger.Fact] = {
            "years": sorted(years or ()),
            "limits": len(counter.limits),
            "duties": len(done),
        }
        digests = [_keep(chunk, at) for chunk in _chunks(done)]
        ledger.record(
            at=at,
            actor=by,
            verb="duty.recompute",
            kind="calendar",
            subject=CALENDARS,
            facts={**facts, "digests": digests},
            why=ledger.OPERATION,
        )
    return len(done)


def _put_ends(moved: Sequence[tuple[Row, End]]) -> list[UUID]:
    if not moved:
        return []
    rows = [
        (row.id, row.due_tick, row.stops, row.extension, due.due, due.at, due.estimated, due.at is None)
        for row, (due, _) in moved
    ]
    with connection.cursor() as cursor:
        cursor.execute(UPDATE_ENDS, [list(column) for column in zip(*rows, strict=True)])
        return sorted(key for (key,) in cursor.fetchall())


def _chunks(done: Sequence[tuple[Row, End]]) -> Iterator[list[tuple[Row, End]]]:
    left = iter(done)
    while chunk := list(islice(left, CHUNK)):
        yield chunk


def _keep(chunk: Sequence[tuple[Row, End]], at: datetime) -> str:
    """Keep which duties moved from where to where, packed, and return the digest of the text."""
    lines = (f"{row.id} {_written(row.due_tick)} {_written(end.tick)}\n" for row, end in chunk)
    text = "".join(lines).encode()
    digest = crypto.sm3(text)
    Recount.objects.create(id=uuid7(at), at=at, moved=len(chunk), digest=digest, rows=zlib.compress(text))
    return digest


def _written(tick: int | None) -> str:
    return "-" if tick is None else moment_of(tick, Unit.HOUR).astimezone(SHANGHAI).isoformat()
