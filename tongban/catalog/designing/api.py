"""The door of designing: pure operations on the content of a draft, for whoever draws the editors."""

from __future__ import annotations

from tongban.catalog.designing.comparisons import MOST_COMPARED, against, relations
from tongban.catalog.designing.conditions import (
    Picked,
    condition_made,
    condition_words,
    is_pickable,
    mode_of,
    pickable,
)
from tongban.catalog.designing.questions import (
    add_group,
    add_question,
    change_group,
    change_question,
    delete_group,
    delete_question,
    in_table,
    move_group,
    move_question,
    row_form,
)
from tongban.catalog.designing.reading import Content, Document, condition_of, form_of, rows_of
from tongban.catalog.designing.refusals import DesignRefused
from tongban.catalog.designing.rows import TYPES, add_row, change_row, delete_row, move_row, side_by_side
from tongban.catalog.designing.situations import (
    Brought,
    Situation,
    ask_first,
    brought,
    candidates,
    situation,
    situations,
    switch_by,
)
from tongban.catalog.designing.starters import STARTER_NAMES, Starter
from tongban.catalog.forms.definition import ROW

__all__ = [
    "MOST_COMPARED",
    "ROW",
    "STARTER_NAMES",
    "TYPES",
    "Brought",
    "Content",
    "DesignRefused",
    "Document",
    "Picked",
    "Situation",
    "Starter",
    "add_group",
    "add_question",
    "add_row",
    "against",
    "ask_first",
    "brought",
    "candidates",
    "change_group",
    "change_question",
    "change_row",
    "condition_made",
    "condition_of",
    "condition_words",
    "delete_group",
    "delete_question",
    "delete_row",
    "form_of",
    "in_table",
    "is_pickable",
    "mode_of",
    "move_group",
    "move_question",
    "move_row",
    "pickable",
    "relations",
    "row_form",
    "rows_of",
    "side_by_side",
    "situation",
    "situations",
    "switch_by",
]
