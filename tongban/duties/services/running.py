"""Starting and ending clocks. Mechanisms write no ledger entries: the verb that calls does."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NotRequired, TypedDict, Unpack
from uuid import UUID

from tongban.duties import queries
from tongban.duties.errors import DutyAlreadyRunning
from tongban.duties.models import Duty, Pause
from tongban.duties.rules import Limit
from tongban.duties.services.ends import put_end, take_stops
from tongban.duties.states import Kind, Silence, State
from tongban.kernel.days import day_of
from tongban.kernel.ids import uuid7
from tongban.statements import api as statements


class Beginning(TypedDict):
    """What a clock begins with.

    ``event_at`` may lie before ``at`` (an acceptance dated back: overdue at once) or ahead (counted back). ``effect``:
    what the law concludes from silence. ``agent``: who acts for the party, ``party:<id>``. ``department``, ``region``:
    who sees it and whose closures stop it; empty is city-wide. ``by``: the almanac, read once for several clocks.
    """

    kind: Kind
    subject_kind: str
    subject: UUID
    owed_by: str
    owed_to: str
    event: str
    event_at: datetime
    limit: Limit
    at: datetime
    agent: NotRequired[str]
    effect: NotRequired[Silence]
    department: NotRequired[str]
    region: NotRequired[str]
    by: NotRequired[queries.Almanac | None]


def start(**told: Unpack[Beginning]) -> Duty:
    """Begin a clock. The day of the event is not counted (行政许可法82: working days; 民法典201 by analogy).

    DutyAlreadyRunning; Broken if the years of its almanac are not loaded.
    """
    duty = drawn_up(**told)
    statements.insert_once(duty, DutyAlreadyRunning)
    return duty


def drawn_up(**told: Unpack[Beginning]) -> Duty:
    """Return the clock that ``start`` would begin, with its end, and do not begin it: ``start_all`` does."""
    limit, at, event_at = told["limit"], told["at"], told["event_at"]
    duty = Duty(
        id=uuid7(at),
        kind=told["kind"],
        subject_kind=told["subject_kind"],
        subject=told["subject"],
        owed_by=told["owed_by"],
        owed_to=told["owed_to"],
        agent=told.get("agent", ""),
        department=told.get("department", ""),
        region=told.get("region", ""),
        event=told["event"],
        event_at=event_at,
        event_date=day_of(event_at),
        effect=told.get("effect", Silence.NONE),
        **limit.columns(),
    )
    put_end(duty, told.get("by") or queries.almanac(), at)
    return duty


def start_all(*, rows: Sequence[Duty]) -> None:
    """Begin many clocks at once that were drawn up, in the caller's transaction.

    DutyAlreadyRunning where one of such a kind runs already: then the transaction has to be given up.
    """
    statements.insert_all(rows, DutyAlreadyRunning)


def meet(*, kinds: tuple[Kind, ...], subject: UUID, at: datetime) -> int:
    """Note that what was owed was done at this moment; late or in time is told by the due moment."""
    return _end(kinds, subject, State.MET, at)


def lift(*, kinds: tuple[Kind, ...], subject: UUID, at: datetime) -> int:
    """End clocks that nobody owes any more, as after a withdrawal."""
    return _end(kinds, subject, State.LIFTED, at)


def lapse(*, kind: Kind, subject: UUID, at: datetime) -> int:
    """End a clock whose moment passed and whose legal effect is applied by the owning room at ``at``."""
    return _end((kind,), subject, State.LAPSED, at)


_LAPSE = """
UPDATE duties_duty SET state = 'LAPSED', ended_at = due_at
WHERE state = 'OPEN' AND kind = %s AND subject = ANY(%s::uuid[]) AND due_at IS NOT NULL
"""


def lapse_all(*, kind: Kind, subjects: Collection[UUID]) -> None:
    """End the clocks of one kind of many subjects, each at its own moment, which passed (``lapse``)."""
    statements.write(_LAPSE, [kind.value, list(subjects)])


# Nearly always nothing stands: those that run are ended at once, and those that stand are held and told.
_END = """
WITH standing AS (
    SELECT id FROM duties_duty
    WHERE state = 'OPEN' AND kind = ANY(%(kinds)s) AND subject = %(subject)s AND stops LIKE '%%/' FOR UPDATE
), ended AS (
    UPDATE duties_duty SET state = %(state)s, ended_at = %(at)s
    WHERE state = 'OPEN' AND kind = ANY(%(kinds)s) AND subject = %(subject)s AND stops NOT LIKE '%%/' RETURNING 1
)
SELECT (SELECT count(*) FROM ended), ARRAY(SELECT id FROM standing)
"""


def _end(kinds: tuple[Kind, ...], subject: UUID, state: State, at: datetime) -> int:
    wanted = {"kinds": [kind.value for kind in kinds], "subject": subject, "state": state.value, "at": at}
    ((ended, standing),) = statements.fetch(_END, wanted)
    for duty in Duty.objects.filter(pk__in=standing).order_by("pk") if standing else ():
        duty.state, duty.ended_at = state, at
        _let_run(duty, at)
    return int(ended) + len(standing)


def _let_run(duty: Duty, at: datetime) -> None:
    """End what still stops a clock together with it: an ended clock has an end again, to be seen as late or in time."""
    Pause.objects.filter(duty=duty, ended_at__isnull=True).update(ended_at=at)
    take_stops(duty)
    put_end(duty, queries.almanac(), at)
    duty.save()
