"""The door of revising: what the door of the room has no space for. Following a newer version, and periods."""

from __future__ import annotations

from tongban.catalog.revising.errors import BaseMoved, NotMoved, TooFarAhead
from tongban.catalog.revising.following import changes_meanwhile, moved, take_over
from tongban.catalog.revising.judging import hindrance, take_back_opinion
from tongban.catalog.revising.publishing import in_force, planned

__all__ = [
    "BaseMoved",
    "NotMoved",
    "TooFarAhead",
    "changes_meanwhile",
    "hindrance",
    "in_force",
    "moved",
    "planned",
    "take_back_opinion",
    "take_over",
]
