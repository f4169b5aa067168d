"""Whom a case is about, what they are told, and the terms of the clocks that are owed in it."""

from __future__ import annotations

from dataclasses import replace
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

NO_LATER = "办事指南公布的承诺时限（工作规范第二十二条），不晚于自收到申请之日起计算的法定时限"
"""The basis of a promise that ends with the limit of the law, because it would end later by itself."""


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


def decision_terms(case: Case, *, event: Verb, at: datetime, by: duties.Almanac | None) -> list[dict[str, Any]]:
    """Return the clocks to decide an accepted case: the statutory and, beside it, the promised one (行政许可法42).

    The promise counts from acceptance. Where the law counts from receipt, a promise that would end after the law's
    limit is no promise: it ends with it.
    """
    known = queries.decision_limits(case).items()
    terms = {
        kind: terms_of(case, kind, limit, event=event, event_at=queries.counts_from(case, kind))
        for kind, limit in known
    }
    law, promise = terms.get(duties.Kind.STATUTORY), terms[duties.Kind.PROMISED]
    if law is not None and law["event_at"] != promise["event_at"] and _later(promise, law, at=at, by=by):
        limit = replace(law["limit"], basis=NO_LATER)
        terms[duties.Kind.PROMISED] = promise | {"limit": limit, "event_at": law["event_at"]}
    return list(terms.values())


def _later(one: dict[str, Any], other: dict[str, Any], *, at: datetime, by: duties.Almanac | None) -> bool:
    ends = [duties.drawn_up(**{"at": at, "by": by, **terms}).due_at for terms in (one, other)]
    return ends[0] is not None and ends[1] is not None and ends[0] > ends[1]


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
