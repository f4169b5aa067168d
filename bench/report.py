"""What is printed and what is kept."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.figures import Pair, Spread


def lines(pair: Pair) -> str:
    """Return one figure as a person reads it: ours, the floor, the ratio, each with lowest and highest round."""
    middle, slow = pair.latency(0.50), pair.latency(0.95)
    took = f", p50 {middle:.1f} ms, p95 {slow:.1f} ms" if middle is not None and slow is not None else ""
    verdict = "" if pair.bound is None else f", bound {pair.bound:.2f} {'holds' if pair.holds else 'BROKEN'}"
    aim = f"\n  {'aim':<6} {pair.aim}" if pair.aim else ""
    return (
        f"{pair.name}\n"
        f"  {'ours':<6} {_rate(pair.rate)}{took}\n"
        f"  {'floor':<6} {_rate(pair.floor_rate)}, {pair.floor_name}\n"
        f"  {'ratio':<6} {pair.ratio.median:.2f} ({pair.ratio.low:.2f}–{pair.ratio.high:.2f}){verdict}{aim}"
    )


def machine() -> dict[str, Any]:
    """Return what the figures depend on besides the programme."""
    return {"cores": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()}


def keep(file: Path, pairs: Sequence[Pair], plan: dict[str, Any]) -> None:
    """Write everything as JSON, for comparing two versions on one machine."""
    rows = [
        {
            "name": pair.name,
            "rate": asdict(pair.rate),
            "p50_ms": pair.latency(0.50),
            "p95_ms": pair.latency(0.95),
            "floor_name": pair.floor_name,
            "floor_rate": asdict(pair.floor_rate),
            "ratio": asdict(pair.ratio),
            "bound": pair.bound,
            "holds": pair.holds,
        }
        for pair in pairs
    ]
    content = {"machine": machine(), "plan": plan, "figures": rows}
    file.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf8")


def _rate(spread: Spread) -> str:
    return f"{spread.median:,.0f}/s ({spread.low:,.0f}–{spread.high:,.0f})"
