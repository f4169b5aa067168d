"""When places are open, as pages show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongban.kernel.days import SHANGHAI, day_of
from tongban.kernel.errors import Broken
from tongban.kernel.workdays import WorkCalendar
from tongban.orgs import api as orgs

WEEK = 7
AHEAD = 15


@dataclass(frozen=True, slots=True)
class PlaceNow:
    """A place and what is said of it at its door; None when the calendar of this year is not loaded."""

    place: orgs.ServicePlace
    opening: orgs.Opening | None
    opens_next: tuple[date, orgs.Hours] | None = None
    """Where it is closed now: the day and the hours when it opens again, as far as calendars are loaded."""

    @property
    def sentence(self) -> str:
        """Return what is said at the door; why and until when is written in Chinese only, the hours in any language."""
        if self.opening is None:
            return ""
        if get_language() != "en":
            return self.opening.sentence
        hours = self.opening.today.hours
        return _("今天 %(hours)s 开放") % {"hours": ", ".join(map(str, hours))} if hours else ""


def now_at(
    places: Iterable[orgs.ServicePlace],
    at: datetime,
    *,
    calendar: WorkCalendar | None = None,
    closed: Sequence[orgs.Closure] | None = None,
) -> list[PlaceNow]:
    """Return the state of places at a moment; the calendar and the closures are read once for all, or handed in."""
    calendar = orgs.work_calendar() if calendar is None else calendar
    closed = orgs.closures() if closed is None else closed

    def opening(place: orgs.ServicePlace) -> orgs.Opening | None:
        try:
            return orgs.opening(place, at, calendar=calendar, closed=closed)
        except Broken:
            return None

    def opens_next(place: orgs.ServicePlace, now: orgs.Opening | None) -> tuple[date, orgs.Hours] | None:
        if now is None or now.open_now:
            return None
        local = at.astimezone(SHANGHAI).time()
        for day in _days(place, at, calendar=calendar, closed=closed, many=AHEAD):
            for hours in day.hours:
                if day.day > day_of(at) or hours.opens > local:
                    return day.day, hours
        return None

    found = [(place, opening(place)) for place in places]
    return [PlaceNow(place, now, opens_next(place, now)) for place, now in found]


def week(place: orgs.ServicePlace, at: datetime) -> list[orgs.DayHours]:
    """Return today and the six days after it, as far as calendars are loaded."""
    return list(_days(place, at, calendar=orgs.work_calendar(), closed=orgs.closures(), many=WEEK))


def _days(
    place: orgs.ServicePlace, at: datetime, *, calendar: WorkCalendar, closed: Sequence[orgs.Closure], many: int
) -> Iterator[orgs.DayHours]:
    for ahead in range(many):
        try:
            yield orgs.hours_on(place, day_of(at) + timedelta(days=ahead), calendar=calendar, closed=closed)
        except Broken:
            return
