"""The steps of a case: how they stand, whose they are to do, and what waits in a department of another's matters."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from tongban.cases.errors import RefusedJointly
from tongban.cases.models import Case, CaseStep, Opinion
from tongban.cases.queries.finding import PAGE, headings, listed, part_of
from tongban.cases.queries.hanging import opinions_of, steps_of
from tongban.cases.states import STEPPING, State, Verb
from tongban.cases.steps import rules
from tongban.cases.steps.states import IN_HAND, LABELS, LEFT, StepState
from tongban.duties import api as duties
from tongban.identity import api as identity
from tongban.kernel.actors import Actor, Role
from tongban.kernel.errors import Refused
from tongban.orgs import api as orgs


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step as staff see it: what, by which department and post, how it stands, and its own clock if it has one.

    ``alongside``: it is done at the same time as others; ``mine``: the actor may do it now.
    """

    id: UUID
    step: str
    name: str
    department: str
    role: Role
    turn: int
    alongside: bool
    joint: bool
    state: StepState
    opened_at: datetime | None
    done_at: datetime | None
    done_by: UUID | None
    passed: bool | None
    text: str
    clock: duties.Clock | None
    mine: bool

    @property
    def label(self) -> str:
        """Return how it stands in words."""
        return LABELS[self.state]


def step_list(actor: Actor, case: Case, *, at: datetime) -> list[StepRow]:
    """Return the steps of a case in the order of the guide; those it will have, while it is not examined yet.

    Nothing is shown of a case that was decided or ended before it came to any step.
    """
    kept = steps_of(case)
    if not kept:
        return []
    clocks = duties.clocks_of([one.pk for one in kept], at=at)
    sizes = [one.turn for one in kept]
    mine = {one.pk for one in steps_for(actor, kept)}
    names, written = orgs.department_names(), {one.pk: one.text for one in opinions_of(case)}
    return [
        _row(
            one,
            clocks.get(one.pk, []),
            department=names[one.department_id],
            text=written[one.opinion_id] if one.opinion_id else "",
            alongside=sizes.count(one.turn) > 1,
            mine=one.pk in mine,
        )
        for one in kept
    ]


def _row(
    step: CaseStep, clocks: Sequence[duties.Clock], *, department: str, text: str, alongside: bool, mine: bool
) -> StepRow:
    running = [clock for clock in clocks if clock.state == duties.State.OPEN]
    return StepRow(
        id=step.pk,
        step=step.step,
        name=step.name,
        department=department,
        role=Role(step.role),
        turn=step.turn,
        alongside=alongside,
        joint=step.joint,
        state=StepState(step.state),
        opened_at=step.opened_at,
        done_at=step.done_at,
        done_by=step.done_by,
        passed=step.passed,
        text=text,
        clock=next(iter([*running, *clocks[::-1]]), None),
        mine=mine,
    )


def findings(case: Case) -> list[rules.Finding]:
    """Return what every step of an examined case concluded, in the order of the guide, and by which department.

    Of a case that was examined before there were steps, what its examination did.
    """
    done = case.steps.filter(state=StepState.DONE).select_related("department", "opinion").order_by("place", "id")
    found = [
        _finding(one.opinion, one.step, one.name, one.department.name, joint=one.joint) for one in done if one.opinion
    ]
    if found:
        return found
    last = case.opinions.filter(verb=Verb.EXAMINE).order_by("-at", "-id").first()
    return [_finding(last, rules.IMPLIED, "审查", case.department.name, joint=False)] if last else []


def _finding(opinion: Opinion, step: str, name: str, department: str, *, joint: bool) -> rules.Finding:
    passed = opinion.passed is not False
    said = (opinion.text, opinion.author, opinion.at, opinion.sent)
    return rules.Finding(step, name, department, joint, passed, *said)


def against_findings(case: Case) -> Iterator[tuple[Verb, Refused]]:
    """Yield that nothing can be granted which another department found it cannot be (行政许可法26(2))."""
    if case.state != State.EXAMINED:
        return
    try:
        rules.refuse_over_others(findings(case))
    except RefusedJointly as refusal:
        yield Verb.GRANT, refusal


def steps_for(actor: Actor, held: Sequence[CaseStep]) -> list[CaseStep]:
    """Return which of some steps are an actor's to do now."""
    return [step for step in held if rules.does(actor, part_of(step))]


def stepping_closed(actor: Actor, case: Case, roles: Collection[Role]) -> frozenset[Verb]:
    """Return which of the two verbs of steps are not open to somebody now: the last step is examining the case.

    A case that was accepted before there were steps has the one that its guide implies.
    """
    if case.state != State.ACCEPTED:
        return frozenset()
    held = steps_of(case)
    mine = steps_for(actor, held) if held else [one for one in roles if one is Role.EXAMINER]
    if not mine:
        return frozenset(STEPPING)
    left = sum(one.state in LEFT for one in held)
    return frozenset({Verb.EXAMINE if left > 1 else Verb.FINISH_STEP})


def joint_steps(actor: Actor) -> QuerySet[CaseStep]:
    """Return the steps of other departments' cases that are the actor's to do now."""
    return CaseStep.objects.filter(identity.granted(rules.JOINT, actor), joint=True, state__in=IN_HAND)


def joint_inbox(actor: Actor, *, page: int = 1, text: str = "") -> list[Case]:
    """Return one page of the cases of other departments in which a step is the actor's to do, the longest open first.

    A case with several such steps is there once. ``text`` finds by number.
    """
    steps = CaseStep.objects.filter(joint=True, state__in=IN_HAND)
    if text:
        steps = steps.filter(case__number=text.upper())
    start = (max(page, 1) - 1) * PAGE
    order = ("opened_at", "id")
    found = identity.granted_page(steps, rules.JOINT, actor, order=order, start=start, stop=start + PAGE)
    rows = listed(Case.objects.all()).in_bulk([step.case_id for step in found])
    return [rows[key] for key in dict.fromkeys(step.case_id for step in found)]


def step_headings(actor: Actor, ids: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """Return number and item of the cases of these steps, by the step, as far as the actor may reach them."""
    rows = dict(CaseStep.objects.filter(pk__in=ids).values_list("pk", "case_id"))
    named = headings(actor, set(rows.values())) if rows else {}
    return {key: named[case] for key, case in rows.items() if case in named}
