"""Who answers a proposal to make the limit longer: one declaration of it."""

from __future__ import annotations

from tongban.cases import rules as cases
from tongban.cases.states import MOVES, UNDER_EXAMINATION, Verb
from tongban.kernel.actors import Role
from tongban.kernel.reach import Reach, among

ANSWERING = {Role(role) for state in UNDER_EXAMINATION for role in MOVES.by(Verb.EXTEND, state)}
REACH = Reach(
    roles=dict.fromkeys(ANSWERING, among("state", *MOVES.sources(Verb.EXTEND))),
    recusing=cases.REACH.recusing,
    bearing=cases.REACH.bearing,
)
"""Whose answer a proposal waits for: of the cases that exist for somebody, those whose limit they may make longer."""
