"""Giving entries their places in the one order that readers see."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bench.figures import Pair
from bench.rows import connect
from bench.running import Bench, Job
from tongban.ledger import api as ledger

# Entries as verbs write them; a trigger gives each its place in the queue.
WRITE = """
INSERT INTO ledger_entry (at, actor_id, actor_kind, verb, kind, subject, before, after, operation, facts)
SELECT now(), gen_random_uuid(), 'SYSTEM', 'bench.sequence', 'bench', gen_random_uuid(), '', '', gen_random_uuid(), '{}'
FROM generate_series(1, %s)
"""
# As many rows with the same two indexes, put in order by nobody.
FLOOR_TABLE = "CREATE TEMPORARY TABLE bench_position (number bigint PRIMARY KEY, entry_id bigint UNIQUE)"
FLOOR = """
INSERT INTO bench_position SELECT last + n, last + n
FROM generate_series(1, %s) AS n, (SELECT coalesce(max(number), 0) AS last FROM bench_position) AS there
"""


def measure(bench: Bench) -> Iterator[Pair]:
    """Yield entries sequenced a second."""
    count = bench.plan.entries
    with connect() as raw:
        raw.execute(FLOOR_TABLE)

        def floor() -> int:
            return raw.execute(FLOOR, [count]).rowcount

        yield bench.jobs(
            "ledger.sequence, entries",
            Job(partial(write, count), ledger.sequence),
            "as many rows into a plain table, raw",
            Job(lambda: None, floor),
            bound=0.10,
            aim="20,000/s",
        )


def write(count: int) -> None:
    """Write entries that wait for their places; those that other measurements left are sequenced before."""
    ledger.sequence()
    with connect(owner=True) as raw:
        raw.execute(WRITE, [count])
