"""How many have to be sent in a case, by the regime and the guide that it is handled by."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from tongban.cases.errors import NoSuchColleague
from tongban.cases.models import Case
from tongban.cases.queries.ruling import regime_of
from tongban.cases.queries.teaming import who_reaches
from tongban.cases.sending import rules
from tongban.duties import api as duties
from tongban.kernel.days import day_of
from tongban.kernel.limits import due_after
from tongban.orgs import api as orgs


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


def dispatching(case: Case, ground: str) -> duties.Dispatch | None:
    """Return what the law asks of a procedure of this ground (行政许可法55(2)); None where it sends nobody."""
    rule = regime_of(case).dispatch
    return rule if rule and ground in rule.grounds else None


def dispatch_until(case: Case) -> date | None:
    """Return the last day on which somebody is sent in time, counted from acceptance; None where the law has none."""
    rule = regime_of(case).dispatch
    if rule is None or case.accepted_at is None:
        return None
    limit = rule.limit
    return due_after(day_of(case.accepted_at), limit.amount, limit.unit, orgs.work_calendar()).due


def dispatched(
    case: Case, ground: str, *, colleagues: Collection[UUID], others: Collection[str], by: UUID, at: datetime
) -> rules.Sent:
    """Return who was sent to inspect, test or quarantine; TooFewSent for fewer than the law asks for (行政许可法55(2)).

    All of them are named, ``by`` as well where they go. A late act is better than none: the day bars nobody. Nobody is
    kept of another procedure; NoSuchColleague for an account that does not reach the case.
    """
    rule = dispatching(case, ground)
    if rule is None:
        return rules.NOBODY
    sent = rules.named(colleagues, others)
    rules.refuse_fewer(sent, least=rule.people, what="检验、检测、检疫", basis=rule.limit.basis)
    _refuse_strangers(case, sent, by, at)
    return sent


def late(case: Case, sent: rules.Sent, *, at: datetime) -> bool:
    """Tell whether somebody was sent after the days that the law gives."""
    until = dispatch_until(case) if sent.people else None
    return until is not None and day_of(at) > until


def _refuse_strangers(case: Case, sent: rules.Sent, by: UUID, at: datetime) -> None:
    asked = set(sent.staff) - {by}
    if asked and asked - who_reaches(case, at=at).keys():
        raise NoSuchColleague(field="colleagues")
