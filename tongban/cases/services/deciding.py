"""审查与决定: examining and deciding within the limits."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tongban.cases import queries, rules
from tongban.cases.errors import ExaminedByOneself, ProcedureRuns
from tongban.cases.models import Case
from tongban.cases.services.accepting import write_opinion
from tongban.cases.services.moving import lock, owe, shift, tell
from tongban.cases.services.papers import issue
from tongban.cases.services.promising import owe_check
from tongban.cases.states import Verb
from tongban.duties import api as duties
from tongban.kernel.actors import Actor


@transaction.atomic
def examine(*, number: str, passed: bool, opinion: str, by: Actor, at: datetime) -> Case:
    """Examine the material and say whether the conditions are met (行政许可法34)."""
    case = lock(number, actor=by, at=at)
    text = rules.reason(opinion)
    shift(case, Verb.EXAMINE, actor=by, at=at, facts={"passed": int(passed)})
    write_opinion(case, Verb.EXAMINE, text, by=by, at=at, passed=passed)
    return case


@transaction.atomic
def send_back(*, number: str, reason: str, by: Actor, at: datetime) -> Case:
    """Send an examined case back to be examined again; the limits go on running."""
    case = lock(number, actor=by, at=at)
    text = rules.reason(reason)
    shift(case, Verb.SEND_BACK, actor=by, at=at)
    write_opinion(case, Verb.SEND_BACK, text, by=by, at=at)
    return case


@transaction.atomic
def grant(*, number: str, opinion: str, by: Actor, at: datetime) -> Case:
    """Grant in writing what was applied for (行政许可法38(1)); delivery is owed from now on (44).

    Where something that was promised is not there yet, delivery is owed from when it is. What was committed to instead
    of proved is to be checked from now on (61).

    ProcedureRuns while a special procedure lasts: what it finds belongs into the decision. ExaminedByOneself for
    whoever examined the case: nobody decides on what they found themselves.
    """
    return _decide(number, Verb.GRANT, "grant", opinion, by, at)


@transaction.atomic
def refuse(*, number: str, reason: str, by: Actor, at: datetime) -> Case:
    """Refuse in writing, with the reason and the remedies (行政许可法38(2)); delivery is owed from now on (44).

    ProcedureRuns while a special procedure lasts and ExaminedByOneself, as for ``grant``.
    """
    return _decide(number, Verb.REFUSE, "refusal", reason, by, at)


def _decide(number: str, verb: Verb, paper: str, text: str, by: Actor, at: datetime) -> Case:
    case = lock(number, actor=by, at=at)
    kept = rules.reason(text)
    if queries.procedures(case, at=at):
        raise ProcedureRuns
    _require_other(case, by)
    shift(case, verb, actor=by, at=at)
    write_opinion(case, verb, kept, by=by, at=at)
    duties.meet(kinds=queries.LIMITS, subject=case.id, at=at)
    if verb == Verb.GRANT:
        owe_check(case, at=at)
    if verb != Verb.GRANT or not queries.held_back(case, at=at):
        within = queries.delivery_limit(case, granted=verb == Verb.GRANT)
        owe(case, duties.Kind.DELIVERY, within, event=verb, event_at=at, at=at)
    issue(case, paper, at=at)
    tell(case, f"case.{paper}", at=at)
    return case


def _require_other(case: Case, by: Actor) -> None:
    """Refuse whoever examined the case last: examining and deciding are two persons' (行政许可法34, 38)."""
    examined = case.opinions.filter(verb=Verb.EXAMINE).order_by("-at", "-id").first()
    if examined is not None and examined.author == by.id:
        raise ExaminedByOneself
