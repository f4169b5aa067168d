"""What a supervisor watches: the running clocks of all rooms, scoped by grants and told apart by light in SQL."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from tongban.duties import rules
from tongban.duties.models import Duty, DutyQuerySet
from tongban.duties.queries.clocks import Clock, clock
from tongban.duties.queries.counting import Almanac, almanac
from tongban.duties.queries.regimes import yellow_from
from tongban.duties.states import Kind, Light
from tongban.identity import api as identity
from tongban.kernel.actors import Actor
from tongban.kernel.days import day_of, start_of
from tongban.kernel.limits import Unit

PAGE = 50
ORDER = ("due_at", "id")
RUNNING = (Light.OVERDUE, Light.RED, Light.YELLOW, Light.GREEN, Light.PAUSED, Light.NO_LIMIT)


@dataclass(frozen=True, slots=True)
class Watched:
    """A running clock in the list over all rooms: its row and how it looks."""

    duty: Duty
    clock: Clock


@dataclass(frozen=True, slots=True)
class Watchlist:
    """One page of what is watched, the longest overdue first; ``counts`` by light are of all pages."""

    rows: list[Watched]
    counts: dict[Light, int]
    page: int
    more: bool


def watchlist(
    actor: Actor,
    *,
    at: datetime,
    lights: Collection[Light] = (Light.OVERDUE, Light.RED),
    department: str = "",
    kind: Kind | None = None,
    page: int = 1,
) -> Watchlist:
    """Return a page of the running clocks that an actor may watch, with how many there are of each light.

    ``lights`` are of RUNNING; others name no running clock. ``counts`` keep to department and kind, not to the lights.
    """
    by = almanac()
    start = (max(page, 1) - 1) * PAGE
    asked = of_lights(_running(department, kind), lights, by=by, at=at)
    found = identity.granted_page(asked, rules.REACH, actor, order=ORDER, start=start, stop=start + PAGE + 1)
    rows = [Watched(duty, clock(duty, by, at)) for duty in found[:PAGE]]
    seen = watched_by(actor, department=department, kind=kind)
    return Watchlist(rows, _counts(seen, by, at), max(page, 1), more=len(found) > PAGE)


def watched(
    actor: Actor, *, at: datetime, lights: Collection[Light], department: str = "", kind: Kind | None = None
) -> DutyQuerySet:
    """Return the same clocks as rows, all of them, to be read in a stream: for lists that people take away."""
    seen = watched_by(actor, department=department, kind=kind)
    return of_lights(seen, lights, by=almanac(), at=at).order_by(*ORDER)


def in_stream(rows: DutyQuerySet, *, at: datetime, limit: int) -> Iterator[Watched]:
    """Yield the first of these clocks as people see them, without holding all of them."""
    by = almanac()
    for duty in rows[:limit].iterator(chunk_size=2000):
        yield Watched(duty, clock(duty, by, at))


def watched_by(actor: Actor, *, department: str = "", kind: Kind | None = None) -> DutyQuerySet:
    """Return the running clocks an actor may watch, of one department and kind when given."""
    return _running(department, kind).filter(identity.visible(rules.REACH, actor))


def _running(department: str, kind: Kind | None) -> DutyQuerySet:
    rows = Duty.objects.open()
    if department:
        rows = rows.filter(department=department)
    return rows.filter(kind=kind) if kind else rows


def of_lights(rows: DutyQuerySet, lights: Collection[Light], *, by: Almanac, at: datetime) -> DutyQuerySet:
    """Return those of running clocks that show one of these lights at a moment."""
    shown, condition = _conditions(by, at), Q(pk__in=[])
    for light in lights:
        condition |= shown.get(light, Q(pk__in=[]))
    return rows.filter(condition)


def _conditions(by: Almanac, at: datetime) -> dict[Light, Q]:
    """Say of each light when it is shown: by the due moment, so that an index finds it (see ``rules.light``).

    Red is what ends before the next working day is over, yellow what ends before as many more as the policy says.
    """
    red, yellow = _bounds(by, at)
    return {
        Light.OVERDUE: Q(due_at__lte=at),
        Light.RED: Q(due_at__gt=at, due_at__lte=red),
        Light.YELLOW: Q(due_at__gt=red, due_at__lte=yellow),
        Light.GREEN: Q(due_at__gt=yellow),
        Light.PAUSED: Q(paused=True),
        Light.NO_LIMIT: Q(unit=Unit.NONE),
    }


def light_bounds(*, at: datetime) -> tuple[datetime, datetime]:
    """Return until when an end shows red at a moment, and until when yellow: for rows that carry an end themselves."""
    return _bounds(almanac(), at)


def _bounds(by: Almanac, at: datetime) -> tuple[datetime, datetime]:
    today = day_of(at)
    red = start_of(by.calendar.after(today, 1))
    return red, start_of(by.calendar.after(today, yellow_from(today) + 1))


def _counts(rows: DutyQuerySet, by: Almanac, at: datetime) -> dict[Light, int]:
    shown = {str(light): Count("pk", filter=condition) for light, condition in _conditions(by, at).items()}
    found = rows.order_by().aggregate(**shown)
    return {light: found[str(light)] for light in RUNNING}
