"""The door of who was sent: a page that asks for them learns here whether and how many, and shows who it was."""

from __future__ import annotations

from tongban.cases.sending.errors import NameTooLong, TooFewSent
from tongban.cases.sending.reading import dispatch_until, dispatching, late, verifying
from tongban.cases.sending.rules import Sent, on_the_spot, sent_of

__all__ = [
    "NameTooLong",
    "Sent",
    "TooFewSent",
    "dispatch_until",
    "dispatching",
    "late",
    "on_the_spot",
    "sent_of",
    "verifying",
]
