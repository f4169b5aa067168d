"""即办件: what is complete and can be decided on the spot is decided on the spot, in one act."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from tongban.cases import queries, rules
from tongban.cases.corrections.errors import OriginalsUnseen
from tongban.cases.desk.rules import in_turn
from tongban.cases.models import Case
from tongban.cases.queries.promising import on_promise
from tongban.cases.queries.telling import stated
from tongban.cases.services.accepting import write_opinion
from tongban.cases.services.moving import lock, owe, run_limits, shift, tell
from tongban.cases.services.papers import issue
from tongban.cases.services.promising import owe_check
from tongban.cases.shown.deciding import refuse_unseen
from tongban.cases.states import MOVES, Verb
from tongban.cases.window.visiting import brought_originals
from tongban.duties import api as duties
from tongban.kernel.actors import Actor, Role
from tongban.kernel.errors import NotAllowed
from tongban.ledger import api as ledger

ANSWERED = (duties.Kind.NOTICE, duties.Kind.PRESCREEN, duties.Kind.ORIGINALS, duties.Kind.RENEWAL)
"""What is met by a decision on the spot: nobody waits any more to be told, or for the originals."""


@transaction.atomic
def grant_at_once(
    *,
    number: str,
    opinion: str,
    by: Actor,
    at: datetime,
    departing: str = "",
    originals: bool = False,
    seen: datetime | None = None,
) -> Case:
    """Accept and grant on the spot what is complete (行政许可法34(2): 能够当场作出决定的，应当当场作出).

    Only for items that are done on the spot, and for applications of which nothing is left to be proved because all
    that the guide lets be promised of its conditions was (国发〔2021〕7号: 当场作出审批决定), else NotAtOnce; by
    whoever the guide's decision step names (NotAllowed).
    Acceptance and decision are one act with one entry and have a paper each (32(2), 38); what was promised is met with
    it and delivery is owed. Nobody examined the case before, so that no two persons have to be: two are asked for only
    where the content is checked on site (34(3)). ``departing``: why, where the applicant's own answers say of a
    criterion that it is not met, else NeedsReason; it stands in the decision. ``originals``: whoever decides has the
    originals before them and found that they agree, which is noted with the decision; OriginalsUnseen where a law
    demands them and nobody has seen them yet (工作规范22(2)). ``seen``: as for ``grant``.
    """
    return _decide(number, Verb.GRANT_AT_ONCE, "grant", opinion, by, at, departing, originals=originals, seen=seen)


@transaction.atomic
def refuse_at_once(
    *,
    number: str,
    reason: str,
    by: Actor,
    at: datetime,
    considered: str = "",
    originals: bool = False,
    seen: datetime | None = None,
) -> Case:
    """Accept and refuse on the spot, in writing, with the reason and the remedies (行政许可法34(2), 38(2)).

    NotAtOnce, NotAllowed and OriginalsUnseen (``originals``) as for ``grant_at_once``. ``considered``: how the decision
    deals with what the applicant stated of their own accord, which stands in it; NeedsReason where they did (7, 36).
    ``seen``: as for ``refuse``.
    """
    verb, paper = Verb.REFUSE_AT_ONCE, "refusal"
    return _decide(number, verb, paper, reason, by, at, considered=considered, originals=originals, seen=seen)


def _decide(
    number: str,
    verb: Verb,
    paper: str,
    text: str,
    by: Actor,
    at: datetime,
    departing: str = "",
    *,
    considered: str = "",
    originals: bool,
    seen: datetime | None,
) -> Case:
    case = lock(number, actor=by, at=at)
    roles = queries.roles_of(by, case)
    MOVES.target(verb, state=case.state, roles=roles)
    kept = rules.reason(text)
    waited = _refuse_elsewhere(case, verb, roles, originals=originals)
    refuse_unseen(case, seen, at=at)
    against = [one.id for one in queries.denied(case)] if verb == Verb.GRANT_AT_ONCE else []
    why = rules.departing_at_once(against, departing)
    said = rules.considered(considered, stated=stated(case)) if verb == Verb.REFUSE_AT_ONCE else ""
    if waited:
        case.originals_at = at
        brought_originals(case, by=by, at=at)
    run_limits(case, verb=verb, accepted_at=at, at=at)
    shift(case, verb, actor=by, at=at, facts=_facts(against, originals=waited))
    write_opinion(case, verb, kept, by=by, at=at, departing=why, considered=said)
    duties.meet(kinds=ANSWERED, subject=case.id, at=at)
    issue(case, "acceptance", at=at)
    duties.meet(kinds=queries.LIMITS, subject=case.id, at=at)
    if verb == Verb.GRANT_AT_ONCE:
        owe_check(case, at=at)
    within = queries.delivery_limit(case, granted=verb == Verb.GRANT_AT_ONCE)
    owe(case, duties.Kind.DELIVERY, within, event=verb, event_at=at, at=at)
    issue(case, paper, at=at)
    tell(case, f"case.{paper}", at=at)
    return case


def _refuse_elsewhere(case: Case, verb: Verb, roles: Collection[Role], *, originals: bool) -> bool:
    """Refuse what is not decided on the spot, or not by this person; return whether it waited for the originals."""
    promised = verb == Verb.GRANT_AT_ONCE and on_promise(case)
    rules.refuse_unless_at_once(case.guide.guide, promised=promised)
    if rules.decides_at_once(case.guide.guide) not in roles:
        raise NotAllowed
    waited = queries.originals_due(case)
    if waited and not originals:
        raise OriginalsUnseen(field="originals")
    if verb == Verb.GRANT_AT_ONCE:
        in_turn(queries.ahead(case), "")  # out of turn only as for ``grant``, where a law is named
    return waited


def _facts(against: list[str], *, originals: bool) -> dict[str, ledger.Fact]:
    """Return what the entry says besides: of which criteria it departs, and that the originals were seen with it."""
    return ({"departing": against} if against else {}) | ({"originals": 1} if originals else {})
