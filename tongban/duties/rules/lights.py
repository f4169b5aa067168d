"""How near a clock is to its end: the light that a person sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tongban.duties.states import Light, State


@dataclass(frozen=True, slots=True)
class LightPolicy:
    """From how many working days before the end a duty is shown as nearly due; dated data."""

    effective_from: date
    yellow_from: int
    source: str


def light(
    *,
    state: State,
    due_at: datetime | None,
    ended_at: datetime | None,
    at: datetime,
    left: int,
    yellow: int,
    paused: bool = False,
) -> Light:
    """Return how a duty looks at a moment. ``left``: working days from today (not counted) to the due day.

    Without a due moment it is either paused, or has no limit by law and cannot be late.
    """
    if state != State.OPEN:
        return _ended(state, late=due_at is not None and ended_at is not None and ended_at >= due_at)
    if due_at is None:
        return Light.PAUSED if paused else Light.NO_LIMIT
    if at >= due_at:
        return Light.OVERDUE
    if left <= 0:
        return Light.RED
    return Light.YELLOW if left <= yellow else Light.GREEN


def _ended(state: State, *, late: bool) -> Light:
    if state == State.LAPSED:
        return Light.LAPSED
    if state == State.LIFTED:
        # A withdrawal ends the clock; it does not undo that it was late.
        return Light.OVERDUE if late else Light.LIFTED
    return Light.MET_LATE if late else Light.MET
