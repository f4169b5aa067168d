"""Which verbs are open to somebody now: the table, less what clocks, the guide and the posts of others leave out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from tongban.cases import rules
from tongban.cases.errors import StepNotNamed
from tongban.cases.models import Case
from tongban.cases.queries.finding import roles_of
from tongban.cases.queries.hanging import consultations_of
from tongban.cases.queries.stepping import stepping_closed
from tongban.cases.queries.teaming import is_asked, work_of
from tongban.cases.queries.timing import barred
from tongban.cases.states import AFTER_DELIVERY, AT_ONCE, MOVES, Verb
from tongban.kernel.actors import Actor, ActorKind, Role
from tongban.kernel.errors import Refused


def open_verbs(actor: Actor, case: Case, *, at: datetime) -> tuple[str, ...]:
    """Return what the actor can do with the case now: the buttons. What its clocks stand against is not among them."""
    roles = roles_of(actor, case)
    against = {*barred(case, at=at, by=actor), *not_theirs(actor, case, roles)}
    found = (verb for verb in MOVES.open_to(state=case.state, roles=roles) if verb not in against)
    return tuple(verb for verb in found if case.delivered_at is None or verb in AFTER_DELIVERY)


def not_theirs(actor: Actor, case: Case, roles: Collection[Role]) -> frozenset[Verb]:
    """Return the verbs that the table has for such roles and the guide, or what was asked, gives to others."""
    return stepping_closed(actor, case, roles) | _at_once_closed(case, roles) | _team_closed(actor, case, roles)


def still_at_once(case: Case, against: Collection[Verb]) -> bool:
    """Tell whether a case can still be granted on the spot, which it can no more once it is accepted (行政许可法34(2)).

    By whomever: ``against`` is what is barred, and a post is not asked for.
    """
    return case.state in MOVES.sources(Verb.GRANT_AT_ONCE) and Verb.GRANT_AT_ONCE not in against


def _at_once_closed(case: Case, roles: Collection[Role]) -> frozenset[Verb]:
    decides = rules.decides_at_once(case.guide.guide) in roles
    return frozenset() if decides or case.state not in MOVES.sources(Verb.GRANT_AT_ONCE) else frozenset(AT_ONCE)


def _team_closed(actor: Actor, case: Case, roles: Collection[Role]) -> frozenset[Verb]:
    if actor.kind is not ActorKind.STAFF:
        return frozenset()
    closed = set()
    try:
        work_of(actor, case, roles=roles)
    except StepNotNamed:
        pass  # there are several to choose from
    except Refused:
        closed.add(Verb.TRANSFER)
    asked = (row for _, rows in consultations_of(case) for row in rows if row.answered_at is None)
    if not any(is_asked(actor, row) for row in asked):
        closed.add(Verb.GIVE_OPINION)
    return frozenset(closed)
