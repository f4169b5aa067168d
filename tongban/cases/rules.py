"""Who stands how to a case, and what a complete application is: values and predicates only."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from tongban.cases.errors import NeedsReason, NotInGuide
from tongban.cases.states import DECIDED, State
from tongban.kernel.actors import Actor, ActorKind, Role

COUNTER = "COUNTER"
READERS = frozenset({Role.ACCEPTOR, Role.EXAMINER, Role.DECIDER, Role.SUPERVISOR})
LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a case decides who may do what with it. ``applicant`` is the party's id as text."""

    department: str
    region: str
    channel: str
    state: str
    applicant: str


def roles_of(actor: Actor, case: Standing) -> frozenset[Role]:
    """Return the roles an actor has towards a case; none means that the case does not exist for the actor.

    A draft belongs to whoever fills it in. The one-window clerk reaches what came in over the counter, the clerk who
    hands out reaches what is decided, and nobody acts for the authority in a matter of their own.
    """
    if actor.kind == ActorKind.SYSTEM:
        return frozenset({Role.LAW})
    if actor.party is not None and str(actor.party) == case.applicant:
        return frozenset({Role.APPLICANT})
    granted = actor.roles_for(department=case.department, region=case.region)
    return frozenset(role for role in granted if _reaches(role, case))


def _reaches(role: Role, case: Standing) -> bool:
    if role == Role.RECEIVER:
        return case.channel == COUNTER
    if role == Role.HANDOUT:
        return case.state in DECIDED | {State.NOT_ACCEPTED}
    return role in READERS and case.state != State.DRAFT


def reason(text: str, *, field: str = "reason") -> str:
    """Return the reason as it will be kept; NeedsReason when there is nothing in it or it is longer than a page."""
    kept = text.strip()
    if not kept:
        raise NeedsReason(field=field)
    if len(kept) > LONGEST_REASON:
        message = f"意见或理由最多 {LONGEST_REASON} 个字，现在有 {len(kept)} 个字，请精简。"
        raise NeedsReason(message, field=field)
    return kept


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to correct: the element of the published guide, and what exactly is missing."""

    element: str
    text: str


def correction_points(points: Sequence[Point], known: Collection[str]) -> list[dict[str, str]]:
    """Return the points of the one notice; each must name an element of the guide and say what is missing.

    工作规范21(3): the whole of what must be corrected is told at once and agrees with the published guide.
    """
    if not points:
        message = "请至少选择一项需要补正的内容，并写明要求。"
        raise NeedsReason(message, field="points")
    foreign = [point.element for point in points if point.element not in known]
    if foreign:
        raise NotInGuide(field="points")
    return [{"element": point.element, "text": reason(point.text, field=point.element)} for point in points]


def asked_for(missing: Mapping[str, str]) -> dict[str, str]:
    """Return what to do about every missing material (id → name), under its element of the guide."""
    return {f"materials.{key}": f"请上传“{name}”。" for key, name in missing.items()}
