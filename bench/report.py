"""What is printed and what is kept."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.figures import Figure, Load, Pair, Spread


def lines(figure: Figure) -> str:
    """Return one figure as a person reads it."""
    return _load(figure) if isinstance(figure, Load) else _pair(figure)


def _load(load: Load) -> str:
    """Say at which rate things arrived, and how long they took from then on."""
    took = ", ".join(f"p{share * 100:.0f} {load.latency(share):.1f} ms" for share in (0.50, 0.95, 0.99))
    bound = "" if load.bound is None else f", bound p95 {load.bound:.0f} ms {'holds' if load.holds else 'BROKEN'}"
    aim = f"\n  {'aim':<6} {load.aim}" if load.aim else ""
    return (
        f"{load.name}\n"
        f"  {'open':<6} {load.wanted:,.0f}/s arriving of at most {load.most:,.0f}/s, {_rate(load.rate)} done\n"
        f"  {'took':<6} {took}{bound}{aim}"
    )


def _pair(pair: Pair) -> str:
    """Return ours, the floor, the ratio, each with lowest and highest round."""
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


def keep(file: Path, figures: Sequence[Figure], plan: dict[str, Any]) -> None:
    """Write everything as JSON, for comparing two versions on one machine."""
    rows = [_kept(one) for one in figures]
    content = {"machine": machine(), "plan": plan, "figures": rows}
    file.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf8")


def _kept(figure: Figure) -> dict[str, Any]:
    said = {
        "name": figure.name,
        "rate": asdict(figure.rate),
        "p50_ms": figure.latency(0.50),
        "p95_ms": figure.latency(0.95),
        "bound": figure.bound,
        "holds": figure.holds,
    }
    if isinstance(figure, Load):
        return said | {"p99_ms": figure.latency(0.99), "most": figure.most, "wanted": figure.wanted}
    return said | {
        "floor_name": figure.floor_name,
        "floor_rate": asdict(figure.floor_rate),
        "ratio": asdict(figure.ratio),
    }


def _rate(spread: Spread) -> str:
    return f"{spread.median:,.0f}/s ({spread.low:,.0f}–{spread.high:,.0f})"
