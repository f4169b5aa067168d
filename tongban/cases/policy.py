"""The dated data of the room: deferred materials (容缺), and how long a special procedure may be expected to last."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Procedures:
    """Until how many working days from today a special procedure may be expected to last, by who begins it."""

    effective_from: date
    examiner: int
    decider: int
    source: str


def procedures(on: date) -> Procedures:
    """Return what holds on a day; the oldest row for a day before all of them."""
    begun = [row for row in _bounds() if row.effective_from <= on]
    return begun[-1] if begun else _bounds()[0]


@cache
def _rows() -> tuple[Deferring, ...]:
    rows = [Deferring(**row) for row in _file()["deferring"]]
    return tuple(sorted(rows, key=lambda row: row.effective_from))


@cache
def _bounds() -> tuple[Procedures, ...]:
    rows = [Procedures(**row) for row in _file()["procedures"]]
    return tuple(sorted(rows, key=lambda row: row.effective_from))


def _file() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))
