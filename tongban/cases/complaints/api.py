"""The door of what is said of how a matter is handled."""

from __future__ import annotations

from tongban.cases.complaints.errors import (
    AnsweredBefore,
    ComplaintNotFound,
    HandledByOneself,
    NotAbout,
    NothingHandled,
    SaidAlready,
    SaidTooOften,
    TooManyEnclosed,
)
from tongban.cases.complaints.reading import (
    Said,
    complaint_headings,
    may_answer,
    own_work,
    read_complaint,
    read_complaint_file,
    read_own,
    read_own_file,
    said_of,
    sayable,
    waiting,
)
from tongban.cases.complaints.rules import MOST, MOST_FILES
from tongban.cases.complaints.services import answer_complaint, complain
from tongban.cases.complaints.tables import About, Complaint, ComplaintFile

__all__ = [
    "MOST",
    "MOST_FILES",
    "About",
    "AnsweredBefore",
    "Complaint",
    "ComplaintFile",
    "ComplaintNotFound",
    "HandledByOneself",
    "NotAbout",
    "NothingHandled",
    "Said",
    "SaidAlready",
    "SaidTooOften",
    "TooManyEnclosed",
    "answer_complaint",
    "complain",
    "complaint_headings",
    "may_answer",
    "own_work",
    "read_complaint",
    "read_complaint_file",
    "read_own",
    "read_own_file",
    "said_of",
    "sayable",
    "waiting",
]
