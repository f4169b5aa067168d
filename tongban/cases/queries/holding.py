"""Holding the row of one case for a verb, and reading the case of it: asked by every verb, so compiled once."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from tongban.cases import rules
from tongban.cases.models import Case
from tongban.cases.queries.finding import visible_to
from tongban.kernel.actors import Actor
from tongban.kernel.reach import REMEMBERED, Among
from tongban.statements import api as statements

_WHOLE = statements.Asked(lambda key: Case.objects.whole().filter(pk=key), UUID)
_OWN = statements.Asked(
    lambda key, party: Case.objects.locked().only("pk").filter(pk=key, applicant=party)[:1], UUID, UUID
)
_OWN_NUMBERED = statements.Asked(
    lambda number, party: Case.objects.locked().only("pk").filter(number=number, applicant=party)[:1], str, UUID
)


def hold(actor: Actor, *, draft: UUID | None = None, number: str = "") -> Case | None:
    """Hold the row of a case by its id or its number, if it exists for the actor, and return the case; else None.

    The row alone first: one that is joined to it drops the row while it is waited for, when a verb changes the key
    that joins them (a newer guide is adopted).
    """
    held = _numbered(actor, number) if draft is None else _known(actor, draft)
    return None if held is None else whole(held.pk)


def whole(case: UUID) -> Case:
    """Return a case that is held, with everything that its verbs need."""
    (found,) = _WHOLE.all(case)
    found.note_held()
    return found


def _known(actor: Actor, draft: UUID) -> Case | None:
    party = _whose(actor)
    return _OWN.first(draft, party) if party else _by_id(actor).first(draft)


def _numbered(actor: Actor, number: str) -> Case | None:
    party = _whose(actor)
    return _OWN_NUMBERED.first(number, party) if party else _by_number(actor).first(number)


def _whose(actor: Actor) -> object:
    """Return whose cases are all that the actor reaches, as it is of whoever acts for themselves; else None."""
    reached = rules.REACH.visible(actor)
    if isinstance(reached, Among) and reached.column == "applicant" and len(reached.values) == 1:
        return next(iter(reached.values))
    return None


@lru_cache(REMEMBERED)
def _by_id(actor: Actor) -> statements.Asked[Case]:
    return statements.Asked(lambda key: visible_to(actor).locked().only("pk").filter(pk=key)[:1], UUID)


@lru_cache(REMEMBERED)
def _by_number(actor: Actor) -> statements.Asked[Case]:
    return statements.Asked(lambda number: visible_to(actor).locked().only("pk").filter(number=number)[:1], str)
