"""The verbs of the room: starting, stopping, extending and ending clocks, and counting them anew."""

from __future__ import annotations

from tongban.duties.services.calendars import (
    approve_calendar,
    confirm_closure,
    put_calendar_in_force,
    recount_closure,
    withdraw_closure,
)
from tongban.duties.services.pausing import expect, extend, pause, resume, shorten
from tongban.duties.services.recounting import recompute
from tongban.duties.services.running import drawn_up, lapse, lapse_all, lift, meet, start, start_all
from tongban.duties.services.telling import note_told

__all__ = [
    "approve_calendar",
    "confirm_closure",
    "drawn_up",
    "expect",
    "extend",
    "lapse",
    "lapse_all",
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
    "start_all",
    "withdraw_closure",
]
