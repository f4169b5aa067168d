"""``python -m bench``: measure, print, and fail when a bound is broken. Started by bin/bench."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import django

from bench.surroundings import Unfit, own

if TYPE_CHECKING:
    from bench.figures import Figure
    from bench.running import Measurement, Plan

LIMIT = 200.0


def main(arguments: Sequence[str]) -> int:
    """Measure in a database of our own; 1 when a bound is broken, time ran out, or nothing could be measured."""
    given = _parser().parse_args(arguments)
    try:
        with own(os.environ) as environment:
            os.environ.update(environment)
            django.setup()
            return _measure(given)
    except Unfit as reason:
        print(f"bin/bench: {reason}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("bin/bench", description=__doc__)
    parser.add_argument("--only", action="append", metavar="NAME", help="only this measurement (may be repeated)")
    parser.add_argument("--rounds", type=int, default=3, choices=range(1, 10), metavar="N", help="rounds (3)")
    parser.add_argument("--seconds", type=float, default=0.3, help="seconds a round (0.3)")
    parser.add_argument("--cases", type=int, default=20_000, metavar="N", help="cases in the database (20000)")
    parser.add_argument("--duties", type=int, default=100_000, metavar="N", help="duties counted anew (100000)")
    reached = "cases of which a page is read by permission (1000000)"
    parser.add_argument("--reached", type=int, default=1_000_000, metavar="N", help=reached)
    parser.add_argument("--searched", type=int, default=100_000, metavar="N", help="items searched (100000)")
    parser.add_argument("--imported", type=int, default=10_000, metavar="N", help="items imported (10000)")
    parser.add_argument("--limit", type=float, default=LIMIT, metavar="S", help="begin nothing after S seconds (200)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the figures in a file")
    return parser


def _measure(given: argparse.Namespace) -> int:
    from bench import report  # noqa: PLC0415 - the programme is imported after its environment is there
    from bench.running import Plan, found  # noqa: PLC0415

    plan = Plan(
        rounds=given.rounds,
        seconds=given.seconds,
        cases=given.cases,
        duties=given.duties,
        reached=given.reached,
        searched=given.searched,
        imported=given.imported,
    )
    known = found()
    if unknown := sorted(set(given.only or ()) - known.keys()):
        raise Unfit(f"no measurement {', '.join(unknown)}; there are: {', '.join(known)}")
    chosen = {name: known[name] for name in given.only or known}
    print(" ".join(f"{key} {value}" for key, value in (report.machine() | asdict(plan)).items()), flush=True)
    pairs, left = _run(chosen, plan, given.limit)
    if given.json:
        report.keep(given.json, pairs, asdict(plan))
    for name in left:
        print(f"{name}: not measured, time is over", file=sys.stderr)
    return 0 if all(pair.holds for pair in pairs) and not left else 1


def _run(chosen: dict[str, Measurement], plan: Plan, limit: float) -> tuple[list[Figure], list[str]]:
    """Measure one after another until the time is over; return the figures and the names that are left."""
    from bench import report  # noqa: PLC0415
    from bench.crew import crew  # noqa: PLC0415
    from bench.running import Bench  # noqa: PLC0415

    pairs: list[Figure] = []
    deadline = time.monotonic() + limit
    left = list(chosen)
    with ExitStack() as stack, crew(os.cpu_count() or 1) as workers:
        bench = Bench(plan, workers, stack)
        while left and time.monotonic() < deadline:
            for pair in chosen[left.pop(0)](bench):
                print(report.lines(pair), flush=True)
                pairs.append(pair)
    return pairs, left


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the database is removed then too
    sys.exit(main(sys.argv[1:]))
