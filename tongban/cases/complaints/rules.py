"""Who reads and answers what, and how often something can be said: values and predicates only."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from tongban.cases.complaints.errors import HandledByOneself, NothingHandled, SaidTooOften, TooManyEnclosed
from tongban.cases.states import State
from tongban.kernel.actors import Role
from tongban.kernel.reach import ALL, Reach, as_it_is

ANSWERING = (Role.DECIDER, Role.SUPERVISOR)
REACH = Reach(
    roles=dict.fromkeys(ANSWERING, ALL),
    recusing={"applicant": as_it_is, "agent": as_it_is},
    bearing={"told_parties": "case__told__party"},
)
"""Which complaints exist for whom: for whoever decides in the department, and for the supervisors above it.

Not for whoever accepts and examines there, of whom it may be.
"""
MOST = 10
MOST_FILES = 5
"""How often something can be said of one case, and with how many files; the house's own choice, 待核定."""


def refuse_to_say(state: str, *, before: int, files: int = 0) -> None:
    """Refuse words about what nobody handles yet (NothingHandled), and more than MOST of them (SaidTooOften).

    TooManyEnclosed for more files than MOST_FILES.
    """
    if state == State.DRAFT:
        raise NothingHandled
    if before >= MOST:
        raise SaidTooOften
    if files > MOST_FILES:
        raise TooManyEnclosed(field="files")


def refuse_to_answer(by: UUID, *, handled: Collection[UUID], complaint: bool) -> None:
    """Refuse (HandledByOneself) to answer a complaint about what one handled oneself; an opinion anybody answers."""
    if complaint and by in handled:
        raise HandledByOneself
