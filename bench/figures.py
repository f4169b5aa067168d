"""The arithmetic of a measurement: spreads over rounds, percentiles, ratios, bounds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median


@dataclass(frozen=True, slots=True)
class Round:
    """What one round gave: operations per second, and how long each took (seconds; empty where it says nothing)."""

    rate: float
    latencies: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure over the rounds: the median with the lowest and the highest."""

    median: float
    low: float
    high: float

    @staticmethod
    def of(values: Iterable[float]) -> Spread:
        """Return the spread of at least one value."""
        given = sorted(values)
        return Spread(median(given), given[0], given[-1])


@dataclass(frozen=True, slots=True)
class Pair:
    """One thing measured, ours and the floor by turns: round n of the one directly beside round n of the other.

    ``bound``: the lowest ratio of the medians that is allowed, None where the design gives none. ``aim``: what the
    design wants on its own machine class, in words; it is shown and never judged.
    """

    name: str
    floor_name: str
    ours: tuple[Round, ...]
    floor: tuple[Round, ...]
    bound: float | None = None
    aim: str = ""

    @property
    def rate(self) -> Spread:
        """Return our operations per second."""
        return Spread.of(one.rate for one in self.ours)

    @property
    def floor_rate(self) -> Spread:
        """Return the floor's operations per second."""
        return Spread.of(one.rate for one in self.floor)

    @property
    def ratio(self) -> Spread:
        """Return our share of the floor, round by round, so that a slow moment of the machine slows both."""
        return Spread.of(mine.rate / raw.rate for mine, raw in zip(self.ours, self.floor, strict=True))

    @property
    def holds(self) -> bool:
        """Tell whether the ratio is not below its bound."""
        return self.bound is None or self.ratio.median >= self.bound

    def latency(self, share: float) -> float | None:
        """Return the percentile of our latencies in milliseconds over all rounds; None where none were kept."""
        taken = sorted(second for one in self.ours for second in one.latencies)
        return percentile(taken, share) * 1000 if taken else None


@dataclass(frozen=True, slots=True)
class Load:
    """How long things took that arrived at a fixed rate, whether anybody was free or not (open loop).

    ``most``: what was done a second at most, one after the other, directly before; the rate is a share of it.
    ``bound``: the most milliseconds that the p95 may take, None where the design gives none.
    """

    name: str
    most: float
    wanted: float
    rounds: tuple[Round, ...]
    bound: float | None = None
    aim: str = ""

    def latency(self, share: float) -> float:
        """Return the percentile in milliseconds over all rounds."""
        return percentile(sorted(second for one in self.rounds for second in one.latencies), share) * 1000

    @property
    def rate(self) -> Spread:
        """Return how many were done a second; less than wanted where they could not be done in time."""
        return Spread.of(one.rate for one in self.rounds)

    @property
    def holds(self) -> bool:
        """Tell whether the p95 is within its bound."""
        return self.bound is None or self.latency(0.95) <= self.bound


Figure = Pair | Load


def percentile(ordered: Sequence[float], share: float) -> float:
    """Return the smallest value that at least this share of the values does not exceed (nearest rank)."""
    return ordered[max(0, ceil(share * len(ordered)) - 1)]
