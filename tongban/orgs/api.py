"""The door of the room of organisations."""

from __future__ import annotations

from tongban.orgs.errors import (
    AnnouncedAlready,
    BadData,
    CalendarNotLoaded,
    NoSuchArea,
    UnknownDepartment,
    UnknownPlace,
    UnknownRegion,
)
from tongban.orgs.models import CalendarDay, CalendarYear, Department, Region, ServicePlace, Window
from tongban.orgs.queries import (
    Area,
    Opening,
    Page,
    ancestors,
    area,
    areas,
    calendar_year,
    department,
    departments,
    hours_on,
    open_at,
    opening,
    place,
    places,
    region,
    regions,
    search_places,
    work_calendar,
)
from tongban.orgs.rules import DayHours, Hours
from tongban.orgs.services import load_calendars, load_sample
from tongban.orgs.states import CalendarStatus, DepartmentKind, WindowKind

__all__ = [
    "AnnouncedAlready",
    "Area",
    "BadData",
    "CalendarDay",
    "CalendarNotLoaded",
    "CalendarStatus",
    "CalendarYear",
    "DayHours",
    "Department",
    "DepartmentKind",
    "Hours",
    "NoSuchArea",
    "Opening",
    "Page",
    "Region",
    "ServicePlace",
    "UnknownDepartment",
    "UnknownPlace",
    "UnknownRegion",
    "Window",
    "WindowKind",
    "ancestors",
    "area",
    "areas",
    "calendar_year",
    "department",
    "departments",
    "hours_on",
    "load_calendars",
    "load_sample",
    "open_at",
    "opening",
    "place",
    "places",
    "region",
    "regions",
    "search_places",
    "work_calendar",
]
