"""The open API: on which day a limit ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial

from bench.crew import Operation, Turn
from bench.figures import Pair
from bench.rows import connect, statements
from bench.running import Bench
from bench.web import Server, client
from tongban.kernel.limits import Unit, due_after
from tongban.orgs import api as orgs

READERS = 4
PATH = "/api/v1/calendar/due?start=2026-09-29&amount=10&unit=working_day"


def measure(bench: Bench) -> Iterator[Pair]:
    """Yield requests a second."""
    name, floor = f"GET calendar/due through HTTP, {READERS} at once", "its statement, raw, and the same arithmetic"
    yield bench.pair(name, partial(asked, server=bench.server), floor, counted, writers=READERS)


@contextmanager
def asked(_turn: Turn, *, server: Server) -> Iterator[Operation]:
    """Ask as a visitor."""
    with client(server) as browser:
        yield lambda: browser.get(PATH)


@contextmanager
def counted(_turn: Turn) -> Iterator[Operation]:
    """Ask the database which calendars are in force, then count."""
    calendar = orgs.work_calendar()
    sent = statements(orgs.work_calendar)
    with connect() as raw:

        def operation() -> object:
            for query, values in sent:
                raw.execute(query.encode(), values).fetchall()
            return due_after(date(2026, 9, 29), 10, Unit.WORKING_DAY, calendar)

        yield operation
