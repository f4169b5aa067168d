"""The same things among few cases and among many: what each costs is to stay the same.

First among the cases that were made and copied whole, then among so many more that only stand there, open, with the
clocks that they have: by turns one that was received, whose notice limit runs, and one whose limit passed in silence,
which is accepted and has the limits to decide. They are written by statements and short where nothing here reads them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from uuid import UUID

import psycopg
from django.db import connection

from bench import dataset
from bench.crew import Operation, Turn
from bench.figures import Figure, Pair, Round
from bench.measurements.reading import first_page, one_case, opened
from bench.measurements.submitting import RAW, inserted, posted
from bench.rows import calling, connect, one, replaying
from bench.running import Bench, Job
from bench.web import Server, client
from tongban.cases import api as cases
from tongban.cases import queries
from tongban.cases.services.accepting import sweep_all
from tongban.cases.tasks import BATCH

WRITERS, READERS = 8, 4
STATEMENTS = "its statements alone, raw"
DUE = 1_000  # cases whose notice limit passed in silence: what one sweep finds

CASES = """
INSERT INTO cases_case ({names})
SELECT {values} FROM generate_series(1, %(number)s) AS n
JOIN cases_case m ON m.id = (%(models)s::uuid[])[1 + n %% 2]
JOIN people ON people.place = n %% (SELECT count(*) FROM people)
"""
DUTIES = """
INSERT INTO duties_duty ({names})
SELECT {values} FROM generate_series(1, %(number)s) AS n
JOIN duties_duty m ON m.subject = (%(models)s::uuid[])[1 + n %% 2]
"""
KEY = "('00000000-0000-7000-8002-' || lpad(to_hex(n), 12, '0'))::uuid"
OWN_OF_CASE = {
    "id": KEY,
    "number": "'GROWN' || n",
    "applicant_id": "people.id",
    "department_id": f"CASE WHEN n / 2 % 2 = 0 THEN m.department_id ELSE '{dataset.OTHER_DEPARTMENT}' END",
    "submission": "gen_random_uuid()",
    "answers": "'\\x00'",
    "received_at": "m.received_at - n * interval '1 second'",
}
OWN_OF_DUTY = {"id": "gen_random_uuid()", "subject": KEY}
# Due at this moment and not before: the entry of the law is never older than that of the submission.
AGE = "UPDATE duties_duty SET due_at = clock_timestamp() WHERE subject = ANY(%s)"
GROWING = ("cases_case", "duties_duty")
# Those that no constraint stands on: they can be made again as they were.
INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = %s::regclass AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
"""
LAPSED = """
UPDATE duties_duty SET state = 'LAPSED', ended_at = due_at WHERE id IN (SELECT id FROM duties_duty WHERE state = 'OPEN'
    AND effect = 'ACCEPTED_FROM_RECEIPT' AND due_at <= now() ORDER BY due_at LIMIT %s)
"""


def measure(bench: Bench) -> Iterator[Figure]:
    """Yield submissions, readings, lists and the sweep among the cases that were copied, and among many more."""
    made = bench.city
    few = []
    for figure in _among(bench, made.received, turn=0):
        few.append(figure)
        yield figure
    _grow(bench)
    for before, figure in zip(few, _among(bench, made.received + bench.plan.reached, turn=1), strict=True):
        yield figure
        yield _flat(figure, before)


def _flat(many: Figure, few: Figure) -> Pair:
    """Set the same among many cases beside itself among few: a ratio of one is flat."""
    return Pair(f"{many.name}, against few", few.name, _rounds(many), _rounds(few), aim="ratio 1.00")


def _rounds(figure: Figure) -> tuple[Round, ...]:
    return figure.ours if isinstance(figure, Pair) else (Round(figure.most),)


def _among(bench: Bench, number: int, *, turn: int) -> Iterator[Figure]:
    made, size = bench.city, f"among {number:,} cases"
    drafts, bare = bench.plan.drafts, bench.plan.bare
    yield bench.pair(
        f"submit through HTTP {size}, {WRITERS} at once",
        partial(posted, made=made, first=(2 + turn) * drafts, drafts=drafts, server=bench.server),
        RAW,
        partial(inserted, made=made, first=(2 + turn) * bare, bare=bare),
        writers=WRITERS,
        aim="200/s, ratio 0.30, the same among all sizes",
    )
    session, whole = dataset.clerk_session(), partial(one_case, made)
    page = f"/desk/{dataset.case_code(made, 0)}/"
    read = partial(opened, server=bench.server, session=session, path=page)
    floor = partial(replaying, whole)
    told = partial(opened, server=bench.server, session=session, path=f"/api/v1/cases/{dataset.case_code(made, 0)}")
    yield bench.pair(
        f"read a case by the API {size}, {READERS} at once", told, STATEMENTS, floor, writers=READERS, aim="600/s"
    )
    yield bench.pair(f"page of a case {size}, {READERS} at once", read, STATEMENTS, floor, writers=READERS)
    inbox = partial(calling, first_page)
    yield bench.load(f"first page of the inbox {size}", inbox, writers=READERS, aim="p95 60 ms")
    own = partial(calling, my_cases)
    yield bench.load(f"first page of my cases {size}", own, writers=READERS, aim="p95 40 ms")
    listed = partial(my_page, server=bench.server)
    yield bench.load(f"my cases through HTTP {size}", listed, writers=READERS, aim="p95 40 ms")
    yield _swept(bench, size, turn)


def my_cases() -> Operation:
    """Read the first page of their own cases, each time as another person."""
    places = count()

    def operation() -> None:
        by = dataset.draft(next(places) % 500).by
        list(cases.mine(by)[: cases.PAGE])

    return operation


@contextmanager
def my_page(turn: Turn, *, server: Server) -> Iterator[Operation]:
    """Open the list of their own cases as a person who is signed in."""
    places = count(turn.writer)
    with client(server) as browser:
        yield lambda: browser.get("/my/", session=dataset.session_of(next(places) % 500))


def _swept(bench: Bench, size: str, turn: int) -> Pair:
    """Measure one sweep: the cases that are due are found among all that run, and each is accepted by law."""
    # Two lots a round, ours and the floor's, in each of the two sizes; of every other case the department is another.
    rounds, most = count(2 * turn * bench.plan.rounds), max(1, min(DUE, bench.plan.cases // (4 * bench.plan.rounds)))

    def age() -> None:
        first = next(rounds) * most
        keys = [dataset.known("case", first + place) for place in range(most)]
        with connect(owner=True) as raw:
            raw.execute(AGE, [keys])

    def ours() -> int:
        at = dataset.now()
        return sum(sweep_all(cases=found, at=at) for found in queries.waiting_for_law(at=at, limit=BATCH))

    def floor() -> int:
        with connect() as raw:
            return raw.execute(LAPSED, [most]).rowcount

    return bench.jobs(f"due effects applied {size}", Job(age, ours), "one bare UPDATE of their clocks", Job(age, floor))


def _grow(bench: Bench) -> None:
    """Let so many more cases stand there: every other one as it was received, the rest as silence left them.

    A city has both, and what is planned by statistics has to find what is due among what was due once.

    The indexes of both tables are taken away first and made anew afterwards: kept up row by row they took most of the
    time. It is the bench's own database, and nobody reads meanwhile.
    """
    with connect(owner=True) as raw:
        kept = [row for table in GROWING for row in raw.execute(INDEXES, [table]).fetchall()]
        with bench.stage(f"{bench.plan.reached:,} more cases"), raw.transaction():
            raw.execute("SET LOCAL session_replication_role = replica")  # the keys of copies are right
            for name, _ in kept:
                raw.execute(f"DROP INDEX {name}".encode())
            _write(raw, bench.plan.reached, received=dataset.known("case", bench.city.received - 2))
        raw.execute("SET maintenance_work_mem = '512MB'")
        with bench.stage("their indexes"):
            for _, made in kept:
                raw.execute(made.encode())
        with bench.stage("their statistics"):
            raw.execute("VACUUM (ANALYZE) cases_case, duties_duty")
    connection.close()


def _write(raw: psycopg.Connection, number: int, *, received: UUID) -> None:
    swept = dataset.known("case", 0)
    given = {"number": number, "models": [received, swept]}
    raw.execute(
        "CREATE TEMP TABLE people AS SELECT id, (row_number() OVER (ORDER BY id) - 1)::int AS place FROM identity_party"
    )
    raw.execute("ANALYZE people")
    for table, statement, own, where in (
        ("cases_case", CASES, OWN_OF_CASE, {"id": received}),
        ("duties_duty", DUTIES, OWN_OF_DUTY, {"subject": received, "kind": "NOTICE"}),
    ):
        names = list(one(raw, table, **where))
        values = ", ".join(own.get(name, f"m.{name}").replace("%", "%%") for name in names)
        raw.execute(statement.format(names=", ".join(names), values=values).encode(), given)
