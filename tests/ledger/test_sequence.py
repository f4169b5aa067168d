from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from tests.conftest import in_threads
from tongban.kernel.actors import SYSTEM
from tongban.ledger.api import Backlog, backlog, history, record, sequence, since

AT = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
WAIT = 20


def write(subject: UUID, verb: str = "case.accept") -> int:
    with transaction.atomic():
        return record(at=AT, actor=SYSTEM, verb=verb, kind="case", subject=subject)


def positions() -> list[int]:
    return [e.position for e in since(0, limit=100_000)]


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def last(transactional_db: None) -> int:  # noqa: ARG001 -- the database must be there first
    """Everything before the test is placed; new positions start after this one."""
    sequence()
    return max(positions(), default=0)


def test_entries_have_no_position_until_they_are_sequenced(last: int) -> None:
    subject = uuid4()
    write(subject)

    unplaced = since(last)
    placed = sequence()

    assert unplaced == []
    assert placed == 1
    assert [(e.position, e.subject) for e in since(last)] == [(last + 1, subject)]
    assert history(kind="case", subject=subject)[0].position == last + 1


def test_sequencing_again_places_nothing_twice(last: int) -> None:
    write(uuid4())
    sequence()

    again = sequence()

    assert again == 0
    assert positions() == list(range(1, last + 2))


def test_positions_are_dense_over_batches_and_rolled_back_entries(last: int) -> None:
    for number in range(7):
        with transaction.atomic():
            write(uuid4())
            transaction.set_rollback(number % 2 == 1)

    placed = sequence(batch=3)

    assert placed == 4
    assert [e.position for e in since(last)] == [last + 1, last + 2, last + 3, last + 4]


def test_a_reader_takes_the_verbs_it_asks_for_a_page_at_a_time(last: int) -> None:
    for verb in ["case.accept", "case.decide", "case.accept", "case.accept"]:
        write(uuid4(), verb)
    sequence()

    first = since(last, verbs=["case.accept"], limit=2)
    second = since(first[-1].position, verbs=["case.accept"], limit=2)

    assert [e.position - last for e in first + second] == [1, 3, 4]


def test_an_entry_that_commits_late_is_not_skipped(last: int) -> None:
    late, early = uuid4(), uuid4()
    written, go_on = threading.Event(), threading.Event()

    def long_open() -> None:
        with transaction.atomic():
            write(late)
            written.set()
            assert go_on.wait(WAIT)

    def meanwhile() -> int:
        assert written.wait(WAIT)
        write(early)
        sequence()
        cursor = since(last)[-1].position
        go_on.set()
        return cursor

    _, cursor = in_threads(long_open, meanwhile)
    sequence()

    assert [e.subject for e in since(last)] == [early, late]
    assert [e.subject for e in since(cursor)] == [late]
    assert history(kind="case", subject=late)[0].id < history(kind="case", subject=early)[0].id


def test_two_sequencers_place_each_entry_once(last: int) -> None:
    for _ in range(200):
        write(uuid4())
    start = threading.Barrier(2)

    def sequencer() -> int:
        start.wait(WAIT)
        return sequence(batch=7)

    counts = in_threads(sequencer, sequencer)

    assert sum(counts) == 200
    assert positions() == list(range(1, last + 201))


def test_a_second_sequencer_waits_for_the_first_to_commit(last: int) -> None:
    write(uuid4())
    placed, second_began = threading.Event(), threading.Event()

    def first() -> None:
        with transaction.atomic():
            sequence()
            placed.set()
            assert second_began.wait(WAIT)
            time.sleep(0.2)
            assert [e.position for e in since(last)] == [last + 1]

    def second() -> int:
        assert placed.wait(WAIT)
        write(uuid4())
        second_began.set()
        return sequence()

    _, count = in_threads(first, second)

    assert count == 1
    assert [e.position for e in since(last)] == [last + 1, last + 2]


def test_a_reader_following_many_writers_misses_nothing_and_sees_nothing_twice(last: int) -> None:
    subjects = [[uuid4() for _ in range(60)] for _ in range(4)]
    done = threading.Event()
    finished = threading.Semaphore(0)

    def writer(mine: list[UUID]) -> None:
        for number, subject in enumerate(mine):
            with transaction.atomic():
                write(subject)
                time.sleep(0.003 * (number % 3))
        finished.release()

    def keeper() -> None:
        while not done.is_set():
            sequence(batch=5)

    def reader() -> list[UUID]:
        seen: list[UUID] = []
        position = last
        for _ in range(4):
            while not finished.acquire(blocking=False):
                page = since(position, limit=10)
                seen += [e.subject for e in page]
                position = page[-1].position if page else position
        done.set()
        sequence()
        return seen + [e.subject for e in since(position)]

    writers = [lambda mine=mine: writer(mine) for mine in subjects]
    *_, seen = in_threads(*writers, keeper, keeper, reader)

    assert len(seen) == 240
    assert set(seen) == {s for mine in subjects for s in mine}
    assert positions() == list(range(1, last + 241))


def test_writers_of_different_subjects_do_not_wait_for_one_another(last: int) -> None:
    assert since(last) == []
    written, go_on = threading.Event(), threading.Event()

    def holds_its_transaction_open() -> None:
        with transaction.atomic():
            write(uuid4())
            written.set()
            assert go_on.wait(WAIT)

    def writes_meanwhile() -> bool:
        assert written.wait(WAIT)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        write(uuid4())
        go_on.set()
        return True

    _, done = in_threads(holds_its_transaction_open, writes_meanwhile)

    assert done
    assert sequence() == 2


def test_the_order_of_positions_survives_moments_given_out_of_order(last: int) -> None:
    later, earlier = uuid4(), uuid4()
    with transaction.atomic():
        record(at=AT + timedelta(days=1), actor=SYSTEM, verb="case.accept", kind="case", subject=later)
        record(at=AT, actor=SYSTEM, verb="case.accept", kind="case", subject=earlier)

    sequence()

    assert [e.subject for e in since(last)] == [later, earlier]


def test_the_backlog_counts_what_waits_and_names_the_oldest() -> None:
    for _ in range(3):
        write(uuid4())
    waiting = backlog()

    sequence()

    assert waiting.count == 3
    assert waiting.oldest is not None
    assert backlog() == Backlog(0, None)
