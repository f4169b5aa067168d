"""How many have to be sent in a case, by the regime and the guide that it is handled by."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from tongban.cases.errors import NoSuchColleague
from tongban.cases.models import Case
from tongban.cases.queries.ruling import regime_of
from tongban.cases.queries.teaming import who_reaches
from tongban.cases.sending import rules
from tongban.duties import api as duties


def verifying(case: Case, steps: Collection[str]) -> duties.Verification | None:
    """Return what the law asks of whoever does one of some steps on the spot (行政许可法34(3)); None where nothing.

    ``steps``: their ids in the guide.
    """
    rule = regime_of(case).verification
    return rule if rule and not rules.on_the_spot(case.guide.guide).isdisjoint(steps) else None


def checked(
    case: Case,
    step: str,
    *,
    passed: bool,
    colleagues: Collection[UUID],
    others: Collection[str],
    by: UUID,
    at: datetime,
) -> rules.Sent:
    """Return who verified what a step found; TooFewSent for fewer than the law asks for (行政许可法34(3)).

    ``by``, who does the step, is one of them. Nobody has to have gone where the material itself shows that the
    conditions are not met, but then nobody is named; nobody is kept where the step is not done on the spot.
    NoSuchColleague for an account that does not reach the case.
    """
    rule = verifying(case, [step])
    named = rules.named(colleagues, others)
    if rule is None or (not passed and not named.people):
        return rules.NOBODY
    together = rules.named((by, *named.staff), named.others)
    rules.refuse_fewer(together, least=rule.people, what="现场核查", basis=rule.basis)
    _refuse_strangers(case, together, by, at)
    return together


def _refuse_strangers(case: Case, sent: rules.Sent, by: UUID, at: datetime) -> None:
    asked = set(sent.staff) - {by}
    if asked and asked - who_reaches(case, at=at).keys():
        raise NoSuchColleague(field="colleagues")
