"""The law of limits as values and predicates: legal regimes, limits and their stops, layers, lights, who may watch."""

from __future__ import annotations

from tongban.duties.rules.keeping import GracePolicy, kept_end, not_before
from tongban.duties.rules.layers import PARTY, Layer, applies, owed_by_party, stop_of
from tongban.duties.rules.lights import LightPolicy, light
from tongban.duties.rules.limits import Extension, Ground, Limit, extended_by, last_day, stops_of, stops_text
from tongban.duties.rules.regimes import (
    Dispatch,
    Hearing,
    Joint,
    Regime,
    Renewal,
    Verification,
    in_force,
    overlapping,
    parse_regime,
    parse_regimes,
)
from tongban.duties.rules.watching import REACH, watching

__all__ = [
    "PARTY",
    "REACH",
    "Dispatch",
    "Extension",
    "GracePolicy",
    "Ground",
    "Hearing",
    "Joint",
    "Layer",
    "LightPolicy",
    "Limit",
    "Regime",
    "Renewal",
    "Verification",
    "applies",
    "extended_by",
    "in_force",
    "kept_end",
    "last_day",
    "light",
    "not_before",
    "overlapping",
    "owed_by_party",
    "parse_regime",
    "parse_regimes",
    "stop_of",
    "stops_of",
    "stops_text",
    "watching",
]
