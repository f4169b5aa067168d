"""Narrowing the inbox: by light, item, place, channel and day of receipt. It never widens what somebody reaches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Q
from django.db.models.lookups import StartsWith

from tongban.duties import api as duties
from tongban.kernel.codes.region import stem
from tongban.kernel.days import start_of

LIGHTS = (duties.Light.OVERDUE, duties.Light.RED, duties.Light.YELLOW, duties.Light.GREEN, duties.Light.PAUSED)


@dataclass(frozen=True, slots=True)
class Narrow:
    """What is looked for in the inbox; nothing of it is everything.

    ``light``: one of LIGHTS, by what ends first; PAUSED is whatever has no end now. ``item``: a part of the name of an
    item; ``region``: its code, with all inside it; ``received_from`` and ``received_to``: days, both included.
    """

    light: str = ""
    item: str = ""
    region: str = ""
    channel: str = ""
    received_from: date | None = None
    received_to: date | None = None

    def __bool__(self) -> bool:
        """Tell whether anything is looked for."""
        return self != Narrow()


def condition(narrow: Narrow, *, at: datetime) -> Q:
    """Return what is looked for as a condition on received cases; lights are those of a moment."""
    found = _light(narrow.light, at)
    if narrow.item:
        found &= Q(item_name__contains=narrow.item)
    if narrow.region:
        found &= Q(StartsWith(F("region"), stem(narrow.region)))
    if narrow.channel:
        found &= Q(channel=narrow.channel)
    if narrow.received_from:
        found &= Q(received_at__gte=start_of(narrow.received_from))
    if narrow.received_to:
        found &= Q(received_at__lt=start_of(narrow.received_to + timedelta(days=1)))
    return found


def _light(light: str, at: datetime) -> Q:
    if light not in LIGHTS:
        return Q()
    red, yellow = duties.light_bounds(at=at)
    return {
        duties.Light.OVERDUE: Q(due_at__lte=at),
        duties.Light.RED: Q(due_at__gt=at, due_at__lte=red),
        duties.Light.YELLOW: Q(due_at__gt=max(red, at), due_at__lte=yellow),
        duties.Light.GREEN: Q(due_at__gt=yellow),
        duties.Light.PAUSED: Q(due_at__isnull=True),
    }[duties.Light(light)]
