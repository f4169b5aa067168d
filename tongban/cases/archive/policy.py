"""The dated data of archiving: how long what is kept, by kind of item, and until when it has to be filed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

FILE = Path(__file__).with_name("retention.toml")


class Dated(Protocol):
    """What holds from a day on."""

    @property
    def effective_from(self) -> date:
        """Return the day."""


Row = TypeVar("Row", bound=Dated)


@dataclass(frozen=True, slots=True)
class Retention:
    """``years``: how long it is kept, 0 for ever. It is for these ``types`` and ``items``, all where none are named.

    ``result``: for matters that were decided, or for those that were not; None for both.
    """

    effective_from: date
    years: int
    source: str
    items: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    result: bool | None = None

    def is_for(self, *, item: str, kind: str, decided: bool) -> bool:
        """Tell whether it says how long such a matter is kept."""
        named = (not self.items or item in self.items) and (not self.types or kind in self.types)
        return named and self.result in {None, decided}


@dataclass(frozen=True, slots=True)
class Filing:
    """The last day of the year after a matter is over by which it has to be filed."""

    effective_from: date
    month: int
    day: int
    source: str


def retention(*, item: str, kind: str, decided: bool, on: date) -> Retention:
    """Return how long a matter is kept that ended on a day: ``kind`` is the type of its item."""
    found = (row for row in _in_force(_retentions(), on) if row.is_for(item=item, kind=kind, decided=decided))
    return next(found)


def filing(on: date) -> Filing:
    """Return by when what ended on a day has to be filed."""
    return _in_force(_filings(), on)[-1]


def _in_force(rows: Iterable[Row], on: date) -> list[Row]:
    """Return the rows of the last day that has come, in their order; of the first for a day before all of them."""
    kept = list(rows)
    begun = [row.effective_from for row in kept if row.effective_from <= on]
    day = max(begun) if begun else min(row.effective_from for row in kept)
    return [row for row in kept if row.effective_from == day]


@cache
def _retentions() -> tuple[Retention, ...]:
    named = ({**row, "items": frozenset(row["items"]), "types": frozenset(row["types"])} for row in _file("retention"))
    return tuple(Retention(**row) for row in named)


@cache
def _filings() -> tuple[Filing, ...]:
    return tuple(Filing(**row) for row in _file("filing"))


def _file(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(FILE.read_text("utf-8"))[name]
    return rows
