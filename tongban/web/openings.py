"""When places are open, as pages show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tongban.kernel.days import day_of
from tongban.kernel.errors import Broken
from tongban.orgs import api as orgs

WEEK = 7


@dataclass(frozen=True, slots=True)
class PlaceNow:
    """A place and what is said of it at its door; None when the calendar of this year is not loaded."""

    place: orgs.ServicePlace
    opening: orgs.Opening | None

    @property
    def sentence(self) -> str:
        """Return what is said at the door; why and until when is written in Chinese only, the hours in any language."""
        if self.opening is None:
            return ""
        if get_language() != "en":
            return self.opening.sentence
        hours = self.opening.today.hours
        return _("今天 %(hours)s 开放") % {"hours": ", ".join(map(str, hours))} if hours else ""


def now_at(places: Iterable[orgs.ServicePlace], at: datetime) -> list[PlaceNow]:
    """Return the state of places at a moment; the calendar and the closures are read once for all."""
    calendar, closed = orgs.work_calendar(), orgs.closures()

    def opening(place: orgs.ServicePlace) -> orgs.Opening | None:
        try:
            return orgs.opening(place, at, calendar=calendar, closed=closed)
        except Broken:
            return None

    return [PlaceNow(place, opening(place)) for place in places]


def week(place: orgs.ServicePlace, at: datetime) -> list[orgs.DayHours]:
    """Return today and the six days after it, as far as calendars are loaded."""
    calendar, closed, rows = orgs.work_calendar(), orgs.closures(), []
    for ahead in range(WEEK):
        try:
            rows.append(orgs.hours_on(place, day_of(at) + timedelta(days=ahead), calendar=calendar, closed=closed))
        except Broken:
            break
    return rows
