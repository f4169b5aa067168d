"""The verbs of this room."""

from __future__ import annotations

from tongban.orgs.services.calendars import load_calendars
from tongban.orgs.services.closing import confirm_closure, note_recount, propose_closure, withdraw_closure
from tongban.orgs.services.organisations import load_organisations
from tongban.orgs.services.proposing import (
    approve_calendar,
    propose_calendar,
    put_in_force,
    reject_calendar,
    withdraw_calendar,
)
from tongban.orgs.services.sample import load_sample

__all__ = [
    "approve_calendar",
    "confirm_closure",
    "load_calendars",
    "load_organisations",
    "load_sample",
    "note_recount",
    "propose_calendar",
    "propose_closure",
    "put_in_force",
    "reject_calendar",
    "withdraw_calendar",
    "withdraw_closure",
]
