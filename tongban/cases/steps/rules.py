"""Which steps a guide has, which of them come next, and who does them: values and predicates only."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from tongban.cases.errors import NeedsReason, NoSuchStep, RefusedJointly, StepNotNamed
from tongban.cases.steps.states import BEGUN, DOERS, IN_HAND, StepState
from tongban.catalog import api as catalog
from tongban.duties import api as duties
from tongban.kernel.actors import Actor, Role
from tongban.kernel.errors import NotAllowed
from tongban.kernel.reach import Among, Reach, among, as_it_is, every

IMPLIED = "examination"
LONGEST = 2000
RECUSING = {"applicant": as_it_is, "agent": as_it_is}
BEARING = {"told_parties": "case__told__party"}

DOING = Reach(roles={role: among("role", role) for role in DOERS}, recusing=RECUSING, bearing=BEARING)
"""Whose steps are whose to do: by a post of the step's role that reaches the step's department and region."""

_BEGUN = every(Among("joint", frozenset({True})), among("state", *BEGUN))
JOINT = Reach(roles={role: every(among("role", role), _BEGUN) for role in DOERS}, recusing=RECUSING, bearing=BEARING)
"""By which steps another department's matter exists for somebody: from when theirs has begun (行政许可法26: 联办)."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A step as a guide has it. Steps of one ``turn`` are done at the same time; ``limit``: its own, if it has one."""

    step: str
    kind: str
    name: str
    department: str
    role: Role
    parallel: str
    turn: int
    place: int
    limit: catalog.Limit | None


@dataclass(frozen=True, slots=True)
class Part:
    """What of a step decides who may see its case and do it."""

    department: str
    region: str
    role: str
    state: str
    joint: bool
    applicant: UUID
    agent: UUID | None
    told: Callable[[], frozenset[UUID]] = frozenset

    @property
    def told_parties(self) -> frozenset[UUID]:
        """Return who were told that the case bears on an interest of theirs."""
        return self.told()


def planned(guide: catalog.Guide) -> list[Planned]:
    """Return the steps between acceptance and decision in the order of the guide (工作规范7: 办理流程).

    Neighbours with the same word in ``parallel`` are of one turn. A guide that names none is examined all the same
    (行政许可法34): by the examiners of the department that decides. A role that does not reach a case while it is
    examined cannot do a step; the examiner does it.
    """
    found: list[Planned] = []
    for one in guide.process:
        if one.kind != catalog.StepKind.EXAMINATION:
            continue
        beside = bool(found) and one.parallel is not None and found[-1].parallel == one.parallel
        turn = found[-1].turn + (not beside) if found else 1
        role = one.role if one.role in DOERS else Role.EXAMINER
        place, side = len(found) + 1, one.parallel or ""
        found.append(Planned(one.id, one.kind, one.name, one.by, role, side, turn, place, one.limit))
    decides = guide.department.decides.code
    kind = catalog.StepKind.EXAMINATION
    return found or [Planned(IMPLIED, kind, "审查", decides, Role.EXAMINER, "", 1, 1, None)]


def beyond(limit: catalog.Limit, most: duties.Limit) -> bool:
    """Tell whether a guide gives an authority below more time than the law does, or nobody can tell (行政许可法43)."""
    return catalog.longer(limit, catalog.Limit(amount=most.amount, unit=most.unit)) is not False


class Held(Protocol):
    """A step of a case, as far as the order of steps asks."""

    step: str
    turn: int
    state: str


Step = TypeVar("Step", bound=Held)


def next_turn(steps: Iterable[Held]) -> int | None:
    """Return which turn comes next; None while one is in hand, or when nothing waits."""
    held = list(steps)
    if any(one.state in IN_HAND for one in held):
        return None
    return min((one.turn for one in held if one.state == StepState.WAITING), default=None)


def to_send_back(steps: Sequence[Held], named: Collection[str]) -> tuple[list[str], list[str]]:
    """Return which steps are returned and which wait for those: all of the last turn, unless some are named.

    Of the named ones the first turn is returned and what comes after it waits for it, as it did the first time.
    NoSuchStep for a name that is no step that was done.
    """
    done = [one for one in steps if one.state == StepState.DONE]
    last = max((one.turn for one in done), default=0)
    wanted = set(named) or {one.step for one in done if one.turn == last}
    chosen = [one for one in done if one.step in wanted]
    if len(chosen) < len(wanted) or not chosen:
        raise NoSuchStep(field="steps")
    first = min(one.turn for one in chosen)
    returned = [one.step for one in chosen if one.turn == first]
    return returned, [one.step for one in chosen if one.turn != first]


def does(actor: Actor, part: Part) -> bool:
    """Tell whether a step is an actor's to do, while it is in hand."""
    return part.state in IN_HAND and bool(DOING.roles_of(actor, part))


def takes_part(actor: Actor, part: Part) -> bool:
    """Tell whether a step makes somebody a partner: of another department since it began, else while it is in hand."""
    return bool(JOINT.roles_of(actor, part)) if part.joint else part.role != Role.EXAMINER and does(actor, part)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a step concluded, by which department, in whose words. ``joint``: another department's than decides.

    ``sent``: who went to look, as ``sending.rules`` keeps them.
    """

    step: str
    name: str
    department: str
    joint: bool
    passed: bool
    text: str
    by: UUID
    at: datetime
    sent: Mapping[str, Any]


def refuse_over_others(findings: Iterable[Finding]) -> None:
    """Refuse (RefusedJointly) to grant what another department found that it cannot be (行政许可法26(2)).

    统一办理 and 联合办理 bring applications together, not powers: each department decides on its own part, so none can
    find for another that its conditions are met.
    """
    names = dict.fromkeys(one.department for one in findings if one.joint and not one.passed)
    if names:
        whose = f"{'、'.join(names)}认为不符合条件。各部门对自己的事项作决定，本部门不能代替它准予："
        raise RefusedJointly(f"{whose}请退回该环节重新审查，或者作出不予决定。")


def departing(findings: Sequence[Finding], why: str) -> tuple[str, list[str]]:
    """Return why it is granted although the examination found otherwise, and of which steps (行政许可法38(1)).

    NeedsReason without a reason of its own where a step of the deciding authority found the conditions not met, and
    RefusedJointly where one of another did. Nothing where all found them met.
    """
    refuse_over_others(findings)
    against = [one.step for one in findings if not one.passed]
    kept = why.strip()[:LONGEST] if against else ""
    if against and not kept:
        message = "审查结论是“不符合条件”。要准予的，请另外写明为什么不采纳这个结论；理由会写进决定书。"
        raise NeedsReason(message, field="departing")
    return kept, against


def chosen(mine: Sequence[Step], named: str) -> Step:
    """Return the step that is meant of those in hand that somebody may do: the one that is named, or the only one.

    NotAllowed where none is theirs, NoSuchStep for another name, StepNotNamed where several are and none is named.
    """
    if not mine:
        raise NotAllowed("现在要办的环节不由您的岗位办理。请由该环节的办理人员办理。")
    if not named:
        if len(mine) > 1:
            raise StepNotNamed(field="step")
        return mine[0]
    found = next((one for one in mine if one.step == named), None)
    if found is None:
        raise NoSuchStep(field="step")
    return found
