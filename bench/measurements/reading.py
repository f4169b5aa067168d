"""Reading among many cases: one case, the inbox of a department, and the pages that show them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count

from bench import dataset
from bench.crew import Operation, Turn
from bench.figures import Pair
from bench.rows import calling, connect, replaying
from bench.running import Bench
from bench.web import Server, client
from tongban.cases import api as cases
from tongban.cases.models import CaseQuerySet
from tongban.cases.queries.finding import listed
from tongban.statements import api as statements

STATEMENTS = "its statements alone, raw"
READERS = 4  # at once, through HTTP


def measure(bench: Bench) -> Iterator[Pair]:
    """Yield cases read and inboxes opened a second, by the domain and as pages."""
    made = bench.city
    whole, first = partial(one_case, made), partial(first_page)
    yield bench.pair("read a case", partial(calling, whole), STATEMENTS, partial(replaying, whole))
    inbox = partial(calling, first)
    yield bench.pair("first page of the inbox", inbox, "the same list for everybody", for_everybody, bound=0.60)
    session = dataset.clerk_session()
    told = f"/api/v1/cases/{dataset.case_code(made, 0)}"
    for who, key in (("staff", session), ("the applicant", dataset.session_of(0))):
        yield bench.pair(
            f"read a case through HTTP as {who}, {READERS} at once",
            partial(opened, server=bench.server, session=key, path=told),
            STATEMENTS,
            partial(replaying, whole),
            writers=READERS,
            aim="600/s",
        )
    case_page = partial(opened, server=bench.server, session=session, path=f"/desk/{dataset.case_code(made, 0)}/")
    yield bench.pair(
        f"page of a case through HTTP, {READERS} at once",
        case_page,
        STATEMENTS,
        partial(replaying, whole),
        writers=READERS,
    )
    inbox_page = partial(opened, server=bench.server, session=session, path="/desk/")
    yield bench.pair(
        f"page of the inbox through HTTP, {READERS} at once",
        inbox_page,
        "the same list for everybody, raw",
        unfiltered,
        writers=READERS,
        aim="p95 60 ms",
    )


def one_case(made: dataset.Made) -> Operation:
    """Read what the page of a case needs: case, materials, papers, clocks, history."""
    by, at = dataset.clerk(dataset.now()), dataset.now()
    places = count()

    def operation() -> None:
        number = 2 * (next(places) * 37 % (made.received // 2))  # the even ones are of the clerk's department
        case = cases.case_for(by, dataset.case_code(made, number))
        cases.material_list(case)
        cases.document_list(case)
        cases.clocks(case, at=at)
        cases.timeline(case)

    return operation


def first_page() -> Operation:
    """Read the first page of what waits for the department."""
    by = dataset.clerk(dataset.now())
    return partial(cases.inbox, by, states=sorted(cases.OPEN))


def everybodys() -> CaseQuerySet:
    """Return the same page of all departments."""
    found = listed(cases.Case.objects.filter(state__in=sorted(cases.OPEN)))
    return found.order_by("due_at", "id")[: cases.PAGE]


@contextmanager
def for_everybody(_turn: Turn) -> Iterator[Operation]:
    """Read it as ours is read, into the same rows: what the permission costs is the difference, and nothing else."""
    yield statements.Written(everybodys()).all


@contextmanager
def unfiltered(_turn: Turn) -> Iterator[Operation]:
    """Read it raw, with nothing made of it."""
    query, values = everybodys().query.sql_with_params()
    with connect() as raw:
        yield lambda: raw.execute(query.encode(), values).fetchall()


@contextmanager
def opened(_turn: Turn, *, server: Server, session: str, path: str) -> Iterator[Operation]:
    """Open a page as a member of staff who is signed in."""
    with client(server) as browser:
        yield lambda: browser.get(path, session=session)
