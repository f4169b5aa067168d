"""The door of the room."""

from __future__ import annotations

from tongban.cases.errors import (
    AlreadyDelivered,
    CaseNotFound,
    GuideChanged,
    Incomplete,
    NeedsReason,
    NoSuchMaterial,
    NotInGuide,
    NotOnOffer,
    TooManyFiles,
)
from tongban.cases.models import Case, Channel, Supplied
from tongban.cases.queries import (
    PAGE,
    answers,
    case_for,
    clocks,
    counts,
    draft_for,
    inbox,
    mine,
    open_verbs,
    timeline,
    visible_to,
)
from tongban.cases.rules import Point
from tongban.cases.services.accepting import accept, ask_correction, refuse_acceptance
from tongban.cases.services.closing import deliver, withdraw
from tongban.cases.services.deciding import examine, grant, refuse, send_back
from tongban.cases.services.drafting import attach, detach, faults, open_draft, save_answers
from tongban.cases.services.receiving import Upload, submit, supplement
from tongban.cases.states import CLOSED, DECIDED, LABELS, MOVES, OPEN, State, Verb

__all__ = [
    "CLOSED",
    "DECIDED",
    "LABELS",
    "MOVES",
    "OPEN",
    "PAGE",
    "AlreadyDelivered",
    "Case",
    "CaseNotFound",
    "Channel",
    "GuideChanged",
    "Incomplete",
    "NeedsReason",
    "NoSuchMaterial",
    "NotInGuide",
    "NotOnOffer",
    "Point",
    "State",
    "Supplied",
    "TooManyFiles",
    "Upload",
    "Verb",
    "accept",
    "answers",
    "ask_correction",
    "attach",
    "case_for",
    "clocks",
    "counts",
    "deliver",
    "detach",
    "draft_for",
    "examine",
    "faults",
    "grant",
    "inbox",
    "mine",
    "open_draft",
    "open_verbs",
    "refuse",
    "refuse_acceptance",
    "save_answers",
    "send_back",
    "submit",
    "supplement",
    "timeline",
    "visible_to",
    "withdraw",
]
