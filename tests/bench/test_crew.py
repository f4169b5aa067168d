from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import get_ident

import pytest

from bench.crew import Crew, Operation, Turn, together
from bench.figures import Round


def test_what_writers_do_at_once_adds_up() -> None:
    assert together([Round(10, (0.1,)), Round(30, (0.2, 0.3))]) == Round(40, (0.1, 0.2, 0.3))


def test_no_two_writers_use_up_the_same_row_in_any_round() -> None:
    turns = [Turn(number, rounds=3, writer=writer, writers=4) for number in range(3) for writer in range(4)]

    places = [turn.place(done, of=60) for turn in turns for done in range(5)]

    assert sorted(places) == list(range(60))


def test_a_round_that_has_used_up_its_rows_stops_and_takes_no_other_round_s() -> None:
    with pytest.raises(RuntimeError, match="the 20 rows"):
        Turn(0, rounds=3, writer=0, writers=4).place(5, of=60)


def test_every_writer_works_in_a_thread_of_its_own_after_all_are_prepared() -> None:
    prepared: list[int] = []
    seen: set[tuple[int, int]] = set()

    @contextmanager
    def work(turn: Turn) -> Iterator[Operation]:
        prepared.append(turn.writer)
        yield lambda: seen.add((get_ident(), len(prepared)))

    done = Crew().run(work, writers=3, seconds=0.01, number=0, rounds=1)

    assert {count for _, count in seen} == {3}
    assert len({thread for thread, _ in seen}) == 3
    assert len(done.latencies) >= 3
    assert done.rate > 0


def test_the_failure_of_one_writer_ends_the_round_and_is_the_one_that_is_told() -> None:
    @contextmanager
    def work(turn: Turn) -> Iterator[Operation]:
        if turn.writer == 1:
            message = "no connection left"
            raise RuntimeError(message)
        yield lambda: None

    with pytest.raises(RuntimeError, match="no connection left"):
        Crew().run(work, writers=3, seconds=0.01, number=0, rounds=1)
