"""Which cases exist for whom: one condition for lists, search, counts and single reads."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db.models import Exists, OuterRef, Q

from tongban.cases import rules
from tongban.cases.errors import CaseNotFound
from tongban.cases.models import Case, CaseQuerySet, CaseStep
from tongban.cases.queries.hanging import docket_of, read, read_all, steps_of
from tongban.cases.queries.sealing import unseal
from tongban.cases.states import CLOSED, OPEN, State
from tongban.cases.steps.rules import JOINT, Part
from tongban.duties import api as duties
from tongban.identity import api as identity
from tongban.kernel.actors import Actor, Role
from tongban.kernel.errors import NotAllowed
from tongban.kernel.reach import REMEMBERED, Among
from tongban.statements import api as statements

PAGE = 50
MOST_RUNNING = 3
WANTED = "the number that is asked for"
OWN = "SELECT id FROM cases_case WHERE applicant_id = %s AND number = %s AND number <> ''"
"""The statement that finds a case for whoever reaches those of one applicant and nothing else."""
LISTED = (
    *("number", "item_code", "item_name", "department", "channel", "mandate", "state", "due_at", "changed_at"),
    *("received_at", "accepted_at", "closed_at", "delivered_at"),
    *("applicant__name", "applicant__kind", "agent__name"),
)
"""What lines of lists show of a case: fifty whole ones cost twice as much."""


def visible_to(actor: Actor) -> CaseQuerySet:
    """Return the cases that exist for this actor: what ``rules.roles_of`` says of a single case, in SQL."""
    reached = identity.visible(rules.REACH, actor)
    if JOINT.working(actor):
        reached |= _joined(identity.granted(JOINT, actor))
    return Case.objects.filter(reached)


def _joined(steps: Q) -> Q:
    """Say which cases have such a step: asked case by case, so that no list of a department's steps is read."""
    return Q(Exists(CaseStep.objects.filter(steps, case=OuterRef("pk"))))


def whose(actor: Actor) -> object:
    """Return whose cases are all that the actor reaches, as it is of whoever acts for themselves; else None."""
    reached = rules.REACH.visible(actor)
    if isinstance(reached, Among) and reached.column == "applicant" and len(reached.values) == 1:
        return next(iter(reached.values))
    return None


def case_for(actor: Actor, number: str, *, whole: bool = True) -> Case:
    """Return one received case by its number; CaseNotFound also when it is somebody else's.

    ``whole``: with all that hangs on it; else with what says how far it is.
    """
    party = whose(actor)
    sql, values = (OWN, (party, WANTED)) if party else _seeing(actor)
    if not sql or not number:
        raise CaseNotFound
    case = read(sql, [number if value == WANTED else value for value in values], whole=whole)
    if case is None:
        raise CaseNotFound
    return case


@lru_cache(REMEMBERED)
def _seeing(actor: Actor) -> tuple[str, tuple[Any, ...]]:
    """Write down the statement that finds one case, once for each actor; nothing for who reaches nothing."""
    try:
        return visible_to(actor).numbered(WANTED).values("pk").query.sql_with_params()
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


def listed(rows: CaseQuerySet) -> CaseQuerySet:
    """Fetch of cases, in the same query, what a line of a list shows, and by what names their people are called."""
    return rows.select_related("applicant", "agent").only(*LISTED)


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


_LATEST = statements.Asked(lambda party: _by_latest(Case.objects.filter(applicant=party)), UUID)


def latest(actor: Actor, *, most: int = PAGE) -> list[Case]:
    """Return the latest cases of whom the actor acts as, as far as they reach, for a list: PAGE at most.

    Drafts are read with all that hangs on them, however many by one more statement: they are shown by what they lack.
    """
    party = whose(actor)
    rows = _LATEST.all(party) if party else _by_latest(Case.objects.filter(identity.own(rules.REACH, actor)))
    found = list(rows[:most])
    drafts = [case.pk for case in found if case.state == State.DRAFT]
    whole = {case.pk: case for case in read_all(drafts)} if drafts else {}
    return [whole.get(case.pk, case) for case in found]


def _by_latest(rows: CaseQuerySet) -> CaseQuerySet:
    return listed(rows).order_by("-changed_at", "-id")[:PAGE]


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
    size: int = PAGE,
    text: str = "",
    only: Q | None = None,
) -> list[Case]:
    """Return one page of the cases a member of staff reaches, what ends first of all; drafts are no cases yet.

    What has no end now, because its clocks stand or no law sets a limit, comes last; what is done with and has none any
    more is in the order in which it was received. ``Case.due_at`` is the first end of the running clocks.

    ``undelivered``: only those whose result waits to be delivered, or all but those; ``text`` finds by number or by the
    beginning of the applicant's name; ``only``: a further condition on them (``teaming.waits_for``).
    """
    part = slice((max(page, 1) - 1) * size, max(page, 1) * size)
    if text or only:
        return _page(actor, states=states, undelivered=undelivered, part=part, text=text, only=only).all()
    return _usual_page(actor, states=tuple(states), undelivered=undelivered, start=part.start, stop=part.stop).all()


@lru_cache(REMEMBERED)
def _usual_page(
    actor: Actor, *, states: tuple[State, ...], undelivered: bool | None, start: int, stop: int
) -> statements.Written[Case]:
    """Write a page down on which nothing is looked for, once for each actor: every page of the desk shows one."""
    return _page(actor, states=states, undelivered=undelivered, part=slice(start, stop))


def _page(
    actor: Actor,
    *,
    states: Sequence[State],
    undelivered: bool | None,
    part: slice[int, int, None],
    text: str = "",
    only: Q | None = None,
) -> statements.Written[Case]:
    rows = listed(_received()).filter(only or Q())
    if states:
        rows = rows.filter(state__in=states)
    if undelivered is not None:
        rows = rows.undelivered(so=undelivered)
    if text:
        rows = rows.filter(Q(number=text.upper()) | Q(applicant__name__startswith=text))
    ended = bool(states) and CLOSED.issuperset(states) and not undelivered
    order = ("received_at", "id") if ended else ("due_at", "id")
    return identity.written_page(rows, rules.REACH, actor, order=order, start=part.start, stop=part.stop)


def roles_of(actor: Actor, case: Case) -> frozenset[Role]:
    """Return the roles of the actor towards the case."""
    return rules.roles_of(actor, standing(case))


def parts(case: Case) -> tuple[Part, ...]:
    """Return what other departments or posts do of a case, and how far; nothing before it is examined."""
    rows = steps_of(case) if case.accepted_at else ()
    held = [step for step in rows if step.joint or step.role != Role.EXAMINER]
    return tuple(part_of(step, case) for step in held)


def part_of(step: CaseStep, case: Case | None = None) -> Part:
    """Return what of a step decides who may see its case and do it; without the case for who reached that already."""
    return Part(
        department=step.department_id,
        region=step.region_id,
        role=step.role,
        state=step.state,
        joint=step.joint,
        applicant=step.applicant,
        agent=step.agent,
        told=(lambda: case.told_parties) if case else frozenset,
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
        told=lambda: case.told_parties,
    )


def answers(case: Case) -> dict[str, Any]:
    """Return the form as the applicant filled it in."""
    return unseal(case.id, bytes(case.answers))


def clocks(case: Case, *, at: datetime) -> list[duties.Clock]:
    """Return the clocks of a case as a person sees them at a moment."""
    return docket_of(case).clocks(at=at)


def waiting_for_law(*, at: datetime, limit: int = 100) -> Iterator[list[UUID]]:
    """Yield cases from whose silence the law concluded something, ``limit`` at a time: acceptance, then renewal.

    The oldest first, each once: what nobody could move is passed by, and does not keep what comes after it waiting.
    """
    for effect in (duties.Silence.ACCEPTED_FROM_RECEIPT, duties.Silence.RENEWED):
        last = None
        while found := duties.effects_due(at=at, effect=effect, limit=limit, after=last):
            yield [duty.subject for duty in found if duty.subject_kind == "case"]
            last = found[-1]


def keeps_out(actor: Actor, number: str) -> bool:
    """Tell whether a member of staff does not reach a case only because they have to keep out of it."""
    kept = identity.withheld(rules.REACH, actor)
    if JOINT.working(actor):
        kept |= _joined(identity.withheld(JOINT, actor))
    return Case.objects.filter(kept, number=number).exclude(number="").exists()


def kept_from(actor: Actor, case: Case) -> bool:
    """Tell whether somebody keeps out of one case: whose it is, who applied for them, on whom it bears (公务员法76)."""
    kept = actor.recused
    return bool(kept) and bool(kept & {case.applicant_id, case.agent_id} or kept & case.told_parties)


def received_by(actor: Actor) -> CaseQuerySet:
    """Return the received cases that an actor reaches as a member of staff."""
    return _received().filter(identity.granted(rules.REACH, actor))


def _received() -> CaseQuerySet:
    return Case.objects.exclude(state=State.DRAFT)
