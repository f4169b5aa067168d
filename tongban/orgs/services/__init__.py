"""The verbs of this room."""

from __future__ import annotations

from tongban.orgs.services.calendars import load_calendars
from tongban.orgs.services.sample import load_sample

__all__ = ["load_calendars", "load_sample"]
