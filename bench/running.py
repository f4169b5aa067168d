"""What a measurement is given, and the list of all measurements."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property
from time import perf_counter

from bench import dataset, measurements
from bench.crew import Crew, Work
from bench.figures import Figure, Load, Pair, Round
from bench.web import Server, serving

WRITERS = 32  # the most at once


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured: rounds after one warm-up, seconds a round, and how many rows are prepared."""

    rounds: int = 3
    seconds: float = 0.3
    cases: int = 20_000
    entries: int = 20_000
    duties: int = 100_000
    reached: int = 1_000_000
    searched: int = 100_000
    imported: int = 10_000
    opened: int = 1_000  # guides that each reader goes through, every one of them unless there are more

    @property
    def drafts(self) -> int:
        """Return how many drafts a measurement can submit: enough for 1,600 a second, more than ours does."""
        return self._enough(1600)

    @property
    def bare(self) -> int:
        """Return how many bare cases the raw writer can use up: enough for 4,000 a second."""
        return self._enough(4000)

    def _enough(self, rate: int) -> int:
        return max(WRITERS, int(rate * self.seconds)) * (self.rounds + 1)


@dataclass
class Bench:
    """The tools of a measurement. What is dear to make is made when it is first asked for."""

    plan: Plan
    crew: Crew
    stack: ExitStack

    @cached_property
    def server(self) -> Server:
        """Return the web server, started as in production, on a loopback port of its own."""
        return self.stack.enter_context(serving())

    @cached_property
    def city(self) -> dataset.Made:
        """Return the cases: one made by the services, the others copied from it.

        There are drafts for four measurements to submit, and as many bare cases for their raw writer.
        """
        return dataset.make(received=self.plan.cases, drafts=4 * self.plan.drafts + WRITERS, bare=4 * self.plan.bare)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Say on the side how long a part of the preparation took."""
        begun = perf_counter()
        yield
        print(f"{name}: {perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)

    def pair(
        self,
        name: str,
        ours: Work,
        floor_name: str,
        floor: Work,
        *,
        writers: int = 1,
        bound: float | None = None,
        aim: str = "",
        fold: int = 1,
    ) -> Pair:
        """Measure ours and the floor by turns, each warmed up once; ``fold`` times the rounds where little differs."""
        count = self.plan.rounds * (fold if self.plan.rounds > 1 else 1)
        rounds = [(self._round(ours, writers, n), self._round(floor, writers, n)) for n in range(count + 1)]
        mine, raw = zip(*rounds[1:], strict=True)
        return Pair(name, floor_name, mine, raw, bound, aim)

    def load(
        self, name: str, work: Work, *, writers: int, bound: float | None = None, aim: str = "", seconds: float = 3.0
    ) -> Load:
        """Measure the most that is done a second, then how long things take that arrive half as often (open loop)."""
        most = max(self._round(work, writers, number).rate for number in range(2))
        rate, rounds = most / 2, range(1, self.plan.rounds + 1)
        long = seconds if self.plan.rounds > 1 else self.plan.seconds
        count = self.plan.rounds + 1
        done = [
            self.crew.run(work, writers=writers, seconds=long, number=number, rounds=count, rate=rate)
            for number in rounds
        ]
        return Load(name, most, rate, tuple(done), bound, aim)

    def jobs(
        self, name: str, ours: Job, floor_name: str, floor: Job, *, bound: float | None = None, aim: str = ""
    ) -> Pair:
        """Measure two jobs that do many things in one call, by turns; each returns how many it did."""
        rounds = [(_timed(ours), _timed(floor)) for _ in range(self.plan.rounds)]
        mine, raw = zip(*rounds, strict=True)
        return Pair(name, floor_name, mine, raw, bound, aim)

    def _round(self, work: Work, writers: int, number: int) -> Round:
        seconds = self.plan.seconds if number else self.plan.seconds / 2
        rounds = self.plan.rounds + 1
        return self.crew.run(work, writers=writers, seconds=seconds, number=number, rounds=rounds)


@dataclass(frozen=True, slots=True)
class Job:
    """Something done once a round: prepared outside the time, then done; ``do`` returns how many things it did."""

    prepare: Callable[[], object]
    do: Callable[[], int]


def _timed(job: Job) -> Round:
    job.prepare()
    begun = perf_counter()
    done = job.do()
    return Round(done / (perf_counter() - begun))


Measurement = Callable[[Bench], Iterator[Figure]]


def found() -> dict[str, Measurement]:
    """Return every measurement by name: each file in ``measurements`` is one, with a function ``measure``."""
    names = sorted(module.name for module in pkgutil.iter_modules(measurements.__path__))
    return {name: importlib.import_module(f"{measurements.__name__}.{name}").measure for name in names}
