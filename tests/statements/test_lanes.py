"""Which connection who works with, when threads come and go."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from django.db import connection, connections, transaction

from tongban.statements import api as statements

Did = TypeVar("Did")
pytestmark = pytest.mark.django_db(transaction=True)


def session() -> int:
    ((number,),) = statements.fetch("SELECT pg_backend_pid()")
    return int(number)


def in_a_thread(work: Callable[[], Did]) -> Did:
    found: list[Did] = []
    thread = threading.Thread(target=lambda: found.append(work()))
    thread.start()
    thread.join(20)
    return found[0]


def turn(lanes: statements.Lanes) -> int:
    lanes.take()
    own = session()
    lanes.give()
    return own


@pytest.fixture
def lanes() -> Iterator[statements.Lanes]:
    made = statements.Lanes()
    yield made
    made.close()


def test_threads_that_work_one_after_the_other_use_one_session(lanes: statements.Lanes) -> None:
    assert len({in_a_thread(lambda: turn(lanes)) for _ in range(5)}) == 1


def test_two_that_work_at_once_have_a_session_each_and_the_last_used_is_used_next(lanes: statements.Lanes) -> None:
    def beside() -> tuple[int, int, int]:
        lanes.take()
        own, other, again = session(), in_a_thread(lambda: turn(lanes)), session()
        lanes.give()
        return own, other, again

    first, second, again = in_a_thread(beside)

    assert first == again != second
    assert in_a_thread(lambda: turn(lanes)) == first


def test_who_still_sends_a_stream_keeps_its_session_until_its_thread_works_again(lanes: statements.Lanes) -> None:
    def streams() -> tuple[int, int, int]:
        lanes.take()
        own = session()  # the answer is a stream: nothing is given back
        other = in_a_thread(lambda: turn(lanes))
        return own, other, turn(lanes)

    own, other, after = in_a_thread(streams)

    assert own == after != other


def test_a_transaction_that_nobody_ended_is_never_handed_on(lanes: statements.Lanes) -> None:
    def breaks_off() -> int:
        lanes.take()
        transaction.atomic().__enter__()
        own = session()
        lanes.give()
        return own

    left = in_a_thread(breaks_off)

    assert in_a_thread(lambda: turn(lanes)) != left
    assert not connection.connection or connection.connection.info.backend_pid != left


def test_a_thread_that_works_again_has_no_connection_of_its_own_meanwhile(lanes: statements.Lanes) -> None:
    def after() -> int:
        turn(lanes)
        return len(list(connections.all(initialized_only=True)))

    assert in_a_thread(after) == 0
