"""即办件: what is complete and can be decided on the spot is decided on the spot, in one act."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tongban.cases import queries, rules
from tongban.cases.models import Case
from tongban.cases.services.accepting import write_opinion
from tongban.cases.services.moving import lock, owe, run_limits, shift, tell
from tongban.cases.services.papers import issue
from tongban.cases.states import MOVES, Verb
from tongban.duties import api as duties
from tongban.kernel.actors import Actor
from tongban.kernel.errors import NotAllowed


@transaction.atomic
def grant_at_once(*, number: str, opinion: str, by: Actor, at: datetime) -> Case:
    """Accept and grant on the spot what is complete (行政许可法34(2): 能够当场作出决定的，应当当场作出).

    Only for items that are done on the spot (NotAtOnce), by whoever the guide's decision step names (NotAllowed).
    Acceptance and decision are one act with one entry and have a paper each (32(2), 38); what was promised is met with
    it and delivery is owed. Nobody examined the case before, so that no two persons have to be: two are asked for only
    where the content is checked on site (34(3)).
    """
    return _decide(number, Verb.GRANT_AT_ONCE, "grant", opinion, by, at)


@transaction.atomic
def refuse_at_once(*, number: str, reason: str, by: Actor, at: datetime) -> Case:
    """Accept and refuse on the spot, in writing, with the reason and the remedies (行政许可法34(2), 38(2)).

    NotAtOnce and NotAllowed as for ``grant_at_once``.
    """
    return _decide(number, Verb.REFUSE_AT_ONCE, "refusal", reason, by, at)


def _decide(number: str, verb: Verb, paper: str, text: str, by: Actor, at: datetime) -> Case:
    case = lock(number, actor=by, at=at)
    roles = queries.roles_of(by, case)
    MOVES.target(verb, state=case.state, roles=roles)
    kept = rules.reason(text)
    rules.refuse_unless_at_once(case.guide.guide)
    if rules.decides_at_once(case.guide.guide) not in roles:
        raise NotAllowed
    run_limits(case, verb=verb, accepted_at=at, at=at)
    shift(case, verb, actor=by, at=at)
    write_opinion(case, verb, kept, by=by, at=at)
    duties.meet(kinds=(duties.Kind.NOTICE, duties.Kind.RENEWAL), subject=case.id, at=at)
    issue(case, "acceptance", at=at)
    duties.meet(kinds=queries.LIMITS, subject=case.id, at=at)
    within = queries.delivery_limit(case, granted=verb == Verb.GRANT_AT_ONCE)
    owe(case, duties.Kind.DELIVERY, within, event=verb, event_at=at, at=at)
    issue(case, paper, at=at)
    tell(case, f"case.{paper}", at=at)
    return case
