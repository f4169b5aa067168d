"""提请延长办理期限: whoever examines proposes it with the reason, whoever decides extends or says why not (42(1))."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tongban.cases import queries, rules
from tongban.cases.extending import reading
from tongban.cases.extending.errors import NoExtensionProposed
from tongban.cases.models import Case
from tongban.cases.queries.timing import not_extended
from tongban.cases.services.accepting import write_opinion
from tongban.cases.services.moving import lock, shift
from tongban.cases.states import MOVES, Verb
from tongban.kernel.actors import Actor


@transaction.atomic
def propose_extension(*, number: str, reason: str, by: Actor, at: datetime) -> Case:
    """Propose that the limit to decide is made longer, with the reason (行政许可法42(1): 经本行政机关负责人批准).

    It moves no clock and is told to nobody outside; whoever decides extends (``extend``) or declines. Refuses what
    could not be extended, in the same words; ExtensionProposed while one waits for its answer.
    """
    case = lock(number, actor=by, at=at)
    MOVES.target(Verb.PROPOSE_EXTENSION, state=case.state, roles=queries.roles_of(by, case))
    text = rules.reason(reason)
    refusal = not_extended(case, at)
    if refusal is not None:
        raise refusal
    reading.refuse_twice(case)
    shift(case, Verb.PROPOSE_EXTENSION, actor=by, at=at)
    write_opinion(case, Verb.PROPOSE_EXTENSION, text, by=by, at=at)
    return case


@transaction.atomic
def decline_extension(*, number: str, reason: str, by: Actor, at: datetime) -> Case:
    """Decline to make the limit longer as a colleague proposed, and say why; NoExtensionProposed where nobody did.

    The reason stands in the history of the case, where who proposed it reads it; they may propose it anew.
    """
    case = lock(number, actor=by, at=at)
    MOVES.target(Verb.DECLINE_EXTENSION, state=case.state, roles=queries.roles_of(by, case))
    text = rules.reason(reason)
    who = reading.proposed(case)
    if who is None:
        raise NoExtensionProposed
    shift(case, Verb.DECLINE_EXTENSION, actor=by, at=at, facts={"proposed_by": str(who)})
    write_opinion(case, Verb.DECLINE_EXTENSION, text, by=by, at=at)
    return case
