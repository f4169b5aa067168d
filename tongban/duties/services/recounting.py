"""Counting clocks anew after a calendar or a layer over it changed: a verb of its own, which records itself."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import connection, transaction

from tongban.crypto import api as crypto
from tongban.duties import queries
from tongban.duties.models import Duty, MovedEnd, Recount
from tongban.kernel.actors import Actor
from tongban.kernel.counting import moment_of
from tongban.kernel.days import SHANGHAI
from tongban.kernel.ids import uuid7
from tongban.kernel.limits import Unit
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs

CALENDARS = uuid5(NAMESPACE_OID, "tongban/calendar")  # the subject of every recomputation
BATCH = 20_000  # duties read, moved and recorded in one transaction
CHUNK = 1_000  # moved duties under one digest; a batch has few enough for one entry

# A duty that ended, was paused, extended or shortened meanwhile was counted by the calendar in force: it is left alone.
UPDATE_ENDS = """
UPDATE duties_duty AS duty
SET due_date = found.due_date, due_at = found.due_at, estimated = found.estimated, paused = found.paused,
    kept_at = found.kept_at,
    moved_from = CASE WHEN duty.due_date = found.due_date THEN duty.moved_from ELSE duty.due_date END
FROM unnest(%s::uuid[], %s::bigint[], %s::text[], %s::int[], %s::int[], %s::date[], %s::timestamptz[], %s::boolean[],
            %s::boolean[], %s::timestamptz[])
    AS found (id, old, stops, amount, extension, due_date, due_at, estimated, paused, kept_at)
WHERE duty.id = found.id AND duty.state = 'OPEN' AND duty.stops = found.stops
  AND duty.amount = found.amount AND duty.extension = found.extension
  AND (extract(epoch FROM duty.due_at) * 1000000)::bigint IS NOT DISTINCT FROM found.old
RETURNING duty.id
"""


class Moved(NamedTuple):
    """A duty with the end it had and the one it has now."""

    id: UUID
    row: queries.Row
    end: queries.End

    @property
    def way(self) -> int:
        """Return 1 where the end moved away, -1 where it came nearer, 0 where only an estimate became final."""
        old, new = self.row.due_tick, self.end.tick
        return 0 if old is None or new is None else (new > old) - (new < old)


class Counts(NamedTuple):
    """How many ends moved which way, and how many of parties were kept from coming as near as they were counted."""

    lengthened: int
    shortened: int
    kept: int


def recompute(*, by: Actor, at: datetime, years: Collection[int] | None = None, cause: UUID | None = None) -> int:
    """Count open duties anew after calendars or layers changed; return how many were changed.

    Concerned is every open duty that was counted through one of the ``years``, and every estimated one; without years
    all of them. What ended keeps the end it had. Each set of terms is counted once, duties are read and moved in
    batches, each in a transaction of its own with one ledger entry (``duty.recompute``) that holds the digests of what
    it moved (Recount); a batch that changed nothing records nothing. Asking again is harmless: an interrupted run is
    finished by the next. ``cause``: the closure or the proposed calendar that changed.

    What runs against a party does not come nearer than the working days it has in any case after ``at`` (信赖保护,
    行政许可法8 by analogy; a rule of the city, dated data), and what of it moved waits to be told (MovedEnd). Refuses
    (BentCalendar) to count by a calendar or closure that is not what the ledger says.
    """
    orgs.check()
    counter = queries.Counter(queries.almanac(), at)
    changed, after, full = 0, None, True
    while full:
        with transaction.atomic():
            rows = _batch(years, after)
            changed += _move(rows, counter, years, by, cause)
        full = len(rows) == BATCH
        after = rows[-1][0] if rows else None
    return changed


def _batch(years: Collection[int] | None, after: UUID | None) -> list[tuple[UUID, queries.Row]]:
    rows = Duty.objects.open().exclude(unit=Unit.NONE).filter(queries.concerned(years)).annotate(**queries.COLUMNS)
    if after is not None:
        rows = rows.filter(id__gt=after)
    read = rows.order_by("id").values_list("id", *queries.Row._fields)[:BATCH]
    return [(key, queries.Row(*values)) for key, *values in read]


def _move(
    rows: Sequence[tuple[UUID, queries.Row]],
    counter: queries.Counter,
    years: Collection[int] | None,
    by: Actor,
    cause: UUID | None,
) -> int:
    counter.limits.clear()
    moved = {key: Moved(key, row, end) for key, row in rows if (end := counter.moved(row)) is not None}
    done = [moved[key] for key in _put_ends(list(moved.values()))]
    if done:
        facts: dict[str, ledger.Fact] = {
            "years": sorted(years or ()),
            "limits": len(counter.limits),
            "duties": len(done),
            **_counts(done)._asdict(),
        }
        digests = [_keep(chunk, counter.at, cause) for chunk in _chunks(done)]
        ledger.record(
            at=counter.at,
            actor=by,
            verb="duty.recompute",
            kind="calendar",
            subject=CALENDARS,
            facts={**facts, "digests": digests},
            why=ledger.Why(ledger.Purpose.OPERATION, "XKF.82,FJBF.2"),
        )
        _note_for_parties(done, counter.at)
    return len(done)


def _put_ends(moved: Sequence[Moved]) -> list[UUID]:
    if not moved:
        return []
    rows = [
        (
            *(key, row.due_tick, row.stops, row.amount, row.extension),
            *(due.due, due.at, due.estimated, due.at is None, end.kept_at),
        )
        for key, row, end in moved
        for due in (end.due,)
    ]
    with connection.cursor() as cursor:
        cursor.execute(UPDATE_ENDS, [list(column) for column in zip(*rows, strict=True)])
        return sorted(key for (key,) in cursor.fetchall())


def _counts(done: Sequence[Moved]) -> Counts:
    ways = [one.way for one in done]
    return Counts(ways.count(1), ways.count(-1), sum(one.end.kept_tick is not None for one in done))


def _note_for_parties(done: Sequence[Moved], at: datetime) -> None:
    """Note the ends of parties that moved from one moment to another; a paused clock has none to tell of."""
    MovedEnd.objects.bulk_create(
        MovedEnd(duty_id=key, at=at, was_at=_moment(row.due_tick), now_at=end.due.at)
        for key, row, end in done
        if row.by_party and row.due_tick is not None and end.due.at is not None and end.tick != row.due_tick
    )


def _chunks(done: Sequence[Moved]) -> Iterator[list[Moved]]:
    left = iter(done)
    while chunk := list(islice(left, CHUNK)):
        yield chunk


def _keep(chunk: Sequence[Moved], at: datetime, cause: UUID | None) -> str:
    """Keep which duties moved from where to where, packed, and return the digest of the text."""
    lines = (f"{key} {_written(row.due_tick)} {_written(end.tick)}\n" for key, row, end in chunk)
    text = "".join(lines).encode()
    digest = crypto.sm3(text)
    Recount.objects.create(
        id=uuid7(at),
        at=at,
        cause=cause,
        moved=len(chunk),
        digest=digest,
        rows=zlib.compress(text),
        **_counts(chunk)._asdict(),
    )
    return digest


def _written(tick: int | None) -> str:
    return "-" if tick is None else _moment(tick).isoformat()


def _moment(tick: int) -> datetime:
    return moment_of(tick, Unit.HOUR).astimezone(SHANGHAI)
