"""Tables of the room."""

from __future__ import annotations

from tongban.orgs.models.areas import Department, Region, Stewardship
from tongban.orgs.models.calendars import CalendarDay, CalendarYear
from tongban.orgs.models.places import (
    DailyHours,
    PlaceException,
    ServicePlace,
    Timetable,
    TimetableHours,
    Window,
)

__all__ = [
    "CalendarDay",
    "CalendarYear",
    "DailyHours",
    "Department",
    "PlaceException",
    "Region",
    "ServicePlace",
    "Stewardship",
    "Timetable",
    "TimetableHours",
    "Window",
]
