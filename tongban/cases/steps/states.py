"""The lifecycle of one step of a case as a table of its own; a case is examined when none of its steps is left."""

from __future__ import annotations

from enum import StrEnum

from tongban.kernel.actors import Role
from tongban.kernel.moves import Moves, move


class StepState(StrEnum):
    """Where a step stands. Whether its clock is late or stands still is no state."""

    WAITING = "WAITING"
    OPEN = "OPEN"
    DONE = "DONE"
    RETURNED = "RETURNED"
    DROPPED = "DROPPED"


class StepVerb(StrEnum):
    """What happens to a step, always within a verb of its case."""

    BEGIN = "BEGIN"
    FINISH = "FINISH"
    RETURN = "RETURN"
    POSTPONE = "POSTPONE"
    DROP = "DROP"


IN_HAND = (StepState.OPEN, StepState.RETURNED)
BEGUN = (*IN_HAND, StepState.DONE)
LEFT = (*IN_HAND, StepState.WAITING)
DOERS = (Role.ACCEPTOR, Role.EXAMINER, Role.DECIDER)
"""Who may be named to do a step: the posts that reach a case while it is examined."""

LABELS: dict[str, str] = {
    StepState.WAITING: "未到",
    StepState.OPEN: "正在办",
    StepState.DONE: "已办",
    StepState.RETURNED: "退回重办",
    StepState.DROPPED: "不再办",
    StepVerb.BEGIN: "轮到办理",
    StepVerb.FINISH: "办结环节",
    StepVerb.RETURN: "退回重新办理",
    StepVerb.POSTPONE: "随前面的环节重新办理",
    StepVerb.DROP: "办件终止，不再办理",
}

STEPS = Moves(
    move(StepVerb.BEGIN, [StepState.WAITING], StepState.OPEN, by=[Role.LAW], article="XKF.34,GZGF.22"),
    move(StepVerb.FINISH, IN_HAND, StepState.DONE, by=[*DOERS, Role.PARTNER], article="XKF.34,XKF.26.2"),
    move(StepVerb.RETURN, [StepState.DONE], StepState.RETURNED, by=[Role.DECIDER], article="XKF.34"),
    move(StepVerb.POSTPONE, [StepState.DONE], StepState.WAITING, by=[Role.DECIDER], article="XKF.34"),
    move(StepVerb.DROP, LEFT, StepState.DROPPED, by=[Role.LAW], article="BXT.1"),
    labels=LABELS,
)
