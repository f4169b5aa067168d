"""What the city already holds of an applicant, so that nobody types it again."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from tongban.cases.models import Case
from tongban.cases.queries.finding import answers
from tongban.catalog import api as catalog
from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM

IDENTITY = ("name", "credit_code")
ALL = (*IDENTITY, "mobile")


def known(form: catalog.Form, party: UUID, *, keys: Collection[str] = ALL) -> dict[str, Any]:
    """Return the answers that the applicant's own registration already holds; ``IDENTITY`` are those who they are."""
    held = identity.party_view(party, by=SYSTEM)
    own = {"name": held.name, "credit_code": held.document_number} if held.kind == identity.PartyKind.LEGAL else {}
    facts = {**own, "mobile": held.mobile}
    return {
        name: facts[source.key]
        for name, question in form.properties.items()
        if (source := question.source) and source.record == "PARTY" and source.key in keys and facts.get(source.key)
    }


def prefilled(case: Case) -> dict[str, str]:
    """Return the questions whose answer still is what the registration holds, each with the name of the source."""
    form, given = case.guide.guide.form, answers(case)
    return {
        name: source.name
        for name, value in known(form, case.applicant_id).items()
        if given.get(name) == value and (source := form.properties[name].source)
    }
