"""The dated data of the room: the legal regimes, and when a clock is shown as nearly due."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tongban.duties import rules

DATA = Path(__file__).resolve().parents[1] / "regimes.toml"


class _Data(NamedTuple):
    regimes: list[rules.Regime]
    lights: list[rules.LightPolicy]
    graces: list[rules.GracePolicy]


@cache
def _data() -> _Data:
    raw = tomllib.loads((DATA).read_text(encoding="utf8"))
    lights = [rules.LightPolicy(**row) for row in raw["lights"]]
    graces = [rules.GracePolicy(**row) for row in raw["graces"]]
    return _Data(
        rules.parse_regimes(raw["regimes"]),
        sorted(lights, key=lambda row: row.effective_from),
        sorted(graces, key=lambda row: row.effective_from),
    )


def regime(code: str, *, on: date) -> rules.Regime:
    """Return the legal regime of this code in force on a day."""
    return rules.in_force(_data().regimes, code, on)


def regime_codes() -> frozenset[str]:
    """Return every code a guide may name."""
    return frozenset(row.code for row in _data().regimes)


def regimes() -> tuple[rules.Regime, ...]:
    """Return every regime of the data, those of other days as well."""
    return tuple(_data().regimes)


def yellow_from(today: date) -> int:
    """Return from how many working days before its end a clock is shown as nearly due."""
    policies = [row for row in _data().lights if row.effective_from <= today]
    return policies[-1].yellow_from if policies else 0


def grace_days(today: date) -> int:
    """Return how many working days after today a party has in any case when its end is brought nearer."""
    policies = [row for row in _data().graces if row.effective_from <= today]
    return policies[-1].days if policies else 0
