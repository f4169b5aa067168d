"""The dated data of the room: deferring (容缺), promises, originals, complaints, procedures, drafts."""

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
class Committing:
    """For how many months whoever did not keep a commitment may make none (国办发〔2020〕42号: 在信用修复前不适用).

    ``remind``: how many working days before a promised condition has to be met its applicant is reminded.
    """

    effective_from: date
    barred: int
    remind: int
    source: str


def committing(on: date) -> Committing:
    """Return what holds on a day; the oldest row for a day before all of them."""
    begun = [row for row in _commitments() if row.effective_from <= on]
    return begun[-1] if begun else _commitments()[0]


@dataclass(frozen=True, slots=True)
class Rectifying:
    """Within how many working days what a check found unmet is put right (责令限期整改).

    ``usual``: what is proposed to whoever orders it, ``longest``: the most that may be given; ``recheck``: within how
    many the authority looks again once it was reported; ``remind``: how many before its end the applicant is reminded.
    """

    effective_from: date
    usual: int
    longest: int
    recheck: int
    remind: int
    source: str


def rectifying(on: date) -> Rectifying:
    """Return what holds on a day; the oldest row for a day before all of them."""
    begun = [row for row in _orders() if row.effective_from <= on]
    return begun[-1] if begun else _orders()[0]


@dataclass(frozen=True, slots=True)
class Complaining:
    """Within how many working days what an applicant says of the handling is answered."""

    effective_from: date
    answer: int
    source: str


def complaining(on: date) -> Complaining:
    """Return what holds on a day; the oldest row for a day before all of them."""
    begun = [row for row in _answers() if row.effective_from <= on]
    return begun[-1] if begun else _answers()[0]


@dataclass(frozen=True, slots=True)
class Bringing:
    """Within how many working days the originals are to be brought once the prescreening was passed (预审).

    ``remind``: how many working days before the end the applicant is reminded, once.
    """

    effective_from: date
    days: int
    remind: int
    source: str


def bringing(on: date) -> Bringing:
    """Return what holds on a day; the oldest row for a day before all of them."""
    begun = [row for row in _bringings() if row.effective_from <= on]
    return begun[-1] if begun else _bringings()[0]


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


@dataclass(frozen=True, slots=True)
class Forgetting:
    """After how many days untouched a draft is thrown away, and how many days before whoever began it is reminded."""

    effective_from: date
    days: int
    remind: int
    source: str


def forgetting(on: date) -> Forgetting:
    """Return what holds on a day; the oldest row for a day before all of them."""
    begun = [row for row in _drafts() if row.effective_from <= on]
    return begun[-1] if begun else _drafts()[0]


@cache
def _rows() -> tuple[Deferring, ...]:
    rows = [Deferring(**row) for row in _file()["deferring"]]
    return tuple(sorted(rows, key=lambda row: row.effective_from))


@cache
def _commitments() -> tuple[Committing, ...]:
    rows = [Committing(**row) for row in _file()["committing"]]
    return tuple(sorted(rows, key=lambda row: row.effective_from))


@cache
def _orders() -> tuple[Rectifying, ...]:
    rows = [Rectifying(**row) for row in _file()["rectifying"]]
    return tuple(sorted(rows, key=lambda row: row.effective_from))


@cache
def _bringings() -> tuple[Bringing, ...]:
    rows = [Bringing(**row) for row in _file()["bringing"]]
    return tuple(sorted(rows, key=lambda row: row.effective_from))


@cache
def _bounds() -> tuple[Procedures, ...]:
    rows = [Procedures(**row) for row in _file()["procedures"]]
    return tuple(sorted(rows, key=lambda row: row.effective_from))


@cache
def _answers() -> tuple[Complaining, ...]:
    rows = [Complaining(**row) for row in _file()["complaining"]]
    return tuple(sorted(rows, key=lambda row: row.effective_from))


@cache
def _drafts() -> tuple[Forgetting, ...]:
    rows = [Forgetting(**row) for row in _file()["forgetting"]]
    return tuple(sorted(rows, key=lambda row: row.effective_from))


def _file() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))
