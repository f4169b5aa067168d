"""The door of the room."""

from __future__ import annotations

from tongban.duties.errors import DutyAlreadyRunning, UnknownRegime
from tongban.duties.models import Duty
from tongban.duties.queries import (
    Clock,
    clocks,
    clocks_of,
    due_by,
    effects_due,
    open_duty,
    open_through,
    regime,
    regime_codes,
)
from tongban.duties.rules import Limit, Regime
from tongban.duties.services import (
    approve_calendar,
    confirm_closure,
    lapse,
    lift,
    meet,
    put_calendar_in_force,
    recompute,
    recount_closure,
    start,
    withdraw_closure,
)
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
    "approve_calendar",
    "clocks",
    "clocks_of",
    "confirm_closure",
    "due_by",
    "effects_due",
    "lapse",
    "lift",
    "meet",
    "open_duty",
    "open_through",
    "put_calendar_in_force",
    "recompute",
    "recount_closure",
    "regime",
    "regime_codes",
    "start",
    "withdraw_closure",
]
