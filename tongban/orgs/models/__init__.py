"""Tables of the room."""

from __future__ import annotations

from tongban.orgs.models.areas import Department, OrgMark, Region, Stewardship
from tongban.orgs.models.calendars import CalendarDay, CalendarYear
from tongban.orgs.models.places import (
    DailyHours,
    PlaceException,
    ServicePlace,
    Timetable,
    TimetableHours,
    Window,
)
from tongban.orgs.models.proposals import CalendarProposal, DeclaredClosure

__all__ = [
    "CalendarDay",
    "CalendarProposal",
    "CalendarYear",
    "DailyHours",
    "DeclaredClosure",
    "Department",
    "OrgMark",
    "PlaceException",
    "Region",
    "ServicePlace",
    "Stewardship",
    "Timetable",
    "TimetableHours",
    "Window",
]
