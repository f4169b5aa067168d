from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import report
from bench.figures import Pair, Round, Spread, percentile


def pair(ours: list[float], floor: list[float], bound: float | None = None) -> Pair:
    return Pair("ours", "raw", tuple(map(Round, ours)), tuple(map(Round, floor)), bound)


def test_a_spread_is_the_median_between_the_lowest_and_the_highest() -> None:
    assert Spread.of([3, 1, 8]) == Spread(3, 1, 8)
    assert Spread.of([4, 2]) == Spread(3, 2, 4)
    assert Spread.of(iter([5])) == Spread(5, 5, 5)


@pytest.mark.parametrize(("share", "value"), [(0.5, 10), (0.95, 19), (1, 20), (0, 1)])
def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed(share: float, value: int) -> None:
    assert percentile(range(1, 21), share) == value


def test_the_ratio_is_taken_round_by_round_so_that_a_slow_moment_slows_both() -> None:
    halved = pair(ours=[80, 40, 90], floor=[100, 50, 100])

    assert halved.ratio == Spread(0.8, 0.8, 0.9)
    assert (halved.rate.median, halved.floor_rate.median) == (80, 100)


@pytest.mark.parametrize(("bound", "holds"), [(None, True), (0.4, True), (0.5, True), (0.51, False)])
def test_a_bound_holds_when_the_median_of_the_ratios_is_not_below_it(bound: float | None, *, holds: bool) -> None:
    assert pair([10, 10, 10], [20, 20, 20], bound).holds is holds


def test_latencies_are_told_in_milliseconds_over_all_rounds() -> None:
    timed = Pair("ours", "raw", (Round(1, (0.003, 0.001)), Round(1, (0.002,))), (Round(1), Round(1)))

    assert timed.latency(0.5) == pytest.approx(2)
    assert timed.latency(0.95) == pytest.approx(3)
    assert pair([1], [1]).latency(0.5) is None


def test_a_broken_bound_is_said_in_so_many_letters() -> None:
    told = report.lines(pair([1000], [4000], bound=0.5))

    assert "1,000/s (1,000–1,000)" in told
    assert "0.25 (0.25–0.25), bound 0.50 BROKEN" in told
    assert "p50" not in told


def test_what_is_kept_can_be_compared_with_another_run(tmp_path: Path) -> None:
    report.keep(tmp_path / "kept.json", [pair([10], [20], 0.4)], {"rounds": 1})

    kept = json.loads((tmp_path / "kept.json").read_text(encoding="utf8"))
    assert kept["plan"] == {"rounds": 1}
    assert kept["machine"]["cores"] >= 1
    (row,) = kept["figures"]
    assert row["ratio"] == {"median": 0.5, "low": 0.5, "high": 0.5}
    assert (row["name"], row["bound"], row["holds"]) == ("ours", 0.4, True)
