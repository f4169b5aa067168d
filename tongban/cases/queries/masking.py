"""Which answers are shown whole, and which masked: of the principal, to whoever acts for them for some things only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tongban.cases import rules
from tongban.cases.models import Case
from tongban.cases.queries.hanging import changes_of
from tongban.cases.states import Verb
from tongban.catalog import api as catalog
from tongban.kernel.actors import Actor

WRITING = frozenset({"case.save_answers", f"case.{Verb.SUPPLEMENT.lower()}"})
"""The entries of whoever wrote in the form of a case."""


def sees_all_answers(actor: Actor, case: Case) -> bool:
    """Tell whether answers to sensitive questions are shown whole: to the applicant, and to whoever wrote them all.

    Who acts by a mandate for some things only, and began the application, sees them masked from when the principal
    wrote in it as well: who of both wrote which answer, nobody knows any more (个人信息保护法6).
    """
    if not rules.sees_all_answers(actor, opened_by=case.opened_by):
        return False
    if not rules.acts_narrowly(actor):
        return True
    return {one.actor_id for one in changes_of(case) if one.verb in WRITING} <= {actor.id}


def unseen(actor: Actor, case: Case, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers of a draft that whoever fills it in by a mandate does not see whole.

    At the counter the clerk fills in what they are told, and sees it.
    """
    if actor.mandate is None or sees_all_answers(actor, case):
        return {}
    return {name: value for name, value in given.items() if _sensitive(case.guide.guide.form, name)}


def _sensitive(form: catalog.Form, name: str) -> bool:
    return name in form.properties and form.properties[name].sensitive
