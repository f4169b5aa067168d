"""The dated data of the room: the legal regimes, and when a clock is shown as nearly due."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from tongban.duties import rules

DATA = Path(__file__).resolve().parents[1] / "regimes.toml"


@cache
def _data() -> tuple[list[rules.Regime], list[rules.LightPolicy]]:
    raw = tomllib.loads((DATA).read_text(encoding="utf8"))
    lights = [rules.LightPolicy(**row) for row in raw["lights"]]
    return rules.parse_regimes(raw["regimes"]), sorted(lights, key=lambda row: row.effective_from)


def regime(code: str, *, on: date) -> rules.Regime:
    """Return the legal regime of this code in force on a day."""
    return rules.in_force(_data()[0], code, on)


def regime_codes() -> frozenset[str]:
    """Return every code a guide may name."""
    return frozenset(row.code for row in _data()[0])


def regimes() -> tuple[rules.Regime, ...]:
    """Return every regime of the data, those of other days as well."""
    return tuple(_data()[0])


def yellow_from(today: date) -> int:
    """Return from how many working days before its end a clock is shown as nearly due."""
    policies = [row for row in _data()[1] if row.effective_from <= today]
    return policies[-1].yellow_from if policies else 0
