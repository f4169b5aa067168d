"""The only place where a step changes its state. Mechanisms: the verb of the case writes the ledger entry."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from tongban.cases import queries
from tongban.cases.models import Assignment, Case, CaseStep, Opinion
from tongban.cases.steps import rules
from tongban.cases.steps.states import IN_HAND, LEFT, STEPS, StepState, StepVerb
from tongban.catalog import api as catalog
from tongban.duties import api as duties
from tongban.kernel.actors import Actor, Role
from tongban.kernel.codes.region import below
from tongban.kernel.ids import uuid7
from tongban.orgs import api as orgs

STEP = (duties.Kind.STEP,)
LAW = (Role.LAW,)


def lay_out(case: Case, *, at: datetime, by: duties.Almanac | None = None) -> None:
    """Make the steps of a case that is examined from now on, by the version it is handled by, and open the first."""
    steps = laid_out(case, at=at)
    CaseStep.objects.bulk_create(steps)
    for step in steps:
        if step.state == StepState.OPEN:
            _start(case, step, at, by)


def laid_out(case: Case, *, at: datetime) -> list[CaseStep]:
    """Return the steps of a case that is examined from now on with the first turn open; whoever asks writes them."""
    steps = _made(case, rules.planned(case.guide.guide), at)
    turn = rules.next_turn(steps)
    for step in steps:
        if step.turn == turn:
            step.state, step.opened_at = STEPS.target(StepVerb.BEGIN, state=step.state, roles=LAW), at
    return steps


def of_case(case: Case, *, at: datetime) -> list[CaseStep]:
    """Return the steps of a case that is examined, made now where it was accepted before there were any."""
    if not case.steps.exists():
        lay_out(case, at=at)
    return list(case.steps.order_by("place"))


def advance(case: Case, *, at: datetime) -> None:
    """Open the next turn, all of its steps together, where none is in hand any more."""
    steps = list(case.steps.order_by("place"))
    turn = rules.next_turn(steps)
    for step in steps:
        if turn is not None and step.turn == turn and step.state == StepState.WAITING:
            _shift(step, StepVerb.BEGIN, LAW, opened_at=at)
            _start(case, step, at)


def finish(case: Case, step: CaseStep, opinion: Opinion, *, by: Actor, at: datetime) -> None:
    """Note that a step is done, by whom and with which opinion; what was owed for it is met, and the next turn opens.

    ``by`` was found to be who does it (``rules.chosen``); the case has changed its state before, if this was the last.
    """
    roles = (Role.PARTNER, Role(step.role))
    _shift(step, StepVerb.FINISH, roles, done_at=at, done_by=by.id, passed=opinion.passed, opinion=opinion)
    duties.meet(kinds=STEP, subject=step.pk, at=at)
    Assignment.objects.filter(step=step, ended_at__isnull=True).update(ended_at=at)
    advance(case, at=at)


def send_back(case: Case, named: Collection[str], *, at: datetime) -> list[str]:
    """Open again what was done: the named steps, else all of the last turn; return their ids.

    Their own clocks begin anew, those of the case go on. A step of a later turn waits for the earlier one again.
    """
    steps = of_case(case, at=at)
    returned, postponed = rules.to_send_back(steps, named)
    for step in steps:
        if step.step in returned:
            _shift(step, StepVerb.RETURN, (Role.DECIDER,), opened_at=at)
            _start(case, step, at)
        elif step.step in postponed:
            _shift(step, StepVerb.POSTPONE, (Role.DECIDER,))
    return [*returned, *postponed]


def drop(case: Case, *, at: datetime) -> None:
    """End what is left of the steps of a case that has ended; nobody owes it any more."""
    for step in case.steps.filter(state__in=LEFT):
        _shift(step, StepVerb.DROP, LAW)
        duties.lift(kinds=STEP, subject=step.pk, at=at)


def rearrange(case: Case, *, at: datetime) -> None:
    """Put a case that adopts another version under its steps (工作规范8): what was begun or done stays as it is.

    Only steps that nobody began are exchanged. An examination that was finished is not begun anew.
    """
    if not case.steps.filter(state__in=LEFT).exists():
        return
    plan = {one.step: one for one in rules.planned(case.guide.guide)}
    case.steps.filter(state=StepState.WAITING).exclude(step__in=plan).delete()
    held = {step.step: step for step in case.steps.all()}
    for key, step in held.items():
        if key in plan:
            step.turn, step.place, step.parallel = plan[key].turn, plan[key].place, plan[key].parallel
            step.save(update_fields=["turn", "place", "parallel"])
    CaseStep.objects.bulk_create(_made(case, [one for key, one in plan.items() if key not in held], at))


def stand_still(case: Case, ground: duties.Ground, *, until: date | None, at: datetime) -> None:
    """Let the clocks of steps stand with those of their case: what does not count for it counts for none of them."""
    for step in case.steps.filter(state__in=IN_HAND):
        duty = duties.open_duty(duties.Kind.STEP, subject=step.pk)
        if duty is not None and (duty.due_at is None or at < duty.due_at):
            duties.pause(kinds=STEP, subject=step.pk, ground=ground, at=at, expected_until=until)


def stand_until(case: Case, ground: str, *, until: date) -> None:
    """Put another expected end to what the clocks of steps stand for."""
    for step in case.steps.filter(state__in=IN_HAND):
        standing = duties.pauses_of(duties.Kind.STEP, subject=step.pk)
        if any(pause.ground == ground and pause.ended_at is None for pause in standing):
            duties.expect(kinds=STEP, subject=step.pk, ground=ground, until=until)


def go_on(case: Case, ground: str, *, at: datetime) -> None:
    """Let the clocks of steps run again that stood on this ground."""
    for step in case.steps.filter(state__in=IN_HAND):
        standing = duties.pauses_of(duties.Kind.STEP, subject=step.pk)
        if any(pause.ground == ground and pause.ended_at is None for pause in standing):
            duties.resume(kinds=STEP, subject=step.pk, ground=ground, at=at)


def _made(case: Case, plan: Sequence[rules.Planned], at: datetime) -> list[CaseStep]:
    regions = _regions(orgs.stamp()) if _joins(case, plan) else {}
    return [
        CaseStep(
            id=uuid7(at),
            case=case,
            step=one.step,
            kind=one.kind,
            name=one.name,
            department_id=one.department,
            region_id=regions[one.department] if one.department != case.department_id else case.region_id,
            role=one.role,
            parallel=one.parallel,
            turn=one.turn,
            place=one.place,
            joint=one.department != case.department_id,
            applicant=case.applicant_id,
            agent=case.agent_id,
        )
        for one in plan
    ]


@lru_cache(maxsize=2)
def _regions(_stamp: orgs.Stamp) -> Mapping[str, str]:
    return {one.code: one.region_id for one in orgs.departments()}


def _joins(case: Case, plan: Sequence[rules.Planned]) -> bool:
    return any(one.department != case.department_id for one in plan)


def _shift(step: CaseStep, verb: StepVerb, roles: Collection[Role], **changes: object) -> None:
    target = STEPS.target(verb, state=step.state, roles=roles)
    CaseStep.objects.filter(pk=step.pk).update(state=target, **changes)
    step.refresh_from_db()


def _start(case: Case, step: CaseStep, at: datetime, by: duties.Almanac | None = None) -> None:
    """Start the clock that the step's department owes by the guide, if it has one, standing where the case's stand."""
    terms = terms_of(case, step, at=at)
    if terms is None:
        return
    duties.start(**terms, by=by)
    regime = queries.regime_of(case)
    for lasting in queries.procedures(case, at=at):
        if (ground := regime.ground(lasting.ground)) is not None:
            until = lasting.expected_until
            duties.pause(kinds=STEP, subject=step.pk, ground=ground, at=at, expected_until=until)


def terms_of(case: Case, step: CaseStep, *, at: datetime) -> dict[str, Any] | None:
    """Return the clock that a step begun now has by the guide, if it has one, as ``duties.start`` is told."""
    limit = _limit_of(case, step)
    if limit is None:
        return None
    return {
        "kind": duties.Kind.STEP,
        "subject_kind": "case_step",
        "subject": step.pk,
        "owed_by": f"department:{step.department_id}",
        "owed_to": f"party:{case.applicant_id}",
        "agent": f"party:{case.agent_id}" if case.agent_id else "",
        "event": f"step.{step.step}",
        "event_at": at,
        "limit": limit,
        "at": at,
        "department": step.department_id,
        "region": step.region_id,
    }


def _limit_of(case: Case, step: CaseStep) -> duties.Limit | None:
    """Return how long a step may take: what the guide says, and below the authority that decides no more than 43."""
    guide: catalog.Guide = case.guide.guide
    limit = next((one.limit for one in rules.planned(guide) if one.step == step.step), None)
    lower = queries.regime_of(case).lower if below(step.region_id, case.region_id) else None
    if limit is None or (lower is not None and rules.beyond(limit, lower)):
        return lower
    return duties.Limit(amount=limit.amount, unit=limit.unit, basis=queries.basis_of(guide, limit))
