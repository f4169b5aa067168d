"""Who may watch which clocks over all rooms."""

from __future__ import annotations

from uuid import UUID

from tongban.duties.rules.layers import PARTY
from tongban.kernel.actors import Actor, Grant, Role
from tongban.kernel.reach import ALL, Reach

OWN_DEPARTMENT = frozenset({Role.ACCEPTOR, Role.EXAMINER, Role.DECIDER})


def as_party(one: UUID) -> object:
    """Write a party as the columns of a duty do."""
    return f"{PARTY}{one}"


REACH = Reach(
    roles=dict.fromkeys({Role.SUPERVISOR, *OWN_DEPARTMENT}, ALL),
    recusing={"owed_by": as_party, "owed_to": as_party},
    named=OWN_DEPARTMENT,
)
"""Supervisors watch what they are granted, those who handle only within a department that is named.

What is of no department or region is city-wide and needs a grant for all of them.
"""


def watching(actor: Actor) -> list[Grant]:
    """Return the grants that let an actor watch: a supervisor's, and those who handle within a named department."""
    return REACH.working(actor)
