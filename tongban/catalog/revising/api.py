"""The door of revising: what the room's own has no space for. Following a newer version, periods, announcements."""

from __future__ import annotations

from tongban.catalog.errors import ChangeRecalled, UnknownNotice
from tongban.catalog.forms.places import SETTINGS as FORM_SETTINGS
from tongban.catalog.noticing import lifted, notice, recalled
from tongban.catalog.revising.assessing import Problem
from tongban.catalog.revising.changed import by_row
from tongban.catalog.revising.editing import own
from tongban.catalog.revising.errors import (
    BaseMoved,
    FarAhead,
    MoreThanName,
    NotAddressed,
    NothingMended,
    NotMoved,
    NotRenamed,
    RemarkOfOthers,
    TooFarAhead,
)
from tongban.catalog.revising.following import Renamed, changes_meanwhile, follow_directory, moved, renamed, take_over
from tongban.catalog.revising.hindering import hindrance, untimely
from tongban.catalog.revising.judging import demands, nobody_asked, take_back_opinion
from tongban.catalog.revising.publishing import in_force, planned
from tongban.catalog.revising.reading import addressed

__all__ = [
    "FORM_SETTINGS",
    "BaseMoved",
    "ChangeRecalled",
    "FarAhead",
    "MoreThanName",
    "NotAddressed",
    "NotMoved",
    "NotRenamed",
    "NothingMended",
    "Problem",
    "RemarkOfOthers",
    "Renamed",
    "TooFarAhead",
    "UnknownNotice",
    "addressed",
    "by_row",
    "changes_meanwhile",
    "demands",
    "follow_directory",
    "hindrance",
    "in_force",
    "lifted",
    "moved",
    "nobody_asked",
    "notice",
    "own",
    "planned",
    "recalled",
    "renamed",
    "take_back_opinion",
    "take_over",
    "untimely",
]
