"""The door for who was told, and for what is shown of them; the verbs of staff and applicants go by ``cases.api``."""

from __future__ import annotations

from tongban.cases.hearing.answering import say, want_hearing
from tongban.cases.hearing.entering import (
    LASTS,
    ask_to_enter,
    enter,
    paper_names,
    papers_of,
    read_told,
    read_told_paper,
    told_to,
    was_told,
)
from tongban.cases.hearing.errors import ToldNotFound
from tongban.cases.hearing.looking import Heard, could_preside, of_applicant, read_heard
from tongban.cases.hearing.reading import Held, Told, heard
from tongban.cases.hearing.tables import ToldParty

__all__ = [
    "LASTS",
    "Heard",
    "Held",
    "Told",
    "ToldNotFound",
    "ToldParty",
    "ask_to_enter",
    "could_preside",
    "enter",
    "heard",
    "of_applicant",
    "paper_names",
    "papers_of",
    "read_heard",
    "read_told",
    "read_told_paper",
    "say",
    "told_to",
    "want_hearing",
    "was_told",
]
