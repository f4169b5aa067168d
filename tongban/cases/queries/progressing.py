"""How far a case is, for somebody of whom nothing is known but that they hold the applicant's telephone: no names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from tongban.cases.models import Case
from tongban.cases.queries.finding import clocks
from tongban.cases.queries.hanging import delivery_choice, latest_parcel
from tongban.cases.queries.promising import deferred, names_of
from tongban.cases.queries.telling import Step, timeline
from tongban.cases.states import Verb
from tongban.cases.window.states import Way
from tongban.duties import api as duties


@dataclass(frozen=True, slots=True)
class Progress:
    """State, dates and clocks of a case with the item it is about; of people and of what they wrote, nothing.

    ``owed``: which materials of the guide were promised to follow and are not there yet (容缺). ``posted``: whether the
    result comes by post; ``parcel``, ``tracking``: where it is by then, and its number. Complaints are no progress:
    they are between the applicant and whoever answers.
    """

    number: str
    item_code: str
    item_name: str
    department: str
    state: str
    state_name: str
    received_at: datetime | None
    accepted_at: datetime | None
    closed_at: datetime | None
    delivered_at: datetime | None
    clocks: tuple[duties.Clock, ...]
    steps: tuple[Step, ...]
    owed: tuple[str, ...] = ()
    posted: bool = False
    parcel: str = ""
    tracking: str = ""

    def get_state_display(self) -> str:
        """Return the state as it is called, as a case does."""
        return self.state_name


def progress(case: Case, *, at: datetime) -> Progress:
    """Return how far a case is; of who did what only the capacity is told."""
    wish, parcel = delivery_choice(case), latest_parcel(case)
    return Progress(
        number=case.number,
        item_code=case.item_code,
        item_name=case.item_name,
        department=case.department.name,
        state=case.state,
        state_name=case.get_state_display(),
        received_at=case.received_at,
        accepted_at=case.accepted_at,
        closed_at=case.closed_at,
        delivered_at=case.delivered_at,
        clocks=tuple(clock for clock in clocks(case, at=at) if clock.state == duties.State.OPEN),
        owed=tuple(names_of(case, deferred(case))) if case.delivered_at is None else (),
        steps=tuple(
            replace(step, staff=None, instead_of=None) for step in timeline(case) if isinstance(step.verb, Verb)
        ),
        posted=wish is not None and wish.way == Way.POST,
        parcel=parcel.get_stage_display() if parcel else "",
        tracking=parcel.tracking if parcel else "",
    )
