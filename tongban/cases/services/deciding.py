"""审查与决定: examining and deciding within the limits."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from tongban.cases import queries, rules
from tongban.cases.desk.queries import open_places
from tongban.cases.desk.rules import in_turn, resting_on
from tongban.cases.errors import ExaminedByOneself, ProcedureRuns
from tongban.cases.hearing.holding import weigh
from tongban.cases.hearing.presiding import refuse_presider
from tongban.cases.hearing.reading import refuse_to_decide
from tongban.cases.models import Case
from tongban.cases.queries.telling import stated
from tongban.cases.sending.reading import checked
from tongban.cases.sending.rules import told_of
from tongban.cases.services import stepping
from tongban.cases.services.accepting import write_opinion
from tongban.cases.services.moving import lock, owe, shift, tell
from tongban.cases.services.papers import issue
from tongban.cases.services.promising import owe_check
from tongban.cases.shown.deciding import refuse_unseen
from tongban.cases.states import MOVES, Verb
from tongban.cases.steps import rules as step_rules
from tongban.cases.steps.states import LEFT
from tongban.duties import api as duties
from tongban.kernel.actors import Actor


@transaction.atomic
def finish_step(
    *,
    number: str,
    passed: bool,
    opinion: str,
    by: Actor,
    at: datetime,
    step: str = "",
    colleagues: Collection[UUID] = (),
    others: Collection[str] = (),
) -> Case:
    """Do a step of the guide: examine what it is about and say whether the conditions are met (行政许可法34).

    ``step``: its id in the guide; without one, the only step in hand that is the actor's to do. Whose it is is said by
    the guide: a role of a department, which may be another one than decides (26(2)). With the last step that is left
    the case is examined; steps of one turn may be done in any order. NotAllowed for a step of others, StepNotNamed
    where several are the actor's, NoSuchStep for a name that is none of them. PresidedHearing for whoever presides over
    the hearing of the case: that is for somebody who does not examine it (48(1)3).
    ``colleagues`` (accounts) and ``others`` (names, of other bodies): who verified together with the actor what the
    guide has looked at on the spot: two at least (34(3)), else TooFewSent; NoSuchColleague for others' accounts.
    """
    case = lock(number, actor=by, at=at)
    MOVES.target(Verb.FINISH_STEP, state=case.state, roles=queries.roles_of(by, case))
    text = rules.reason(opinion)
    refuse_presider(case, by=by)
    held = stepping.of_case(case, at=at)
    done = step_rules.chosen(queries.steps_for(by, held), step)
    sent = checked(case, done.step, passed=passed, colleagues=colleagues, others=others, by=by.id, at=at)
    left = [one for one in held if one.state in LEFT and one.pk != done.pk]
    verb = Verb.FINISH_STEP if left else Verb.EXAMINE
    shift(case, verb, actor=by, at=at, facts={"passed": int(passed), "step": done.step, **told_of(sent)})
    written = write_opinion(case, verb, text, by=by, at=at, passed=passed, sent=sent.kept())
    stepping.finish(case, done, written, by=by, at=at)
    return case


def examine(
    *,
    number: str,
    passed: bool,
    opinion: str,
    by: Actor,
    at: datetime,
    step: str = "",
    colleagues: Collection[UUID] = (),
    others: Collection[str] = (),
) -> Case:
    """Examine a case and say whether the conditions are met: the same as ``finish_step``.

    Where the guide has one step to examine, as most have, the case is examined with it.
    """
    return finish_step(
        number=number,
        passed=passed,
        opinion=opinion,
        by=by,
        at=at,
        step=step,
        colleagues=colleagues,
        others=others,
    )


@transaction.atomic
def send_back(*, number: str, reason: str, by: Actor, at: datetime, steps: Collection[str] = ()) -> Case:
    """Send an examined case back to be examined again; the limits go on running.

    ``steps``: which ones are done again, by their ids; without any, those that were done last. NoSuchStep for others.
    """
    case = lock(number, actor=by, at=at)
    MOVES.target(Verb.SEND_BACK, state=case.state, roles=queries.roles_of(by, case))
    text = rules.reason(reason)
    reopened = stepping.send_back(case, steps, at=at)
    shift(case, Verb.SEND_BACK, actor=by, at=at, facts={"steps": reopened})
    write_opinion(case, Verb.SEND_BACK, text, by=by, at=at)
    return case


@transaction.atomic
def grant(
    *,
    number: str,
    opinion: str,
    by: Actor,
    at: datetime,
    departing: str = "",
    considered: str = "",
    checked: str | None = None,
    out_of_turn: str = "",
    seen: datetime | None = None,
) -> Case:
    """Grant in writing what was applied for (行政许可法38(1)); delivery is owed from now on (44).

    Where something that was promised is not there yet, delivery is owed from when it is. What was committed to instead
    of proved is to be checked from now on (61).

    ProcedureRuns while a special procedure lasts: what it finds belongs into the decision. ExaminedByOneself for
    whoever examined the case: nobody decides on what they found themselves. ``departing``: why, where a step of the
    authority found the conditions not met, else NeedsReason; it stands in the decision. What another department found
    against it cannot be granted over its head: RefusedJointly (26(2)). ViewsAwaited, HearingAwaited before whoever
    was told could speak (36, 47). ``considered``: how the decision deals with what they said and with the minutes of
    the hearing, on which it has to be based (48(2)); NeedsReason where there is such and nothing is said of it.
    ``checked``: on what it rests for the criteria of the guide that nobody ticked as met: with a page that shows them
    no grant says that all are met while something is left open (NeedsReason); None where nobody was asked.
    ``out_of_turn``: by which law one is granted before others who were accepted earlier, where the guide limits the
    number (57: 根据受理行政许可申请的先后顺序); NeedsReason where there are such and none is named.
    ``seen``: how the case stood on the page that is decided by (its ``changed_at``, which every move, step, answer of a
    colleague and addition moves); MovedBeforeDeciding says what came in since.
    """
    said = _Said(considered, departing, checked, out_of_turn)
    return _decide(number, Verb.GRANT, "grant", opinion, said, by, at, seen=seen)


@transaction.atomic
def refuse(
    *, number: str, reason: str, by: Actor, at: datetime, considered: str = "", seen: datetime | None = None
) -> Case:
    """Refuse in writing, with the reason and the remedies (行政许可法38(2)); delivery is owed from now on (44).

    ``considered``: how the decision deals with what those who were told said, as for ``grant``, and with what the
    applicant stated of their own accord (7, 36: 听取申请人的意见); it stands in the decision. NeedsReason without it.
    ProcedureRuns while a special procedure lasts, ExaminedByOneself, MovedBeforeDeciding, and whoever was told is
    heard, as for ``grant``.
    """
    return _decide(number, Verb.REFUSE, "refusal", reason, _Said(considered), by, at, seen=seen)


class _Said(NamedTuple):
    """What a decision says besides its reason, each as ``grant`` tells."""

    considered: str
    departing: str = ""
    checked: str | None = None
    out_of_turn: str = ""


def _decide(
    number: str,
    verb: Verb,
    paper: str,
    text: str,
    also: _Said,
    by: Actor,
    at: datetime,
    *,
    seen: datetime | None,
) -> Case:
    case = lock(number, actor=by, at=at)
    kept = rules.reason(text)
    if queries.procedures(case, at=at):
        raise ProcedureRuns
    refuse_to_decide(case, at=at)
    _require_other(case, by)
    MOVES.target(verb, state=case.state, roles=queries.roles_of(by, case))
    refuse_unseen(case, seen, at=at)
    why, against = step_rules.departing(queries.findings(case), also.departing) if verb == Verb.GRANT else ("", [])
    # Whoever departs from what was found says why the conditions are met all the same.
    rests = resting_on(open_places(case), also.checked) if verb == Verb.GRANT and not why else ""
    turn = in_turn(queries.ahead(case), also.out_of_turn) if verb == Verb.GRANT else ""
    shift(case, verb, actor=by, at=at, facts={"departing": against} if against else {})
    heard = weigh(case, also.considered)
    said = "" if heard or verb == Verb.GRANT else rules.considered(also.considered, stated=stated(case))
    whole = "\n".join(filter(None, (kept, rests, turn)))
    write_opinion(case, verb, whole, by=by, at=at, departing=why, considered=said)
    duties.meet(kinds=(*queries.LIMITS, duties.Kind.RENEWAL), subject=case.id, at=at)
    if verb == Verb.GRANT:
        owe_check(case, at=at)
    if verb != Verb.GRANT or not queries.held_back(case, at=at):
        within = queries.delivery_limit(case, granted=verb == Verb.GRANT)
        owe(case, duties.Kind.DELIVERY, within, event=verb, event_at=at, at=at)
    issue(case, paper, at=at)
    tell(case, f"case.{paper}", at=at)
    return case


def _require_other(case: Case, by: Actor) -> None:
    """Refuse whoever did a step of the case or went to look: examining and deciding are two persons' (34, 38)."""
    examined = case.opinions.filter(verb=Verb.EXAMINE).order_by("-at", "-id").first()
    went = Q(opinion__sent__staff__contains=[str(by.id)])
    if case.steps.filter(Q(done_by=by.id) | went).exists() or (examined is not None and examined.author == by.id):
        raise ExaminedByOneself
