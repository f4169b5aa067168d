"""Doing one thing again and again, by several writers at once, for a fixed time.

Writers are threads spread over processes as those of the web are. A piece of work is a context manager: what it does
before it yields is preparation and not measured; what it yields is the operation to repeat.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier as ProcessBarrier
from threading import Barrier, BrokenBarrierError
from time import perf_counter, sleep

import django
from django.db import connections

from bench.figures import Round
from launch.children import die_with_parent

PREPARED_WITHIN = 60.0


@dataclass(frozen=True, slots=True)
class Turn:
    """Which of how many writers does a piece of work, in which of how many rounds; round 0 is the warm-up."""

    round: int
    rounds: int
    writer: int
    writers: int

    def place(self, done: int, *, of: int) -> int:
        """Return the place, among ``of`` prepared rows, of the next row that this writer uses up.

        No other writer has it, in this round or another. RuntimeError when the share of the round is used up.
        """
        share = of // self.rounds
        within = done * self.writers + self.writer
        if within >= share:
            message = f"the {share} rows prepared for a round are used up: measure shorter or prepare more"
            raise RuntimeError(message)
        return self.round * share + within


@dataclass(frozen=True, slots=True)
class Pace:
    """When things arrive at each writer: one every ``interval`` seconds, the writers after each other."""

    interval: float
    writers: int

    def arrival(self, number: int, writer: int) -> float:
        """Return the second at which the n-th thing arrives at a writer."""
        return self.interval * (number + writer / self.writers)


Operation = Callable[[], object]
Work = Callable[[Turn], AbstractContextManager[Operation]]


@dataclass(slots=True)
class _Here:
    """What a process of the crew was given when it began: where it meets the others before a round."""

    start: ProcessBarrier | None = None


_here = _Here()


class Crew:
    """The processes that do the work; with none, everything runs in threads of this one."""

    def __init__(self, processes: int = 0) -> None:
        """Make ready; a process begins with its first work, spawned, because no child may inherit a connection."""
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None
        if processes:
            context = multiprocessing.get_context("spawn")
            begin = (context.Barrier(processes), os.getpid())
            self._pool = ProcessPoolExecutor(processes, context, _begin, begin)

    def close(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def run(
        self, work: Work, *, writers: int, seconds: float, number: int, rounds: int, rate: float | None = None
    ) -> Round:
        """Let so many writers work at once for so many seconds; return what they did together in this round.

        Each does one thing after the other. With a ``rate``, so many things a second arrive instead, whether anybody is
        free or not, and how long one took is counted from its arrival (open loop).
        """
        pace = None if rate is None else Pace(writers / rate, writers)
        turns = [Turn(number, rounds, writer, writers) for writer in range(writers)]
        if self._pool is None:
            return together(_work(work, turns, seconds, _go, pace))
        lots = self._processes if writers >= self._processes else 1
        step = _in_step if lots > 1 else _go
        return together(
            _results([self._pool.submit(_work, work, turns[lot::lots], seconds, step, pace) for lot in range(lots)])
        )


@contextmanager
def crew(processes: int) -> Iterator[Crew]:
    """Give a crew and end it afterwards."""
    made = Crew(processes)
    try:
        yield made
    finally:
        made.close()


def together(rounds: list[Round]) -> Round:
    """Return what several writers did at the same time as one round."""
    return Round(sum(one.rate for one in rounds), tuple(second for one in rounds for second in one.latencies))


def _begin(start: ProcessBarrier, parent: int) -> None:
    die_with_parent(signal.SIGKILL, parent)()
    _here.start = start
    django.setup()


def _go() -> None:
    """Begin at once: there is no other process to wait for."""


def _in_step() -> None:
    """Begin together with the other processes of the crew."""
    if _here.start is None:
        message = "this is no process of the crew"
        raise RuntimeError(message)
    _here.start.wait(PREPARED_WITHIN)


def _work(
    work: Work, turns: list[Turn], seconds: float, step: Callable[[], None], pace: Pace | None = None
) -> list[Round]:
    """Prepare every writer of this process, then let all of them begin at once."""
    ready = Barrier(len(turns), action=step, timeout=PREPARED_WITHIN)
    with ThreadPoolExecutor(len(turns)) as pool:
        return _results([pool.submit(_write, work, turn, seconds, ready, pace) for turn in turns])


def _write(work: Work, turn: Turn, seconds: float, ready: Barrier, pace: Pace | None) -> list[Round]:
    try:
        with work(turn) as operation:
            ready.wait()
            return [_repeat(operation, seconds) if pace is None else _arriving(operation, seconds, pace, turn.writer)]
    except BaseException:
        ready.abort()
        if _here.start is not None:
            _here.start.abort()
        raise
    finally:
        connections.close_all()


def _repeat(operation: Operation, seconds: float) -> Round:
    latencies: list[float] = []
    begun = now = perf_counter()
    while now - begun < seconds:
        operation()
        before, now = now, perf_counter()
        latencies.append(now - before)
    return Round(len(latencies) / (now - begun), tuple(latencies))


def _arriving(operation: Operation, seconds: float, pace: Pace, writer: int) -> Round:
    """Do what arrives at a fixed pace within a time; whoever comes while another is served waits, and that counts."""
    latencies: list[float] = []
    begun = perf_counter()
    while (due := pace.arrival(len(latencies), writer)) < seconds:
        sleep(max(0.0, begun + due - perf_counter()))
        operation()
        latencies.append(perf_counter() - begun - due)
    return Round(len(latencies) / max(seconds, perf_counter() - begun), tuple(latencies))


def _results(futures: list[Future[list[Round]]]) -> list[Round]:
    """Return all results; of several failures raise the one that kept the others waiting."""
    wait(futures)
    failures = [failure for future in futures if (failure := future.exception()) is not None]
    for failure in sorted(failures, key=lambda one: isinstance(one, BrokenBarrierError)):
        raise failure
    return [one for future in futures for one in future.result()]
