"""Open-loop arrivals: whoever has to wait is counted from when they came, not from when somebody was free."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep

import pytest

from bench.crew import Crew, Operation, Pace, Turn
from bench.figures import Load, Round
from bench.report import lines

SLOW = 0.02


@contextmanager
def slow(_turn: Turn) -> Iterator[Operation]:
    yield lambda: sleep(SLOW)


def test_arrivals_are_even_and_the_writers_take_turns() -> None:
    pace = Pace(interval=0.2, writers=2)

    assert [pace.arrival(n, writer) for n in range(2) for writer in range(2)] == pytest.approx([0.0, 0.1, 0.2, 0.3])


def test_what_arrives_slower_than_it_is_done_never_waits() -> None:
    done = Crew().run(slow, writers=1, seconds=0.3, number=0, rounds=1, rate=10)

    assert len(done.latencies) == 3
    assert max(done.latencies) < 4 * SLOW


def test_what_arrives_faster_waits_longer_and_longer_and_that_counts() -> None:
    done = Crew().run(slow, writers=1, seconds=0.3, number=0, rounds=1, rate=100)

    assert len(done.latencies) == 30  # everything that arrived is done, also what was late
    assert done.latencies[-1] > 10 * SLOW
    assert done.rate < 60


@pytest.mark.parametrize(("bound", "holds"), [(None, True), (60.0, True), (30.0, False)])
def test_a_load_holds_when_its_p95_does(bound: float | None, *, holds: bool) -> None:
    load = Load("a list", 100, 50, (Round(50, tuple(n / 1000 for n in range(1, 51))),), bound)

    assert load.holds is holds
    assert load.latency(0.95) == pytest.approx(48)
    assert "50/s arriving of at most 100/s" in lines(load)
    assert ("BROKEN" in lines(load)) is not holds
