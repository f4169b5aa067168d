"""What counting anew would move before two people agree on it, and what it did move."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, Sum

from tongban.duties.models import Duty, Recount
from tongban.duties.queries.anew import BY_PARTY, COLUMNS, Counter, End, Row, concerned
from tongban.duties.queries.clocks import through
from tongban.duties.queries.counting import Almanac, almanac
from tongban.kernel.limits import Unit
from tongban.orgs import api as orgs


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many ends would move which way, and how many of them would not come as near as they are counted (``kept``).

    ``farthest``: by how many days the end that moves most would move; negative when it comes nearer.
    """

    lengthened: int = 0
    shortened: int = 0
    kept: int = 0
    farthest: int = 0

    @property
    def moved(self) -> int:
        """Return how many ends would move."""
        return self.lengthened + self.shortened

    @property
    def days(self) -> int:
        """Return how far the end that moves most would move, whichever way."""
        return abs(self.farthest)


def foresee_closure(closure: UUID, *, at: datetime) -> Forecast:
    """Return what confirming a closure now, or withdrawing one in effect, would move. Nothing is changed by asking."""
    row = orgs.declared_closure(closure)
    then = Almanac(orgs.work_calendar(), tuple(orgs.closures_if(closure, at=at)))
    touched = through(row.first_date, date.max) if not row.recount else Q()
    return _forecast(then, touched if row.authority_basis else touched & BY_PARTY, at)


def foresee_calendar(proposal: UUID, *, at: datetime) -> Forecast:
    """Return what putting a proposed calendar in force now would move. Nothing is changed by asking."""
    found = orgs.calendar_proposal(proposal)
    then = Almanac(orgs.work_calendar_if(found), almanac().layers)
    return _forecast(then, concerned([found.year]), at)


def recounted(cause: UUID, *, since: datetime) -> Forecast:
    """Return what was moved because of a closure or a calendar from a moment on; how far is kept duty by duty."""
    rows = Recount.objects.filter(cause=cause, at__gte=since)
    found = rows.aggregate(lengthened=Sum("lengthened"), shortened=Sum("shortened"), kept=Sum("kept"))
    return Forecast(**{name: number or 0 for name, number in found.items()})


def _forecast(then: Almanac, touched: Q, at: datetime) -> Forecast:
    counter = Counter(then, at)
    moves = [(_days(row, end), end.kept_tick is not None, many) for row, end, many in _moves(counter, touched)]
    return Forecast(
        lengthened=sum(many for days, _, many in moves if days > timedelta(0)),
        shortened=sum(many for days, _, many in moves if days < timedelta(0)),
        kept=sum(many for _, kept, many in moves if kept),
        farthest=max((days for days, _, _ in moves), key=abs, default=timedelta(0)).days,
    )


def _moves(counter: Counter, touched: Q) -> Iterator[tuple[Row, End, int]]:
    """Count each set of terms once for all duties that share it: a million have few of them."""
    rows = Duty.objects.open().exclude(unit=Unit.NONE).filter(touched).annotate(**COLUMNS)
    for *values, many in rows.order_by().values_list(*Row._fields).annotate(many=Count("pk")):
        row = Row(*values)
        end = counter.moved(row)
        if end is not None and row.due_tick is not None and end.tick is not None:
            yield row, end, many


def _days(row: Row, end: End) -> timedelta:
    """Return by how much an end moves."""
    return timedelta(microseconds=(end.tick or 0) - (row.due_tick or 0))
