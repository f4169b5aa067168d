"""Counting open duties anew after a calendar changed by which one in ten was counted."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from django.db import connection

from bench.dataset import now
from bench.figures import Pair
from bench.rows import connect
from bench.running import Bench, Job
from tongban.duties import api as duties
from tongban.kernel.actors import SYSTEM
from tongban.kernel.limits import Unit, due_after
from tongban.orgs import api as orgs

IN_TEN = 10
# A batch reads, counts and records besides its one statement; a statement for every duty would be many times slower.
BOUND = 0.02

ENDS = "CREATE TEMP TABLE ends (number int, event_date date, amount int, due_date date, due_at timestamptz)"
FILL = """
INSERT INTO duties_duty (id, kind, subject_kind, subject, owed_by, owed_to, agent, department, region, event,
    event_at, event_date, amount, extension, unit, direction, inclusive, roll, basis, stops, paused, due_date, due_at,
    estimated, effect, state)
SELECT ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'STATUTORY', 'bench', gen_random_uuid(),
    'department:ZD320213ADM', 'party:bench', '', 'ZD320213ADM', '320213',
    CASE WHEN n %% %(in_ten)s = 0 THEN 'bench.moved' ELSE 'bench.kept' END,
    ends.event_date::timestamp AT TIME ZONE 'Asia/Shanghai', ends.event_date, ends.amount, 0, 'WORKING_DAY', 'FORWARD',
    false, 'NEXT_WORKDAY', 'bench', '', false, ends.due_date, ends.due_at, false, 'NONE', 'OPEN'
FROM generate_series(0, %(number)s - 1) AS n JOIN ends ON ends.number = n %% %(ends)s
"""
# What the old calendar said of one in ten, and the least that sets it right again.
AWAY = """
UPDATE duties_duty SET due_date = due_date + 1, due_at = due_at + interval '1 day' WHERE event = 'bench.moved'
"""
BACK = """
UPDATE duties_duty SET due_date = due_date - 1, due_at = due_at - interval '1 day' WHERE event = 'bench.moved'
"""


def measure(bench: Bench) -> Iterator[Pair]:
    """Yield open duties counted anew a second, of which one in ten moves, with what it took in memory."""
    number, grown = bench.plan.duties, list[int]()
    _fill(number)

    def ours() -> int:
        before = _most()
        moved = duties.recompute(by=SYSTEM, at=now())
        grown.append(_most() - before)
        if moved != -(-number // IN_TEN):
            message = f"{moved} duties moved, not one in ten"
            raise AssertionError(message)
        return number

    def floor() -> int:
        _run(BACK)
        return number

    name = f"duties.recompute, {number:,} open, one in ten moves"
    pair = bench.jobs(name, Job(_away, ours), "one bare UPDATE of those that move", Job(_away, floor), bound=BOUND)
    took = f"{number / pair.rate.median:.1f} s for {number:,}, {max(grown) / 1024:.0f} MB more memory"
    yield replace(pair, aim=f"1,000,000 in 60 s with flat memory; here {took}")
    _run("DELETE FROM duties_duty WHERE subject_kind = 'bench'")


def _most() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _away() -> None:
    """Let the duties stand as the old calendar left them, and the table as autovacuum keeps it."""
    _run(AWAY)
    with connect(owner=True) as raw:
        raw.execute("VACUUM ANALYZE duties_duty")


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _fill(number: int) -> None:
    calendar, first = orgs.work_calendar(), date(2026, 1, 1)
    rows = []
    for place in range(320 * 30):
        event, amount = first + timedelta(place // 30), place % 30 + 1
        end = due_after(event, amount, Unit.WORKING_DAY, calendar)
        rows.append((place, event, amount, end.due, end.at))
    with connection.cursor() as cursor:
        cursor.execute(ENDS)
        cursor.executemany("INSERT INTO ends VALUES (%s, %s, %s, %s, %s)", rows)
        cursor.execute(FILL, {"in_ten": IN_TEN, "number": number, "ends": len(rows)})
        cursor.execute("DROP TABLE ends")
