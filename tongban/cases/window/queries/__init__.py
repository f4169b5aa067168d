"""Reads of the window: always within what the actor may reach."""

from __future__ import annotations

from tongban.cases.window.queries.begun import begun_at_home, recent_items
from tongban.cases.window.queries.handovers import (
    Listed,
    handover_for,
    handovers,
    listed_on,
    papers_to_hand_over,
    reaching,
)
from tongban.cases.window.queries.papers import Checked, checklist, on_paper
from tongban.cases.window.queries.wishes import (
    Wished,
    handing_out_of,
    may_choose,
    offered,
    parcel_of,
    to_hand_out,
    to_post,
    wish_of,
)

__all__ = [
    "Checked",
    "Listed",
    "Wished",
    "begun_at_home",
    "checklist",
    "handing_out_of",
    "handover_for",
    "handovers",
    "listed_on",
    "may_choose",
    "offered",
    "on_paper",
    "papers_to_hand_over",
    "parcel_of",
    "reaching",
    "recent_items",
    "to_hand_out",
    "to_post",
    "wish_of",
]
