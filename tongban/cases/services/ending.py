"""提醒补正与终止办理: reminding of what was told already, and ending an application without a decision."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tongban.cases import queries, rules
from tongban.cases.errors import NothingPromised, OriginalsSeen
from tongban.cases.models import Case
from tongban.cases.services.accepting import write_opinion
from tongban.cases.services.moving import lock, owe, shift, tell
from tongban.cases.services.papers import issue
from tongban.cases.services.prescreening import LONGEST_PLACES
from tongban.cases.shown.deciding import refuse_unseen
from tongban.cases.states import MOVES, Ground, State, Verb
from tongban.duties import api as duties
from tongban.kernel.actors import Actor


@transaction.atomic
def remind(*, number: str, by: Actor, at: datetime) -> Case:
    """Remind the applicant of what was asked for or promised and did not come (工作规范21(3), 22(2), 10).

    As often as wanted: it says nothing that the one notice, the prescreening or the promise (容缺) did not say, and
    moves no clock. NothingPromised where after acceptance nothing is owed, OriginalsSeen where they were brought.
    """
    case = lock(number, actor=by, at=at)
    if case.state == State.PRESCREENED:
        return _remind_of_originals(case, by, at)
    if case.state != State.CORRECTION:
        return _remind_of_promise(case, by, at)
    told = queries.correction_of(case)
    points = len(told.points) if told else 0
    shift(case, Verb.REMIND, actor=by, at=at, facts={"points": points})
    tell(case, "case.reminded", at=at, points=str(points))
    return case


def _remind_of_promise(case: Case, by: Actor, at: datetime) -> Case:
    MOVES.target(Verb.REMIND, state=case.state, roles=queries.roles_of(by, case))
    owed = queries.deferred(case)
    if not owed:
        raise NothingPromised
    shift(case, Verb.REMIND, actor=by, at=at, facts={"materials": [row.material for row in owed]})
    until = queries.deferred_until(case)
    tell(case, "case.deferred_due", at=at, until=until.isoformat() if until else "")
    return case


def _remind_of_originals(case: Case, by: Actor, at: datetime) -> Case:
    MOVES.target(Verb.REMIND, state=case.state, roles=queries.roles_of(by, case))
    until = queries.originals_until(case)
    if until is None:
        raise OriginalsSeen
    shift(case, Verb.REMIND, actor=by, at=at)
    places = case.guide.guide.places_in_words[:LONGEST_PLACES]
    tell(case, "case.originals_due", at=at, until=until.isoformat(), places=places)
    return case


@transaction.atomic
def terminate(
    *,
    number: str,
    ground: str,
    reason: str,
    by: Actor,
    at: datetime,
    competent: str = "",
    seen: datetime | None = None,
) -> Case:
    """End an application without a decision, in writing, on a ground of its regime and with the reason (终止).

    ``ground``: the code of one that there is now (``queries.open_endings``): a period that the applicant missed is one
    only after its end. What was granted ends only while it is held back for what was promised and did not come, as
    the promise that was signed for says (``queries.refuse_to_withdraw``). ``competent``: the authority to turn to,
    demanded where it shows after acceptance, by silence too, that the matter is not ours (32(1)2): a decision would be
    beyond our powers (69(1)2), and the applicant is told whom to ask. Every clock ends; the notice is delivered
    within the general limit (行政许可法44, 70 by analogy). ``seen``: how the case stood on the page, as for ``refuse``.
    """
    case = lock(number, actor=by, at=at)
    MOVES.target(Verb.TERMINATE, state=case.state, roles=queries.roles_of(by, case))
    refuse_unseen(case, seen, at=at)
    queries.refuse_to_withdraw(case, at=at)
    withdrawn = _withdrawn(case)
    found = rules.ending(ground, {one.code: one for one in queries.open_endings(case, at=at)})
    text, whom = rules.reason(reason), rules.other_authority(competent, needed=found.code == Ground.NOT_COMPETENT)
    shift(case, Verb.TERMINATE, actor=by, at=at, facts={"ground": found.code})
    write_opinion(case, Verb.TERMINATE, text, by=by, at=at, ground=found.code, competent=whom)
    duties.lift(kinds=tuple(duties.Kind), subject=case.id, at=at)
    owe(case, duties.Kind.DELIVERY, queries.regime_of(case).delivery, event=Verb.TERMINATE, event_at=at, at=at)
    more = {"articles": [found.basis], "ground": found.name, "reason": text, "withdrawn": withdrawn}
    more["competent"] = whom or None
    issue(case, "termination", at=at, more=more)
    tell(case, "case.terminated", at=at)
    return case


def _withdrawn(case: Case) -> str | None:
    """Return which decision is taken back, by its number; None where there is none."""
    made = [one for one in queries.document_list(case) if one.kind == "grant"]
    return f"{made[0].title}（{made[0].number}）" if made else None
