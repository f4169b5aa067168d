"""延长与特别程序: making the limit to decide longer, and the times that do not count.

A paused clock is an interval of the duty, never a state of the case: none of these verbs changes the state.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from tongban.cases import queries, rules
from tongban.cases.errors import NoSuchProcedure, NotExtendable
from tongban.cases.extending.reading import proposed
from tongban.cases.hearing.reading import refuse_to_resume
from tongban.cases.models import Case
from tongban.cases.sending.reading import dispatched, late
from tongban.cases.sending.rules import told_of
from tongban.cases.services import stepping
from tongban.cases.services.accepting import write_opinion
from tongban.cases.services.moving import lock, shift, tell
from tongban.cases.services.papers import issue
from tongban.cases.states import MOVES, Verb
from tongban.crypto import api as crypto
from tongban.duties import api as duties
from tongban.kernel.actors import Actor
from tongban.kernel.days import day_of
from tongban.ledger import api as ledger

JOINT_EXTENSION = "XKF.42.2"


@transaction.atomic
def extend(*, number: str, reason: str, by: Actor, at: datetime, approval: str = "") -> Case:
    """Make the statutory limit longer, once, with the approval the law asks for, and say why (行政许可法42).

    By how much and who approves is said by the guide of the case, else by its regime; ``by`` acts for that approver.
    ``approval``: the number of the paper by which they approved it; it has to be named where they are outside the
    authority (42(2): the head of the government), whether the guide or the regime names them.
    What was promised stays promised. Who proposed it, if a colleague did, is named in the entry. Refuses NotExtendable
    where neither knows an extension, NeedsReason without a reason or that number, ClockOver after the end,
    ExtendedAlready the second time.
    """
    case = lock(number, actor=by, at=at)
    text = rules.reason(reason)
    rule = queries.extension_rule(case)
    if rule is None:
        raise NotExtendable
    jointly = queries.extends_jointly(case)
    paper = rules.approval(approval, needed=queries.approved_outside(case))
    facts: dict[str, ledger.Fact] = {"amount": rule.amount, "unit": rule.unit, "approver": queries.approver_code(case)}
    told = facts | ({"approval": crypto.sm3(paper.encode())} if paper else {})
    told |= {"proposed_by": str(who)} if (who := proposed(case)) else {}
    shift(case, Verb.EXTEND, actor=by, at=at, facts=told, basis=JOINT_EXTENSION if jointly else "")
    write_opinion(case, Verb.EXTEND, text, by=by, at=at, approval=paper)
    duties.extend(kind=duties.Kind.STATUTORY, subject=case.id, rule=rule, by=by, at=at)
    issue(case, "extension", at=at)
    tell(case, "case.extended", at=at)
    return case


@transaction.atomic
def suspend(
    *,
    number: str,
    ground: str,
    expected_until: date,
    reason: str,
    by: Actor,
    at: datetime,
    colleagues: Collection[UUID] = (),
    others: Collection[str] = (),
) -> Case:
    """Begin a procedure whose time does not count, and tell in writing how long it takes (行政许可法45).

    ``ground``: the code of a time that the regime excludes, else NoSuchProcedure. ``expected_until``: a day after
    today, else ExpectedTooEarly, and not after the last one that there may be, else ExpectedTooLate; it ends nothing
    by itself. The statutory and the promised limit both stand. Refuses
    ClockOver when both are over and PausedAlready while the same procedure lasts; others may overlap.
    ``colleagues`` (accounts) and ``others`` (names, of other bodies): who is sent to inspect, test or quarantine, two
    at least within five days from acceptance (55(2)), else TooFewSent; where it is later, the entry says so.
    """
    case = lock(number, actor=by, at=at)
    roles = queries.roles_of(by, case)
    MOVES.target(Verb.SUSPEND, state=case.state, roles=roles)
    excluded = queries.regime_of(case).ground(ground)
    if excluded is None:
        raise NoSuchProcedure(field="ground")
    last = queries.procedure_ends(case, excluded.code, roles, at=at)
    rules.refuse_expected(expected_until, today=day_of(at), last=last)
    text = rules.reason(reason)
    sent = dispatched(case, excluded.code, colleagues=colleagues, others=others, by=by.id, at=at)
    told = {"ground": excluded.code, "expected_until": expected_until.isoformat(), **told_of(sent)}
    shift(case, Verb.SUSPEND, actor=by, at=at, facts=told | ({"late": 1} if late(case, sent, at=at) else {}))
    write_opinion(case, Verb.SUSPEND, text, by=by, at=at, sent=sent.kept())
    duties.pause(kinds=queries.LIMITS, subject=case.id, ground=excluded, at=at, expected_until=expected_until)
    stepping.stand_still(case, excluded, until=expected_until, at=at)
    issue(case, "special_procedure", at=at)
    tell(case, "case.suspended", at=at)
    return case


@transaction.atomic
def resume(*, number: str, ground: str, by: Actor, at: datetime) -> Case:
    """End a procedure whose time did not count: the limits run again, today included (行政许可法45).

    ``ground``: its code. A limit that another procedure stops as well stands on. NotPaused when none of it lasts;
    HearingLasts for a hearing that was called, which ends with its minutes.
    """
    case = lock(number, actor=by, at=at)
    if queries.regime_of(case).ground(ground) is None:
        raise NoSuchProcedure(field="ground")
    refuse_to_resume(case, ground)
    shift(case, Verb.RESUME, actor=by, at=at, facts={"ground": ground})
    duties.resume(kinds=queries.LIMITS, subject=case.id, ground=ground, at=at)
    stepping.go_on(case, ground, at=at)
    tell(case, "case.procedure_ended" if queries.procedures(case, at=at) else "case.resumed", at=at)
    return case
