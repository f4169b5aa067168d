"""What the city already holds of an applicant, so that nobody types it again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from json import dumps
from typing import Any
from uuid import UUID

from tongban.cases import rules
from tongban.cases.models import Case
from tongban.cases.queries.finding import answers, visible_to
from tongban.cases.queries.hanging import applicants_number
from tongban.cases.queries.masking import sees_all_answers
from tongban.cases.states import DECIDED, OPEN, State
from tongban.catalog import api as catalog
from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM, Actor, ActorKind
from tongban.kernel.codes import document_type
from tongban.kernel.days import day_of

IDENTITY = ("kind", "name", "credit_code")
ALL = (*IDENTITY, "document_number", "mobile", "address")
MARK = 16
CITIZEN_NUMBER = 18
"""So long is what identity cards and residence permits carry; the number of a passport fits no question for one."""
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
    asked = {
        name: source.key
        for name, question in form.properties.items()
        if (source := question.source) and source.record == "PARTY"
    }
    held = identity.party_view(party, by=SYSTEM)
    facts = _of(held, asks_for_a_person="document_number" in asked.values())
    return {
        name: facts[key]
        for name, key in asked.items()
        if key in keys and facts.get(key) and _fits(form.properties[name], key, held)
    }


def _of(held: identity.PartyView, *, asks_for_a_person: bool) -> dict[str, str]:
    """Return the entries of a registration. A person is named only where a person is asked for, not their business."""
    if held.kind == identity.PartyKind.LEGAL:
        own = {"kind": "ORGANISATION", "name": held.name, "credit_code": held.document_number}
    else:
        own = {"kind": "PERSON", "document_number": held.document_number}
        own |= {"name": held.name} if asks_for_a_person else {}
    return {**own, "mobile": held.mobile, "address": held.address}


def _fits(question: catalog.FormField, key: str, held: identity.PartyView) -> bool:
    """Tell whether a question takes this: the number of a passport is none of an identity card."""
    asks_for_a_card = key == "document_number" and question.format == "resident-id"
    return not asks_for_a_card or held.document_type in document_type.CITIZEN_NUMBER


def not_their_own(case: Case, given: Mapping[str, Any]) -> dict[str, str]:
    """Return the questions on which somebody else is named than the applicant as registered (``rules.not_their_own``).

    Where an agent applies, a number is not held against the registration: else a guess would be told right or wrong.
    """
    form = case.guide.guide.form
    keys = {
        name: one.source.key for name, one in form.properties.items() if one.source and one.source.record == "PARTY"
    }
    person = case.applicant.kind == identity.PartyKind.NATURAL
    answered = {key for name, key in keys.items() if given.get(name)}
    facts = _registered(case, answered, person=person)
    if person and "document_number" not in keys.values():
        facts.pop("name")  # what is asked for is the name of a business, not theirs
    held = {name: facts[key] for name, key in keys.items() if facts.get(key)}
    return rules.not_their_own(held, given, person=person, keys=keys)


def _registered(case: Case, answered: Collection[str], *, person: bool) -> dict[str, str]:
    """Return who the applicant is, by the entries of the registration; a number is read only where one was given."""
    facts = {"kind": "PERSON" if person else "ORGANISATION", "name": case.applicant.name}
    numbered = "document_number" if person else "credit_code"
    if numbered in answered and not (person and case.agent_id):
        number = applicants_number(case)
        facts |= {} if person and len(number) != CITIZEN_NUMBER else {numbered: number}
    return facts


def names_an_organisation(case: Case) -> bool:
    """Tell whether a person applies in their own name with the code of an organisation, which they may represent.

    Nothing is refused for it: a firm that is still being founded has no account yet that could apply.
    """
    if case.agent_id or case.applicant.kind != identity.PartyKind.NATURAL:
        return False
    given, form = answers(case), case.guide.guide.form
    asked = [name for name, one in form.properties.items() if one.source and one.source.key == "credit_code"]
    return any(rules.of_an_organisation(given.get(name)) for name in asked)


def page_mark(case: Case, group: str, given: Mapping[str, Any]) -> str:
    """Return a mark of one page of a form as it is filled in, by which a page that was saved since is known again."""
    form = case.guide.guide.form.properties
    here = {name: value for name, value in given.items() if name in form and form[name].group == group}
    return sha256(dumps([str(case.pk), here], sort_keys=True).encode()).hexdigest()[:MARK]


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
    whole = sees_all_answers(by, case)
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
