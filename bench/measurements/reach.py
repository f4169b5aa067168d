"""Permission: the first page of what waits, out of a million cases, as an examiner reaches it and unfiltered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import psycopg
from django.db import connection

from bench import dataset
from bench.crew import Operation, Turn
from bench.figures import Figure
from bench.rows import calling, connect, copy, one
from bench.running import Bench
from bench.web import Server, client
from tongban.cases import api as cases
from tongban.cases import rules
from tongban.cases.models import Case, CaseQuerySet
from tongban.identity import api as identity
from tongban.kernel.actors import Actor
from tongban.web.sessions import SessionStore

SIZE = 100
ORDER = ("due_at", "id")
READERS = 4  # at once
APPLICANTS = 20_000
BOUND = 1 / 1.2  # the filter costs a fifth at most
SLOWEST = 60.0  # ms, p95 under open-loop arrivals
ONE, BELOW = "examiner", "examiner-two"  # the second also reaches the units below, and keeps out of somebody's matters

# Twelve more units below the clerk's department, as a bureau of a district has them.
UNITS = """
INSERT INTO orgs_department (code, name, short_name, kind, region_id, line, parent_id, basic_code_segment)
SELECT code || 'B' || n, name || n, short_name || n, kind, region_id, line, code, basic_code_segment
FROM orgs_department, generate_series(1, 12) AS n WHERE code = 'ZD320213ADM'
"""
# Cases of every department in turn, three in ten of them open; what a list never reads is left short.
FILL = """
CREATE TEMP TABLE bodies AS
SELECT code, region_id, (row_number() OVER (ORDER BY code) - 1)::int AS place FROM orgs_department;
CREATE TEMP TABLE people AS SELECT id, (row_number() OVER (ORDER BY id) - 1)::int AS place FROM identity_party;
ANALYZE bodies; ANALYZE people;
CREATE TEMP TABLE numbers AS
SELECT n, n %% (SELECT count(*)::int FROM bodies) AS body, n %% (SELECT count(*)::int FROM people) AS person,
    n / (SELECT count(*)::int FROM bodies) %% 10 AS kind
FROM generate_series(1, %(number)s) AS n;
ANALYZE numbers;
INSERT INTO cases_case (id, number, guide_id, item_code, item_name, department_id, region_id, applicant_id, channel,
    opened_by, place_code, state, answers, opened_at, changed_at, received_at, accepted_at, closed_at, delivered_at,
    due_at)
SELECT ('00000000-0000-7000-8001-' || lpad(to_hex(n), 12, '0'))::uuid, 'BENCH' || n, c.guide_id, c.item_code,
    c.item_name, bodies.code, bodies.region_id, people.id, c.channel, c.opened_by, c.place_code,
    (ARRAY['RECEIVED','ACCEPTED','EXAMINED','GRANTED','GRANTED','GRANTED','GRANTED','GRANTED','REFUSED','GRANTED'])
        [1 + kind],
    '\\x00', c.opened_at, c.changed_at, c.received_at - n * interval '30 seconds', c.received_at,
    CASE WHEN kind > 2 THEN c.received_at END, CASE WHEN kind > 2 THEN c.received_at END,
    CASE WHEN kind <= 2 THEN c.received_at + interval '5 days' - n * 7 %% 100000 * interval '30 seconds' END
FROM numbers JOIN bodies ON bodies.place = body JOIN people ON people.place = person
CROSS JOIN (SELECT * FROM cases_case WHERE id = %(model)s) AS c
"""


def measure(bench: Bench) -> Iterator[Figure]:
    """Yield first pages a second beside the same query without the filter, and how long they take as they arrive."""
    _fill(bench)
    plain = partial(calling, unfiltered)
    for name, who in (("one department", ONE), ("a department and below", BELOW)):
        ours = partial(calling, partial(filtered, who))
        title = f"first {SIZE} of {bench.plan.reached:,} cases, {name}"
        yield bench.pair(title, ours, "the same query without the filter", plain, bound=BOUND, fold=2)
        yield bench.load(f"{title}, {READERS} readers", ours, writers=READERS, bound=SLOWEST)
    page = partial(opened, server=bench.server, session=_session(BELOW))
    yield bench.load(f"page of the inbox through HTTP, {READERS} readers", page, writers=READERS, aim="p95 60 ms")


def filtered(username: str) -> Operation:
    """Read the first page as somebody of the cast reaches it."""
    by, rows = _actor(username), _waiting()
    return lambda: identity.granted_page(rows, rules.REACH, by, order=ORDER, start=0, stop=SIZE)


def unfiltered() -> Operation:
    """Read the first page of all there is, by the same means."""
    rows = _waiting()
    return lambda: list(rows.order_by(*ORDER)[:SIZE])


@contextmanager
def opened(_turn: Turn, *, server: Server, session: str) -> Iterator[Operation]:
    """Open the inbox as a browser does."""
    with client(server) as browser:
        yield lambda: browser.get("/desk/", session=session)


def _waiting() -> CaseQuerySet:
    return Case.objects.with_names().filter(state__in=sorted(cases.OPEN))


def _actor(username: str) -> Actor:
    return identity.actor_of(identity.User.objects.get(username=username), at=dataset.now())


def _session(username: str) -> str:
    store = SessionStore()
    store.update(dataset.signed_in(identity.User.objects.get(username=username)))
    store.create()
    return str(store.session_key)


def _fill(bench: Bench) -> None:
    received = Case.objects.exclude(number="").order_by("received_at").values_list("pk", "applicant")
    model = received.first() or received.get(pk=bench.city.submitted)
    with connect(owner=True) as raw, raw.transaction():
        party = one(raw, "identity_party", id=model[1])
        copy(raw, "identity_party", (party | {"id": dataset.known("applicant", n)} for n in range(APPLICANTS)))
        raw.execute(UNITS)
        raw.execute("SET LOCAL session_replication_role = replica")  # the keys of copies are right
        psycopg.ClientCursor(raw).execute(FILL, {"number": bench.plan.reached, "model": model[0]})
    with connect(owner=True) as raw:
        raw.execute("VACUUM ANALYZE cases_case")
    connection.close()
