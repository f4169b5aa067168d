"""Holding the row of one case for a verb, and reading the case of it: asked by every verb, so compiled once."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from django.db.models import F, Field
from django.db.models.expressions import RawSQL

from tongban.cases.models import Case
from tongban.cases.queries.finding import visible_to, whose
from tongban.kernel.actors import Actor
from tongban.kernel.reach import REMEMBERED
from tongban.orgs import api as orgs
from tongban.statements import api as statements

_STAMP: RawSQL = RawSQL(orgs.STAMP, (), output_field=Field())  # noqa: S611 - a constant of the room of the calendars
_WHOLE = statements.Asked(
    lambda key: Case.objects.whole().annotate(standing=F("guide__item__state"), stamp=_STAMP).filter(pk=key),
    UUID,
)
_OWN = statements.Asked(
    lambda key, party: Case.objects.locked().only("pk").filter(pk=key, applicant=party)[:1], UUID, UUID
)
_OWN_NUMBERED = statements.Asked(
    lambda number, party: Case.objects.locked().only("pk").numbered(number).filter(applicant=party)[:1], str, UUID
)


def hold(actor: Actor, *, draft: UUID | None = None, number: str = "") -> Case | None:
    """Hold the row of a case by its id or its number, if it exists for the actor, and return the case; else None.

    The row alone first: one that is joined to it drops the row while it is waited for, when a verb changes the key
    that joins them (a newer guide is adopted).
    """
    held = _numbered(actor, number) if draft is None else _known(actor, draft)
    return None if held is None else whole(held.pk)


def hold_free(case: UUID) -> Case | None:
    """Hold a case for the sweep, which knows its id, and return it; None while somebody else works on it."""
    held = Case.objects.select_for_update(skip_locked=True).only("pk").filter(pk=case).first()
    return None if held is None else whole(held.pk)


def hold_known(case: UUID) -> Case:
    """Hold a case that a row of its own led to, of whose holder it is the matter, and return it."""
    return whole(Case.objects.locked().only("pk").get(pk=case).pk)


def whole(case: UUID) -> Case:
    """Return a case that is held, with everything that its verbs need."""
    (found,) = _WHOLE.all(case)
    found.item_state, found.calendars = vars(found)["standing"], tuple(vars(found)["stamp"])
    found.note_held()
    return found


def _known(actor: Actor, draft: UUID) -> Case | None:
    party = whose(actor)
    return _OWN.first(draft, party) if party else _by_id(actor).first(draft)


def _numbered(actor: Actor, number: str) -> Case | None:
    party = whose(actor)
    return _OWN_NUMBERED.first(number, party) if party else _by_number(actor).first(number)


@lru_cache(REMEMBERED)
def _by_id(actor: Actor) -> statements.Asked[Case]:
    return statements.Asked(lambda key: visible_to(actor).locked().only("pk").filter(pk=key)[:1], UUID)


@lru_cache(REMEMBERED)
def _by_number(actor: Actor) -> statements.Asked[Case]:
    return statements.Asked(lambda number: visible_to(actor).locked().only("pk").numbered(number)[:1], str)
