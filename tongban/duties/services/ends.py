"""Putting on a clock the end that follows from its terms."""

from __future__ import annotations

from datetime import datetime

from tongban.duties import queries, rules
from tongban.duties.models import Duty, Pause
from tongban.kernel.limits import Unit


def put_end(duty: Duty, by: queries.Almanac, at: datetime) -> None:
    """Set when a clock ends, by the calendar and the layers in force; Broken if its years are not loaded.

    A closure may have been taken back while its recount waits: what runs against a party is kept here as it is there.
    """
    end = by.end(queries.terms_of(duty, by))
    if rules.owed_by_party(duty.owed_by) and duty.due_at and end.at and end.at < duty.due_at:
        kept = rules.kept_end(told=duty.due_at, counted=end.at, grace=queries.grace_end(by, at))
        duty.kept_at = max(kept, duty.kept_at or kept)
    end = rules.not_before(end, duty.kept_at)
    duty.due_date, duty.due_at, duty.estimated = end.due, end.at, end.estimated
    duty.paused = end.at is None and duty.unit != Unit.NONE
    duty.moved_from = None


def take_stops(duty: Duty) -> None:
    """Write the pauses of a clock on it as one text, so that counting anew needs nothing but its row."""
    stops = [queries.stop_of(pause) for pause in Pause.objects.filter(duty=duty)]
    duty.stops = rules.stops_text(stops, Unit(duty.unit))
