"""Where clocks end when they are counted anew, and what a party keeps of the end it was told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from django.db import models
from django.db.models import Case, Func, Q, When

from tongban.duties import rules
from tongban.duties.queries.counting import Almanac, Terms, relevant
from tongban.duties.queries.regimes import grace_days
from tongban.kernel.counting import moment_of, moment_tick
from tongban.kernel.days import SHANGHAI, day_of, end_of
from tongban.kernel.errors import Broken
from tongban.kernel.limits import Direction, Due, Unit
from tongban.kernel.terms import BY_MOMENT

MOST_ENDS = 100_000  # ends remembered at once, so that memory stays flat whatever there is to count

MOMENT = Case(When(unit__in=sorted(BY_MOMENT), then="event_at"))
BY_PARTY = Q(owed_by__startswith=rules.PARTY)


def tick_of(column: str) -> Func:
    """Return a column of moments as ticks of a microsecond: a number is read and compared sooner than a moment."""
    ticks = "(extract(epoch FROM %(expressions)s) * 1000000)::bigint"
    return Func(column, template=ticks, output_field=models.BigIntegerField())


COLUMNS = {
    "moment": MOMENT,
    "by_party": Case(When(BY_PARTY, then=True), default=False),
    "due_tick": tick_of("due_at"),
    "kept_tick": tick_of("kept_at"),
}


class Row(NamedTuple):
    """What is read of duties to count them anew. Moments are read only where they count, ends as ticks."""

    event_date: date
    moment: datetime | None
    amount: int
    extension: int
    unit: str
    direction: str
    inclusive: bool
    roll: str
    stops: str
    by_party: bool
    department: str
    region: str
    due_date: date | None
    due_tick: int | None
    estimated: bool
    kept_tick: int | None


class End(NamedTuple):
    """Where a clock ends, with the moment as the tick it is compared by, and what was kept for a party."""

    due: Due
    tick: int | None
    kept_tick: int | None = None

    @property
    def kept_at(self) -> datetime | None:
        """Return the moment before which it does not end though it would be counted so."""
        return None if self.kept_tick is None else moment_of(self.kept_tick, Unit.HOUR).astimezone(SHANGHAI)


@dataclass
class Counter:
    """Counts each set of terms once and remembers the end; ``limits`` are the terms counted since it was asked last.

    ``at``: when it is counted, for what a party keeps (``rules.kept_end``).
    """

    by: Almanac
    at: datetime
    limits: set[Terms] = field(default_factory=set)
    _ends: dict[Terms, End | None] = field(default_factory=dict)

    def moved(self, row: Row) -> End | None:
        """Return where a clock ends now if that is another end than it has.

        None too when it touches a year that nobody can count: it keeps its end.
        """
        end = self._end(row)
        if end is None or (end.due.due, end.tick, end.due.estimated) == row[12:15]:
            return None
        if row.by_party and row.due_tick is not None and end.tick is not None and end.tick < row.due_tick:
            end = self._kept(row, end, row.due_tick, end.tick)
        return None if (end.due.due, end.tick, end.due.estimated) == row[12:15] else end

    def _end(self, row: Row) -> End | None:
        over = self.by.over(by_party=row.by_party, department=row.department, region=row.region)
        layers = relevant(self.by, over, row.event_date, row.direction) if over else over
        terms = Terms(row.moment or row.event_date, *row[2:9], layers=layers, by_party=row.by_party or not layers)
        self.limits.add(terms)
        if terms in self._ends:
            return self._ends[terms]
        if len(self._ends) >= MOST_ENDS:
            self._ends.clear()
        found = self._ends[terms] = self._count(terms)
        return found

    def _count(self, terms: Terms) -> End | None:
        try:
            due = self.by.end(terms)
        except Broken:
            return None
        return End(due, None if due.at is None else moment_tick(due.at))

    def _kept(self, row: Row, end: End, told: int, counted: int) -> End:
        """Return the end of a party's clock that would be nearer than it was told."""
        tick = rules.kept_end(told=told, counted=max(counted, row.kept_tick or counted), grace=self._grace)
        if tick == counted:
            return end
        kept = End(end.due, tick, tick)
        return kept._replace(due=rules.not_before(end.due, kept.kept_at))

    @cached_property
    def _grace(self) -> int:
        return moment_tick(grace_end(self.by, self.at))


def grace_end(by: Almanac, at: datetime) -> datetime:
    """Return when the days are over that a party has in any case after a count that brings its end nearer."""
    today = day_of(at)
    return end_of(by.calendar.after(today, grace_days(today)))


def concerned(years: Collection[int] | None) -> Q:
    """Say which duties are counted through one of the years or estimated; without years, all."""
    if years is None:
        return Q()
    found = Q(estimated=True)
    for year in years:
        first, last = date(year, 1, 1), date(year, 12, 31)
        found |= Q(direction=Direction.FORWARD, event_date__lte=last, due_date__gte=first)
        found |= Q(direction=Direction.BACKWARD, event_date__gte=first, due_date__lte=last)
    return found
