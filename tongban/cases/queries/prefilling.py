"""What the city already holds of an applicant, so that nobody types it again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from tongban.cases import rules
from tongban.cases.models import Case
from tongban.cases.queries.finding import answers, visible_to
from tongban.cases.states import DECIDED, OPEN, State
from tongban.catalog import api as catalog
from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM, Actor, ActorKind
from tongban.kernel.days import day_of

IDENTITY = ("name", "credit_code")
ALL = (*IDENTITY, "document_number", "mobile", "address")
EARLIER = 5
"""In so many of the latest applications is looked for what was answered before."""


@dataclass(frozen=True, slots=True)
class Carried:
    """An answer of an earlier application of the same applicant: of which item, handed in when, and the answer."""

    item: str
    received_at: datetime | None
    value: Any


def known(form: catalog.Form, party: UUID, *, keys: Collection[str] = ALL) -> dict[str, Any]:
    """Return the answers that the applicant's own registration already holds.

    ``keys``: which of its entries may be used; for who acts by a mandate, ``rules.fills_in`` says which.
    """
    held = identity.party_view(party, by=SYSTEM)
    legal = held.kind == identity.PartyKind.LEGAL
    own = (
        {"name": held.name, "credit_code": held.document_number} if legal else {"document_number": held.document_number}
    )
    facts = {**own, "mobile": held.mobile, "address": held.address}
    return {
        name: facts[source.key]
        for name, question in form.properties.items()
        if (source := question.source) and source.record == "PARTY" and source.key in keys and facts.get(source.key)
    }


def own_name(case: Case) -> dict[str, Any]:
    """Return the answers by which an organisation says who it is, as it is registered; a person is asked nothing so."""
    if case.applicant.kind != identity.PartyKind.LEGAL:
        return {}
    sources = {name: one.source for name, one in case.guide.guide.form.properties.items() if one.source}
    asked = {name: one.key for name, one in sources.items() if one.record == "PARTY" and one.key in IDENTITY}
    facts = {"name": case.applicant.name}
    if "credit_code" in asked.values():
        facts["credit_code"] = identity.document_number(case.applicant)
    return {name: facts[key] for name, key in asked.items() if facts[key]}


def prefilled(case: Case, *, by: Actor) -> dict[str, str]:
    """Return the questions whose answer still is what the registration holds, each with the name of the source.

    Only of what may be filled in for this actor: else a guess would be told right or wrong.
    """
    form, given = case.guide.guide.form, answers(case)
    return {
        name: source.name
        for name, value in known(form, case.applicant_id, keys=rules.fills_in(by, ALL)).items()
        if given.get(name) == value and (source := form.properties[name].source)
    }


def earlier(guide: catalog.Guide, party: UUID, *, by: Actor, at: datetime) -> dict[str, Carried]:
    """Return what the applicant answered to the same questions in an earlier application, the newest first.

    Only from cases that run or were decided, and only as far as the actor reaches them: a mandate shows no more. What
    is sensitive is taken only where the actor sees it whole; what decides about the situation, and what one confirms,
    is answered anew each time. What would not be right here is left out.
    """
    if by.kind is not ActorKind.PERSON:
        return {}
    anew = {one.name for one in catalog.deciding(guide)}
    found: dict[str, Carried] = {}
    for case in _earlier_cases(party, by):
        for name, carried in _answered(case, guide.form, by):
            if name not in anew:
                found.setdefault(name, carried)
    wrong = catalog.check_answers(guide, {name: one.value for name, one in found.items()}, on=day_of(at))
    faulty = {catalog.field_of(fault) for fault in wrong}
    return {name: one for name, one in found.items() if name not in faulty}


def carried(case: Case, *, by: Actor, at: datetime) -> Mapping[str, Carried]:
    """Return the questions whose answer still is what an earlier application said, each with that application."""
    given = answers(case)
    if case.state != State.DRAFT or not given:
        return {}
    before = earlier(case.guide.guide, case.applicant_id, by=by, at=at)
    return {name: one for name, one in before.items() if given.get(name) == one.value}


def _earlier_cases(party: UUID, by: Actor) -> list[Case]:
    rows = visible_to(by).whole().filter(applicant=party, state__in=sorted(DECIDED | OPEN))
    return list(rows.order_by("-received_at", "-id")[:EARLIER])


def _answered(case: Case, form: catalog.Form, by: Actor) -> Iterator[tuple[str, Carried]]:
    asked_then = case.guide.guide.form.properties
    whole = rules.sees_all_answers(by, opened_by=case.opened_by)
    for name, value in answers(case).items():
        question, then = form.properties.get(name), asked_then.get(name)
        if question is None or then is None or not _same(question, then):
            continue
        if whole or not (question.sensitive or then.sensitive):
            yield name, Carried(case.item_name, case.received_at, value)


def _same(question: catalog.FormField, then: catalog.FormField) -> bool:
    """Tell whether two questions of one name ask for the same: what is merely called alike is not carried over."""
    same = (question.label, question.kind, question.format) == (then.label, then.kind, then.format)
    return same and question.kind not in {catalog.Kind.CONFIRMATION, catalog.Kind.TABLE}
