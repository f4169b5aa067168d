"""Whom a case is about, what they are told, and the terms of the clocks that are owed in it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from tongban.cases import queries
from tongban.cases.models import Case
from tongban.cases.states import Verb
from tongban.duties import api as duties
from tongban.kernel.actors import Actor
from tongban.ledger import api as ledger
from tongban.messages import api as messages

BY_APPLICANT = frozenset(
    {duties.Kind.CORRECTION, duties.Kind.ORIGINALS, duties.Kind.DEFERRED, duties.Kind.RECTIFICATION}
)


def both(case: Case) -> tuple[UUID, ...]:
    """Return whom a case is about: the applicant, and whoever applied for them."""
    return (case.applicant_id, case.agent_id) if case.agent_id else (case.applicant_id,)


def looked_at(
    case: Case, part: str, *, by: Actor, at: datetime, purpose: ledger.Purpose = ledger.Purpose.HANDLING
) -> None:
    """Record a look at one part of a case: who looked, whom it is about, and what for."""
    about, facts = both(case), {"part": part}
    ledger.note_reading(at=at, actor=by, kind="case", subject=case.pk, about=about, purpose=purpose, facts=facts)


def tell(case: Case, template: str, *, at: datetime, **facts: str) -> None:
    """Send the applicant a message about the case, and the same to whoever applied for them, while they may act.

    The legal representative of an organisation reads what the organisation is told.
    """
    messages.send_all(told(case, template, at=at, **facts))


def told(case: Case, template: str, *, at: datetime, **facts: str) -> list[messages.Telling]:
    """Return what ``tell`` sends, for whoever has something to tell of several cases at once."""
    said = {"number": case.number, "item": case.item_name, **facts}
    found = [messages.Telling(case.applicant_id, template, said, at)]
    if case.agent_id and queries.agent_now(case, at=at):
        found.append(messages.Telling(case.agent_id, template, said, at, instead_of=case.applicant.name))
    return found


def terms_of(
    case: Case,
    kind: duties.Kind,
    limit: duties.Limit,
    *,
    event: Verb,
    event_at: datetime,
    effect: duties.Silence = duties.Silence.NONE,
) -> dict[str, Any]:
    """Return such a clock as ``duties.start`` is told."""
    department, party = f"department:{case.department_id}", f"party:{case.applicant_id}"
    by_applicant = kind in BY_APPLICANT
    return {
        "kind": kind,
        "subject_kind": "case",
        "subject": case.id,
        "owed_by": party if by_applicant else department,
        "owed_to": department if by_applicant else party,
        "agent": f"party:{case.agent_id}" if case.agent_id else "",
        "event": f"case.{event.lower()}",
        "event_at": event_at,
        "limit": limit,
        "effect": effect,
        "department": case.department_id,
        "region": case.region_id,
    }
