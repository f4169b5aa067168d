"""The door of the desk."""

from __future__ import annotations

from tongban.cases.desk.batching import Outcome, in_one_go
from tongban.cases.desk.checking import note_checks
from tongban.cases.desk.errors import (
    BlockIncomplete,
    BlockNotFound,
    BlockTwice,
    NoPaper,
    NotACriterion,
    NothingChecked,
    NothingChosen,
    NotInOneGo,
    PromisedInstead,
    UnknownPlaceholder,
)
from tongban.cases.desk.previewing import preview
from tongban.cases.desk.queries import Criterion, blocks_for, blocks_of, criteria_of, earlier_of, open_places, values_of
from tongban.cases.desk.rules import AT_MOST, PLACEHOLDERS, Check, departments_of, filled, places_text
from tongban.cases.desk.states import BATCHED, BLOCK_VERBS, FOUND_NAMES, Found
from tongban.cases.desk.tables import CriterionCheck, TextBlock
from tongban.cases.desk.writing import put_away_block, write_block
from tongban.cases.queries.narrowing import LIGHTS, Narrow, condition

__all__ = [
    "AT_MOST",
    "BATCHED",
    "BLOCK_VERBS",
    "FOUND_NAMES",
    "LIGHTS",
    "PLACEHOLDERS",
    "BlockIncomplete",
    "BlockNotFound",
    "BlockTwice",
    "Check",
    "Criterion",
    "CriterionCheck",
    "Found",
    "Narrow",
    "NoPaper",
    "NotACriterion",
    "NotInOneGo",
    "NothingChecked",
    "NothingChosen",
    "Outcome",
    "PromisedInstead",
    "TextBlock",
    "UnknownPlaceholder",
    "blocks_for",
    "blocks_of",
    "condition",
    "criteria_of",
    "departments_of",
    "earlier_of",
    "filled",
    "in_one_go",
    "note_checks",
    "open_places",
    "places_text",
    "preview",
    "put_away_block",
    "values_of",
    "write_block",
]
