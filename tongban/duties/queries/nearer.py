"""Where a running clock would end by a shorter length than it was begun with."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from tongban.duties import rules
from tongban.duties.models import Duty
from tongban.duties.queries.clocks import open_duty
from tongban.duties.queries.counting import Almanac, almanac, terms_of
from tongban.duties.states import Kind
from tongban.kernel.days import day_of
from tongban.kernel.limits import Due


class Kept(StrEnum):
    """Why a clock is not brought nearer: it is over or stands, it would be over at once, or it would end no sooner."""

    OVER = "OVER"
    STANDS = "STANDS"
    OVER_AT_ONCE = "OVER_AT_ONCE"
    NO_SOONER = "NO_SOONER"


@dataclass(frozen=True, slots=True)
class Nearer:
    """A running clock under a shorter limit: when it ended before, when it ends so, and why it is left as it is."""

    kind: Kind
    was: date | None
    end: Due
    kept: Kept | None = None

    @property
    def date(self) -> date | None:
        """Return its last day once all is done."""
        return self.was if self.kept else self.end.due


def foresee_nearer(
    kind: Kind, *, subject: UUID, limit: rules.Limit, at: datetime, since: datetime | None = None
) -> Nearer | None:
    """Return where the running clock of this kind would end by a limit, and change nothing; None where none runs."""
    duty = open_duty(kind, subject=subject)
    return None if duty is None else nearer(duty, limit, almanac(), at=at, since=since)


def nearer(duty: Duty, limit: rules.Limit, by: Almanac, *, at: datetime, since: datetime | None = None) -> Nearer:
    """Return where a running clock would end by a limit with all that stopped it, counted from its own beginning.

    ``since``: the beginning that the limit is counted from, where it is another one.
    """
    counted = recounted_by(copy.copy(duty), limit, since)
    end = by.end(terms_of(counted, by))
    return Nearer(Kind(duty.kind), duty.due_date, end, _kept(duty, end.at, at))


def recounted_by(duty: Duty, limit: rules.Limit, since: datetime | None) -> Duty:
    """Put a limit, and the beginning from which it counts, in the place of those of a clock; its end is as it was."""
    duty.amount, duty.unit, duty.basis = limit.amount, limit.counted_in, limit.basis
    if since is not None:
        duty.event_at, duty.event_date = since, day_of(since)
    return duty


def _kept(duty: Duty, end: datetime | None, at: datetime) -> Kept | None:
    if duty.due_at is None or end is None:
        return Kept.STANDS
    if at >= duty.due_at:
        return Kept.OVER
    if end >= duty.due_at:
        return Kept.NO_SOONER
    return Kept.OVER_AT_ONCE if at >= end else None
