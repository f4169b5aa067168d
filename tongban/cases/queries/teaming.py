"""Who could take work over, to whom it was handed, what was asked and answered: for the staff of a case."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from tongban.cases import rules
from tongban.cases.hearing.presiding import without_presider
from tongban.cases.models import Assignment, Case, CaseStep, Consulted
from tongban.cases.queries.finding import part_of, parts, roles_of, standing
from tongban.cases.queries.hanging import assignments_of, consultations_of, steps_of
from tongban.cases.queries.stepping import steps_for
from tongban.cases.states import BEFORE_ACCEPTANCE, State
from tongban.cases.steps import rules as step_rules
from tongban.cases.steps.states import BEGUN, DOERS
from tongban.identity import api as identity
from tongban.kernel.actors import Actor, Role
from tongban.kernel.errors import NotAllowed
from tongban.kernel.reach import EVERYWHERE

BY_STATE = {**dict.fromkeys(BEFORE_ACCEPTANCE, Role.ACCEPTOR), State.EXAMINED: Role.DECIDER}


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of work that is to be done now: in which role, and which step, while the case is examined."""

    role: Role
    step: CaseStep | None = None


def work_of(actor: Actor, case: Case, *, step: str = "", roles: Collection[Role] | None = None) -> Work:
    """Return what of a case is an actor's to do now; NotAllowed where nothing is, and as ``steps.rules.chosen``.

    ``roles``: theirs towards the case, for whoever knows them already.
    """
    role = BY_STATE.get(State(case.state))
    if role is None:
        mine = step_rules.chosen(steps_for(actor, steps_of(case)), step)
        return Work(Role(mine.role), mine)
    if role not in (roles_of(actor, case) if roles is None else roles):
        raise NotAllowed
    return Work(role)


def who_can(case: Case, work: Work, *, at: datetime) -> dict[UUID, str]:
    """Return who may do a piece of work at this moment, with their names, by account; no step for who presides."""
    if work.step is None:
        return _reaching(case, (work.role,), at)
    part = part_of(work.step, case)
    found = identity.colleagues(step_rules.DOING, part, department=part.department, roles=(work.role,), at=at)
    return without_presider(case, found)


def who_reaches(case: Case, *, at: datetime) -> dict[UUID, str]:
    """Return who handles such a case or takes part in it at this moment, with their names, by account."""
    found = _reaching(case, DOERS, at)
    for part in (one for one in parts(case) if one.joint):
        found |= identity.colleagues(step_rules.JOINT, part, department=part.department, roles=DOERS, at=at)
    return found


def _reaching(case: Case, roles: tuple[Role, ...], at: datetime) -> dict[UUID, str]:
    return identity.colleagues(rules.REACH, standing(case), department=case.department_id, roles=roles, at=at)


def taking_part(case: Case) -> set[str]:
    """Return the codes of the departments that take part in a case now: that decides, and those with a step begun."""
    return {case.department_id, *(part.department for part in parts(case) if part.state in BEGUN)}


@dataclass(frozen=True, slots=True)
class Assigned:
    """Work that was handed over: of the case or of a step, to whom and by whom, by account."""

    step: str
    to: UUID
    by: UUID
    note: str
    at: datetime


def assignments(case: Case) -> list[Assigned]:
    """Return to whom work on a case is handed over now."""
    rows = [row for row in assignments_of(case) if row.ended_at is None]
    names = {step.pk: step.name for step in steps_of(case)} if rows else {}
    return [_assigned(row, names) for row in rows]


def _assigned(row: Assignment, names: Mapping[UUID, str]) -> Assigned:
    return Assigned(names[row.step_id] if row.step_id else "", row.assignee, row.given_by, row.note, row.at)


@dataclass(frozen=True, slots=True)
class Asked:
    """One who was asked: a colleague by account or a department by code; the answer; whether the actor may give it."""

    id: UUID
    account: UUID | None
    department: str
    answer: str
    answered_by: UUID | None
    answered_at: datetime | None
    mine: bool


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked in a case, by whom and until when, and everybody who was asked."""

    question: str
    asked_by: UUID
    at: datetime
    due_on: date
    asked: tuple[Asked, ...]


def consultations(actor: Actor, case: Case) -> list[Question]:
    """Return what colleagues were asked in a case, the oldest first; NotAllowed for whoever is not staff there."""
    if Role.APPLICANT in roles_of(actor, case):
        raise NotAllowed
    return [
        Question(row.question, row.asked_by, row.at, row.due_on, tuple(_asked(actor, one) for one in asked))
        for row, asked in consultations_of(case)
    ]


def _asked(actor: Actor, row: Consulted) -> Asked:
    mine = row.answered_at is None and is_asked(actor, row)
    return Asked(row.pk, row.account, row.department, row.answer, row.answered_by, row.answered_at, mine)


def is_asked(actor: Actor, row: Consulted) -> bool:
    """Tell whether an actor is who was asked, stands in for them, or handles cases in the department that was."""
    handles = [grant for grant in actor.grants if grant.role in DOERS]
    if row.account is not None:
        return row.account in {actor.id, *(grant.instead_of for grant in handles)}
    return any(row.department in grant.departments or EVERYWHERE in grant.departments for grant in handles)


def waits_for(actor: Actor) -> Q:
    """Say of cases that they wait for an actor by name: handed over to them, or asked of them and not answered."""
    given = Assignment.objects.filter(assignee=actor.id, ended_at__isnull=True).values("case")
    named = {code for grant in actor.grants if grant.role in DOERS for code in grant.departments} - {EVERYWHERE}
    asked = Consulted.objects.filter(Q(account=actor.id) | Q(department__in=named), answered_at__isnull=True)
    # One short list of cases to look up: of two the planner would look through all that a department has in hand.
    return Q(pk__in=given.union(asked.values("consultation__case")))
