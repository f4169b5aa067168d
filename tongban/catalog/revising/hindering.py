"""Why a verb that is open by the table would be refused now, so that nobody presses in vain."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from tongban.catalog.errors import GuideFaulty
from tongban.catalog.models import Revision
from tongban.catalog.revising import following, judging, publishing
from tongban.catalog.revising.errors import NotAsked
from tongban.catalog.revising.states import Verb, moves_of
from tongban.kernel.actors import ROLE_NAMES, Role
from tongban.kernel.errors import Broken, WrongState


def hindrance(held: Revision, verb: str, *, at: datetime) -> str:
    """Return in Chinese why a verb that is open by the table would be refused now, nothing if it would not be."""
    require = _REQUIRED.get(verb)
    if require is None:
        return ""
    try:
        require(held, at)
    except GuideFaulty as refusal:
        return f"还有{len(refusal.faults)}处问题，改好以后才能办。"
    except (Broken, WrongState, NotAsked) as refusal:
        return refusal.message
    return ""


def untimely(held: Revision, verb: str) -> str:
    """Return in Chinese why a verb is not open at all to whoever asks: the stage it belongs to, or whose it is."""
    moves = moves_of(held.kind)
    lines = [line for line in moves.lines if line.verb == verb]
    if not lines:
        return f"“{held.kind_name}”没有这一步。"
    if held.state in {line.source for line in lines}:
        roles = sorted({role for line in lines if line.source == held.state for role in line.roles})
        names = "、".join(ROLE_NAMES[Role(role)] for role in roles)
        return f"现在由{names}办理，编写、审核、合法性审核和审定要由不同的人办。"
    stages = "、".join(f"“{moves.label(stage)}”" for stage in dict.fromkeys(line.source for line in lines))
    return f"现在是“{held.state_name}”，到{stages}的时候才能办。"


_REQUIRED: Mapping[str, Callable[[Revision, datetime], object]] = {
    Verb.SUBMIT: judging.require_whole,
    Verb.PASS_REVIEW: lambda held, _: judging.require_satisfied(held, Role.ITEM_REVIEWER),
    Verb.PASS_CHECK: lambda held, _: judging.require_satisfied(held, Role.LEGAL_REVIEWER),
    Verb.APPROVE: lambda held, _: judging.require_satisfied(held, Role.ITEM_APPROVER),
    Verb.HAND_UP: judging.require_heard,
    Verb.TAKE_BACK_OPINION: lambda held, _: judging.require_waiting(held),
    Verb.FOLLOW_DIRECTORY: lambda held, _: following.require_followable(held),
    Verb.PUBLISH: publishing.require_ready,
}
