"""The door of the room."""

from __future__ import annotations

from tongban.duties.errors import DutyAlreadyRunning, UnknownRegime
from tongban.duties.models import Duty
from tongban.duties.queries import Clock, clocks, clocks_of, due_by, effects_due, open_duty, regime, regime_codes
from tongban.duties.rules import Limit, Regime
from tongban.duties.services import lapse, lift, meet, recompute, start
from tongban.duties.states import KIND_NAMES, LIGHT_NAMES, Kind, Light, Silence, State

__all__ = [
    "KIND_NAMES",
    "LIGHT_NAMES",
    "Clock",
    "Duty",
    "DutyAlreadyRunning",
    "Kind",
    "Light",
    "Limit",
    "Regime",
    "Silence",
    "State",
    "UnknownRegime",
    "clocks",
    "clocks_of",
    "due_by",
    "effects_due",
    "lapse",
    "lift",
    "meet",
    "open_duty",
    "recompute",
    "regime",
    "regime_codes",
    "start",
]
