"""The main act: an application is handed in, by the domain and through HTTP, beside a raw writer of the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from uuid import UUID, uuid4

import psycopg

from bench import dataset
from bench.crew import Operation, Turn
from bench.figures import Pair
from bench.rows import Row, connect, insertion, one, rows
from bench.running import Bench
from bench.web import Server, client
from tongban.cases import api as cases

WRITERS = 8
WARM = 6  # done by each writer before the time begins: PostgreSQL keeps the plan of a statement from the sixth time on
RAW = "the same rows, raw"
MESSAGES = "party_messages_message"
MADE_BY_THE_DATABASE = ("id", "recorded_at")

# The draft becomes a case, as the services write it; a trigger gives the entry its place in the queue.
RECEIVE = """
UPDATE cases_case SET number = %(number)s, state = 'RECEIVED', submission = %(submission)s, received_at = %(at)s,
changed_at = %(at)s WHERE id = %(id)s
"""


def measure(bench: Bench) -> Iterator[Pair]:
    """Yield applications received a second: the domain verb, then the whole request of a person signed in."""
    made, drafts, bare = bench.city, bench.plan.drafts, bench.plan.bare
    yield bench.pair(
        f"cases.submit, {WRITERS} at once",
        partial(submitted, made=made, drafts=drafts),
        RAW,
        partial(inserted, made=made, first=0, bare=bare),
        writers=WRITERS,
        aim="ratio 0.30",
    )
    yield bench.pair(
        f"submit through HTTP, {WRITERS} at once",
        partial(posted, made=made, first=drafts, drafts=drafts, server=bench.server),
        RAW,
        partial(inserted, made=made, first=bare, bare=bare),
        writers=WRITERS,
        aim="200/s, ratio 0.30",
    )


@contextmanager
def submitted(turn: Turn, *, made: dataset.Made, drafts: int) -> Iterator[Operation]:
    """Submit complete drafts, each of a person of its own."""
    done = count()

    def operation() -> None:
        mine = dataset.draft(turn.place(next(done), of=drafts))
        cases.submit(draft=mine.id, token=uuid4(), by=mine.by, at=dataset.now(), shown=made.shown)

    yield _warm(operation, turn, of=drafts)


@contextmanager
def posted(turn: Turn, *, made: dataset.Made, first: int, drafts: int, server: Server) -> Iterator[Operation]:
    """Press the button: session, actor, submission, redirection to the receipt."""
    done = count()
    with client(server) as browser:

        def operation() -> None:
            mine = dataset.draft(first + turn.place(next(done), of=drafts))
            said = f"token={uuid4()}&shown={made.shown}"
            browser.post(f"/apply/draft/{mine.id}/submit/", said, session=mine.session)

        yield _warm(operation, turn, of=drafts)


@contextmanager
def inserted(turn: Turn, *, made: dataset.Made, first: int, bare: int) -> Iterator[Operation]:
    """Write the rows that a submission leaves, in one transaction; numbers of documents are made up, not counted."""
    done = count()
    with connect(owner=True) as raw:
        written = dict(_rows(raw, made.submitted))
        orders = [(insertion(raw, table, row).encode(), row) for table, row in written.items()]

        def operation() -> None:
            key = dataset.known("bare", first + turn.place(next(done), of=bare))
            fresh = {"number": f"B{key.hex[:30]}", "submission": uuid4(), "at": dataset.now(), "id": key}
            with raw.transaction():
                raw.execute(RECEIVE.encode(), fresh)
                for statement, row in orders:
                    raw.execute(statement, row | _own(row, key))

        yield _warm(operation, turn, of=bare)


def _warm(operation: Operation, turn: Turn, *, of: int) -> Operation:
    """Connect and let statements be planned before the time begins, for ours and the floor alike; return the operation.

    At most half of what is prepared for a round is used up by it.
    """
    for _ in range(min(WARM, of // turn.rounds // turn.writers // 2)):
        operation()
    return operation


def _rows(raw: psycopg.Connection, case: UUID) -> Iterator[tuple[str, Row]]:
    """Return what the services wrote for one submission besides the case itself."""
    yield "duties_duty", one(raw, "duties_duty", subject=case)
    paper = one(raw, "cases_casedocument", case_id=case)
    yield "documents_issueddocument", one(raw, "documents_issueddocument", id=paper["document_id"])
    yield "cases_casedocument", paper
    told = rows(raw, MESSAGES, template="case.received", to_party=_applicant(raw, case))
    yield MESSAGES, max(told, key=lambda row: row["created_at"])  # the sample city told them of other cases before
    (entry,) = rows(raw, "ledger_entry", subject=case, verb="case.submit")
    yield "ledger_entry", {column: value for column, value in entry.items() if column not in MADE_BY_THE_DATABASE}


def _applicant(raw: psycopg.Connection, case: UUID) -> UUID:
    found = one(raw, "cases_case", id=case)["applicant_id"]
    return UUID(str(found))


def _own(row: Row, key: UUID) -> Row:
    """Return what differs from submission to submission: ids, whose they are, the number of the document."""
    new: Row = {"id": uuid4(), "subject": key, "case_id": key, "to_party": key, "number": f"B{key.hex}"}
    return {column: value for column, value in new.items() if column in row}
