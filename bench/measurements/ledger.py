"""The record: one entry in a transaction, and a verb with its entry beside the same verb without."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from uuid import uuid4

from django.db import transaction

from bench import dataset
from bench.application import GROUP, PAGES
from bench.crew import Operation, Turn
from bench.figures import Pair
from bench.rows import connect, insertion, one
from bench.running import Bench
from tongban.cases import api as cases
from tongban.kernel.actors import SYSTEM
from tongban.ledger import api as ledger

WRITERS = (1, 8, 32)
# What a verb may lose by its entry. The two differ by less than the rounds of a busy machine do, hence many rounds.
RECORD_BOUND, VERB_BOUND, FOLD = 0.10, 0.85, 8
RECORD = ledger.record


def measure(bench: Bench) -> Iterator[Pair]:
    """Yield entries a second, and what a verb loses by its entry, at 1, 8 and 32 writers."""
    for writers in WRITERS:
        name = f"ledger.record in a transaction, {writers} at once"
        yield bench.pair(name, recorded, "the same row, raw", inserted, writers=writers, bound=RECORD_BOUND)
    last = bench.city.drafts
    for writers in WRITERS:
        name = f"cases.save_answers with its entry, {writers} at once"
        yield bench.pair(
            name,
            partial(saved, last=last, entry=True),
            "the same verb without its entry",
            partial(saved, last=last, entry=False),
            writers=writers,
            bound=VERB_BOUND,
            fold=FOLD,
        )


@contextmanager
def recorded(_turn: Turn) -> Iterator[Operation]:
    """Record a verb on a new subject."""

    def operation() -> None:
        with transaction.atomic():
            ledger.record(at=dataset.now(), actor=SYSTEM, verb="bench.record", kind="bench", subject=uuid4())

    operation()  # what a session reads once is read before the time, as on the side of the floor
    yield operation


@contextmanager
def inserted(_turn: Turn) -> Iterator[Operation]:
    """Insert the row of such an entry; the database's own triggers stamp and queue it, nothing else is checked."""
    subject = uuid4()
    with transaction.atomic():
        ledger.record(at=dataset.now(), actor=SYSTEM, verb="bench.record", kind="bench", subject=subject)
    with connect(owner=True) as raw:
        row = one(raw, "ledger_entry", subject=subject)
        del row["id"], row["recorded_at"]
        statement = insertion(raw, "ledger_entry", row).encode()

        def operation() -> None:
            with raw.transaction():
                raw.execute(statement, row | {"subject": uuid4(), "at": dataset.now(), "operation": uuid4()})

        yield operation


@contextmanager
def saved(turn: Turn, *, last: int, entry: bool) -> Iterator[Operation]:
    """Save the same page of a draft again and again, each writer a draft of their own."""
    mine = dataset.draft(last - 1 - turn.writer)

    def operation() -> None:
        cases.save_answers(draft=mine.id, group=GROUP, posted=PAGES[GROUP], by=mine.by, at=dataset.now())

    operation()  # a session of the web lives long: what it reads once is read before the time
    if entry:
        yield operation
        return
    # All writers of this process are in this round: each of them may put the same thing in place, and back again.
    ledger.record = _forget
    try:
        yield operation
    finally:
        ledger.record = RECORD


def _forget(**_entry: Any) -> int:  # noqa: ANN401 - whatever a verb says
    return 0
