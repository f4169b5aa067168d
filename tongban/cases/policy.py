"""The dated data of deferred materials (容缺): what waits for them, and when the applicant is reminded."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("policy.toml")


@dataclass(frozen=True, slots=True)
class Deferring:
    """``holds_result``: what was decided is delivered when everything promised is there; ``remind``: working days."""

    effective_from: date
    holds_result: bool
    remind: int
    source: str


def deferring(on: date) -> Deferring:
    """Return what holds on a day; the oldest row for a day before all of them."""
    begun = [row for row in _rows() if row.effective_from <= on]
    return begun[-1] if begun else _rows()[0]


@cache
def _rows() -> tuple[Deferring, ...]:
    rows = [Deferring(**row) for row in tomllib.loads(FILE.read_text("utf-8"))["deferring"]]
    return tuple(sorted(rows, key=lambda row: row.effective_from))
