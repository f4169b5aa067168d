"""Time limits: the arithmetic with its explanation, and a clock that is started."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from bench.crew import Operation, Turn
from bench.dataset import now
from bench.figures import Pair
from bench.rows import connect, insertion, one
from bench.running import Bench
from tongban.duties import api as duties
from tongban.kernel.days import start_of
from tongban.kernel.limits import Question, Unit, due, due_after
from tongban.orgs import api as orgs

LIMIT = duties.Limit(5, Unit.WORKING_DAY, "行政许可法第三十二条")
SEED = 20260901


def measure(bench: Bench) -> Iterator[Pair]:
    """Yield due dates a second, with and without their explanation, and clocks started a second."""
    yield bench.pair("due date", answered, "the date alone, by the same calendar", counted, aim="100,000/s")
    yield bench.pair("due date with its explanation", explained, "the date alone, by the same calendar", counted)
    yield bench.pair("duties.start", started, "the same row, raw", inserted)


@contextmanager
def answered(_turn: Turn) -> Iterator[Operation]:
    """Count limits; nobody asks how."""
    calendar, limits = orgs.work_calendar(), _limits()
    questions = [Question(start_of(start), amount, Unit.WORKING_DAY) for start, amount in limits]
    place = iter(range(1 << 62))
    yield lambda: due(questions[next(place) % len(questions)], calendar)


@contextmanager
def explained(_turn: Turn) -> Iterator[Operation]:
    """Count limits as people are told them."""
    calendar, limits = orgs.work_calendar(), _limits()
    place = iter(range(1 << 62))

    def operation() -> object:
        start, amount = limits[next(place) % len(limits)]
        return due_after(start, amount, Unit.WORKING_DAY, calendar).explanation

    yield operation


@contextmanager
def counted(_turn: Turn) -> Iterator[Operation]:
    """Count the same limits without a word."""
    calendar, limits = orgs.work_calendar(), _limits()
    place = iter(range(1 << 62))

    def operation() -> object:
        start, amount = limits[next(place) % len(limits)]
        return calendar.after(start, amount)

    yield operation


@contextmanager
def started(_turn: Turn) -> Iterator[Operation]:
    """Start a clock in a transaction of its own."""

    def operation() -> None:
        with transaction.atomic():
            _start(uuid4())

    yield operation


@contextmanager
def inserted(_turn: Turn) -> Iterator[Operation]:
    """Insert the row of such a clock."""
    subject = uuid4()
    _start(subject)
    with connect() as raw:
        row = one(raw, "duties_duty", subject=subject)
        statement = insertion(raw, "duties_duty", row).encode()

        def operation() -> None:
            with raw.transaction():
                raw.execute(statement, row | {"id": uuid4(), "subject": uuid4()})

        yield operation


def _start(subject: UUID) -> None:
    at = now()
    duties.start(
        kind=duties.Kind.NOTICE,
        subject_kind="case",
        subject=subject,
        owed_by="department:ZD320213ADM",
        owed_to=f"party:{subject}",
        event="case.submit",
        event_at=at,
        limit=LIMIT,
        at=at,
    )


def _limits() -> list[tuple[date, int]]:
    """Return limits as they occur: any day of a year, one to thirty working days."""
    chance = random.Random(SEED)  # noqa: S311 - the same data in every run, not a secret
    return [(date(2026, 1, 1) + timedelta(chance.randrange(365)), chance.randint(1, 30)) for _ in range(1000)]
