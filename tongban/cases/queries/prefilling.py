"""What the city already holds of an applicant, so that nobody types it again."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from tongban.cases import rules
from tongban.cases.models import Case
from tongban.cases.queries.finding import answers
from tongban.catalog import api as catalog
from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM, Actor

IDENTITY = ("name", "credit_code")
ALL = (*IDENTITY, "document_number", "mobile", "address")


def known(form: catalog.Form, party: UUID, *, keys: Collection[str] = ALL) -> dict[str, Any]:
    """Return the answers that the applicant's own registration already holds; ``IDENTITY`` are those who they are.

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
