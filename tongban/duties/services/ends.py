"""Putting on a clock the end that follows from its terms."""

from __future__ import annotations

from tongban.duties import queries, rules
from tongban.duties.models import Duty, Pause
from tongban.kernel.limits import Unit


def put_end(duty: Duty, by: queries.Almanac) -> None:
    """Set when a clock ends, by the calendar and the layers in force; Broken if its years are not loaded."""
    end = by.end(queries.terms_of(duty, by))
    duty.due_date, duty.due_at, duty.estimated = end.due, end.at, end.estimated
    duty.paused = end.at is None and duty.unit != Unit.NONE
    duty.moved_from = None


def take_stops(duty: Duty) -> None:
    """Write the pauses of a clock on it as one text, so that counting anew needs nothing but its row."""
    stops = [queries.stop_of(pause) for pause in Pause.objects.filter(duty=duty)]
    duty.stops = rules.stops_text(stops, Unit(duty.unit))
