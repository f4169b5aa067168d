"""When a place is open, as pages show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import get_language

from tongban.kernel.days import SHANGHAI, day_of
from tongban.kernel.errors import Broken
from tongban.orgs import api as orgs

WEEK = 7


@dataclass(frozen=True, slots=True)
class Opening:
    """A place and its state now. ``sentence`` is what is said in Chinese; empty when no calendar is loaded."""

    place: orgs.ServicePlace
    open_now: bool
    today: orgs.DayHours | None
    sentence: str

    @property
    def spoken(self) -> bool:
        """Tell whether the sentence can be shown: it is written in Chinese only."""
        return bool(self.sentence) and get_language() != "en"


def opening(place: orgs.ServicePlace, at: datetime) -> Opening:
    """Return the state of a place at a moment; of a year without calendar nothing is said."""
    try:
        today = orgs.hours_on(place, day_of(at))
    except Broken:
        return Opening(place, open_now=False, today=None, sentence="")
    open_now = today.open_at(at.astimezone(SHANGHAI).time())
    return Opening(place, open_now, today, orgs.opening_sentence(place, at))


def week(place: orgs.ServicePlace, at: datetime) -> list[orgs.DayHours]:
    """Return today and the six days after it, as far as calendars are loaded."""
    rows = []
    for ahead in range(WEEK):
        try:
            rows.append(orgs.hours_on(place, day_of(at) + timedelta(days=ahead)))
        except Broken:
            break
    return rows
