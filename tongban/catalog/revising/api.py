"""The door of revising: what the door of the room has no space for. Following a newer version, and periods."""

from __future__ import annotations

from tongban.catalog.forms.places import SETTINGS as FORM_SETTINGS
from tongban.catalog.revising.assessing import Problem
from tongban.catalog.revising.errors import BaseMoved, FarAhead, NothingMended, NotMoved, TooFarAhead
from tongban.catalog.revising.following import changes_meanwhile, moved, take_over
from tongban.catalog.revising.hindering import hindrance
from tongban.catalog.revising.judging import demands, take_back_opinion
from tongban.catalog.revising.publishing import in_force, planned

__all__ = [
    "FORM_SETTINGS",
    "BaseMoved",
    "FarAhead",
    "NotMoved",
    "NothingMended",
    "Problem",
    "TooFarAhead",
    "changes_meanwhile",
    "demands",
    "hindrance",
    "in_force",
    "moved",
    "planned",
    "take_back_opinion",
    "take_over",
]
