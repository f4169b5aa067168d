"""The verbs of the room: starting, stopping, extending and ending clocks, and counting them anew."""

from __future__ import annotations

from tongban.duties.services.calendars import (
    approve_calendar,
    confirm_closure,
    put_calendar_in_force,
    recount_closure,
    withdraw_closure,
)
from tongban.duties.services.pausing import extend, pause, resume, shorten
from tongban.duties.services.recounting import recompute
from tongban.duties.services.running import lapse, lift, meet, start
from tongban.duties.services.telling import note_told

__all__ = [
    "approve_calendar",
    "confirm_closure",
    "extend",
    "lapse",
    "lift",
    "meet",
    "note_told",
    "pause",
    "put_calendar_in_force",
    "recompute",
    "recount_closure",
    "resume",
    "shorten",
    "start",
    "withdraw_closure",
]
