"""Which cases exist for whom: one condition for lists, search, counts and single reads."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, OuterRef, Q

from tongban.cases import rules
from tongban.cases.errors import CaseNotFound
from tongban.cases.models import Case, CaseQuerySet, CaseStep
from tongban.cases.queries.hanging import docket_of, read, steps_of
from tongban.cases.queries.sealing import unseal
from tongban.cases.states import CLOSED, DELIVERABLE, OPEN, State
from tongban.cases.steps.rules import JOINT, Part
from tongban.duties import api as duties
from tongban.identity import api as identity
from tongban.kernel.actors import Actor, Role
from tongban.kernel.errors import NotAllowed
from tongban.kernel.reach import REMEMBERED

PAGE = 50
MOST_RUNNING = 3
MOST = 500  # cases that are done with and counted: more are only called more
COUNTED = 5_000  # the same of what is in hand, running or waiting to be delivered: more than a department has to do
WANTED = "the number that is asked for"
PARTS = (OPEN, DELIVERABLE)
ENDED = "done"  # stands for them among the states that are counted


def visible_to(actor: Actor) -> CaseQuerySet:
    """Return the cases that exist for this actor: what ``rules.roles_of`` says of a single case, in SQL."""
    reached = identity.visible(rules.REACH, actor)
    if JOINT.working(actor):
        reached |= _joined(identity.granted(JOINT, actor))
    return Case.objects.filter(reached)


def _joined(steps: Q) -> Q:
    """Say which cases have such a step: asked case by case, so that no list of a department's steps is read."""
    return Q(Exists(CaseStep.objects.filter(steps, case=OuterRef("pk"))))


def case_for(actor: Actor, number: str) -> Case:
    """Return one received case by its number; CaseNotFound also when it is somebody else's."""
    sql, values = _seeing(actor)
    case = read(sql, [number if value == WANTED else value for value in values]) if sql and number else None
    if case is None:
        raise CaseNotFound
    return case


@lru_cache(REMEMBERED)
def _seeing(actor: Actor) -> tuple[str, tuple[Any, ...]]:
    """Write down the statement that finds one case, once for each actor; nothing for who reaches nothing."""
    try:
        return visible_to(actor).filter(number=WANTED).values("pk").query.sql_with_params()
    except EmptyResultSet:
        return "", ()


def draft_for(actor: Actor, draft: UUID) -> Case:
    """Return one case by its id, while it is filled in and after; CaseNotFound also when it is somebody else's."""
    case = visible_to(actor).whole().filter(pk=draft).first()
    if case is None:
        raise CaseNotFound
    return case


def subject_of(actor: Actor, number: str) -> UUID | None:
    """Return the id of the case that a number stands for, for the audit administrator, who sees nothing else of it.

    None when there is none, NotAllowed for anybody else: entries name cases by their ids only.
    """
    if not actor.holds(Role.AUDITOR):
        raise NotAllowed
    return Case.objects.filter(number=number).exclude(number="").values_list("pk", flat=True).first()


def has_cases() -> bool:
    """Tell whether there is any case at all, a draft included."""
    return Case.objects.exists()


def headings(actor: Actor, ids: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """Return number and item of those of these cases that the actor may reach, for lists of other rooms."""
    rows = visible_to(actor).filter(pk__in=ids).exclude(number="")
    return {pk: (number, item) for pk, number, item in rows.values_list("pk", "number", "item_name")}


@dataclass(frozen=True, slots=True)
class Affected:
    """The running cases of an item: how many there are, and the numbers of those within reach, the oldest first."""

    count: int
    numbers: tuple[str, ...]


def affected(*, item: str, by: Actor, version: UUID | None = None) -> Affected:
    """Return which running cases a change of an item concerns: each keeps its own version or adopts it (第八条).

    ``version``: of this version of the guide only. How many there are is no secret of anybody's; which they are is told
    to whoever reaches them, of the oldest of them.
    """
    rows = _received().running().filter(item_code=item)
    if version is not None:
        rows = rows.filter(guide=version)
    reached = rows.filter(identity.granted(rules.REACH, by)).order_by("received_at", "id")
    return Affected(rows.count(), tuple(reached.values_list("number", flat=True)[:PAGE]))


def mine(actor: Actor) -> CaseQuerySet:
    """Return the cases of whom the actor acts as, as far as they reach, the latest first.

    With the guide of each, whose document is fetched when it was never read: a draft is shown by it.
    """
    rows = Case.objects.filter(identity.own(rules.REACH, actor)).with_names()
    return rows.select_related("guide").defer("guide__document").order_by("-changed_at", "-id")


def running(item: str, party: UUID, *, by: Actor) -> list[Case]:
    """Return what somebody has running of one item, as far as the actor reaches it: is it the same matter again?"""
    rows = visible_to(by).whole().filter(applicant=party, item_code=item, state__in=sorted(OPEN))
    return list(rows.order_by("-received_at", "-id")[:MOST_RUNNING])


def exists_for(actor: Actor, *, draft: UUID | None = None, number: str = "") -> bool:
    """Tell whether a case exists for somebody, by the key of its draft or by its number."""
    rows = visible_to(actor)
    return (rows.filter(pk=draft) if draft else rows.filter(number=number).exclude(number="")).exists()


def inbox(
    actor: Actor,
    *,
    states: Sequence[State] = (),
    undelivered: bool | None = None,
    page: int = 1,
    text: str = "",
    only: Q | None = None,
) -> list[Case]:
    """Return one page of the cases a member of staff reaches, what ends first of all; drafts are no cases yet.

    What has no end now, because its clocks stand or no law sets a limit, comes last; what is done with and has none any
    more is in the order in which it was received. ``Case.due_at`` is the first end of the running clocks.

    ``undelivered``: only those whose result waits to be delivered, or all but those; ``text`` finds by number or by the
    beginning of the applicant's name; ``only``: a further condition on them (``teaming.waits_for``).
    """
    rows = _received().with_names().filter(only or Q())
    if states:
        rows = rows.filter(state__in=states)
    if undelivered is not None:
        rows = rows.undelivered(so=undelivered)
    if text:
        rows = rows.filter(Q(number=text.upper()) | Q(applicant__name__startswith=text))
    start = (max(page, 1) - 1) * PAGE
    ended = bool(states) and CLOSED.issuperset(states) and not undelivered
    order = ("received_at", "id") if ended else ("due_at", "id")
    return identity.granted_page(rows, rules.REACH, actor, order=order, start=start, stop=start + PAGE)


def counts(actor: Actor) -> dict[State, int]:
    """Return how many cases in hand the actor reaches in each state: of what is decided, what waits to be delivered.

    What is done with is not among them, so that counting costs what there is to do and not what there ever was.
    """
    return tally(actor).in_hand


def done(actor: Actor) -> int:
    """Return how many cases that the actor reaches are done with, counted as far as MOST and one more."""
    return tally(actor).done


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cases somebody reaches: in hand, by their states, and done with, as far as these are counted.

    ``more``: the states of which there may be more than were counted.
    """

    in_hand: dict[State, int]
    done: int
    more: frozenset[State] = frozenset()


def tally(actor: Actor, *, only: Q | None = None) -> Tally:
    """Count both (``counts``, ``done``) in one query; ``only``: of those for which a further condition holds."""
    sql, values = _written(actor, only) if only else _counting(actor)
    if not sql:
        return Tally({}, 0)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = dict(cursor.fetchall())
    finished = found.pop(ENDED, 0)
    in_hand = {State(state): n for state, n in found.items()}
    over = (part for part in PARTS if sum(in_hand.get(state, 0) for state in part) > COUNTED)
    return Tally(in_hand, finished, frozenset(state for part in over for state in part))


@lru_cache(REMEMBERED)
def _counting(actor: Actor) -> tuple[str, tuple[Any, ...]]:
    """Write the statement down, once for each actor: every page of the desk counts. Nothing for who reaches nothing."""
    return _written(actor, None)


def _written(actor: Actor, only: Q | None) -> tuple[str, tuple[Any, ...]]:
    reached = _staff(actor).filter(only or Q())
    running, undelivered = (
        part.order_by().values("state")[: COUNTED + 1]  # each has its index
        for part in (reached.running(), reached.undelivered())
    )
    ended = reached.filter(state__in=sorted(CLOSED)).undelivered(so=False).order_by().values("pk")[: MOST + 1]
    try:
        parts = [part.query.sql_with_params() for part in (running, undelivered, ended)]
    except EmptyResultSet:
        return "", ()
    first, second, last = (sql for sql, _ in parts)
    in_hand = f"SELECT state, count(*) FROM (({first}) UNION ALL ({second})) AS held GROUP BY state"  # noqa: S608 - as below
    closed = f"SELECT '{ENDED}', count(*) FROM ({last}) AS ended"  # noqa: S608 - Django's own text, and a word of ours
    return f"{in_hand} UNION ALL {closed}", tuple(value for _, held in parts for value in held)


def roles_of(actor: Actor, case: Case) -> frozenset[Role]:
    """Return the roles of the actor towards the case."""
    return rules.roles_of(actor, standing(case))


def parts(case: Case) -> tuple[Part, ...]:
    """Return what other departments or posts do of a case, and how far; nothing before it is examined."""
    rows = steps_of(case) if case.accepted_at else ()
    return tuple(part_of(step) for step in rows if step.joint or step.role != Role.EXAMINER)


def part_of(step: CaseStep) -> Part:
    """Return what of a step decides who may see its case and do it."""
    return Part(
        department=step.department_id,
        region=step.region_id,
        role=step.role,
        state=step.state,
        joint=step.joint,
        applicant=step.applicant,
        agent=step.agent,
    )


def standing(case: Case) -> rules.Standing:
    """Return what of the case decides who may do what."""
    return rules.Standing(
        department=case.department_id,
        region=case.region_id,
        channel=case.channel,
        state=case.state,
        applicant=case.applicant_id,
        agent=case.agent_id,
        item_code=case.item_code,
        opened_by=case.opened_by,
        opened_at=case.opened_at,
        parts=parts(case),
    )


def answers(case: Case) -> dict[str, Any]:
    """Return the form as the applicant filled it in."""
    return unseal(case.id, bytes(case.answers))


def clocks(case: Case, *, at: datetime) -> list[duties.Clock]:
    """Return the clocks of a case as a person sees them at a moment."""
    return docket_of(case).clocks(at=at)


def waiting_for_law(*, at: datetime, limit: int = 100) -> list[UUID]:
    """Return cases from whose silence the law concluded something, for the sweep: acceptance, or renewal."""
    kinds = (duties.Silence.ACCEPTED_FROM_RECEIPT, duties.Silence.RENEWED)
    found = (duty for kind in kinds for duty in duties.effects_due(at=at, effect=kind, limit=limit))
    return [duty.subject for duty in found if duty.subject_kind == "case"]


def keeps_out(actor: Actor, number: str) -> bool:
    """Tell whether a member of staff does not reach a case only because they have to keep out of it."""
    kept = identity.withheld(rules.REACH, actor)
    if JOINT.working(actor):
        kept |= _joined(identity.withheld(JOINT, actor))
    return Case.objects.filter(kept, number=number).exclude(number="").exists()


def _staff(actor: Actor) -> CaseQuerySet:
    return _received().filter(identity.granted(rules.REACH, actor))


def _received() -> CaseQuerySet:
    return Case.objects.exclude(state=State.DRAFT)
