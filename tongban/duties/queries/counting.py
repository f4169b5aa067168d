"""By what clocks are counted: the working days, the layers over them, and the end that follows for one duty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import NamedTuple

from tongban.duties import rules
from tongban.duties.models import Duty, Pause
from tongban.kernel.days import start_of
from tongban.kernel.limits import Direction, Due, Question, Roll, Stop, Unit, due
from tongban.kernel.terms import BY_MOMENT
from tongban.kernel.workdays import WorkCalendar
from tongban.orgs import api as orgs

MOST_TOLD = 1024  # explanations that are kept; then it begins anew


def closures(known: orgs.Stamp) -> Sequence[rules.Layer]:
    """Return the closures and outages that lie over the calendar, in this state of their tables."""
    return orgs.closures_at_stamp(known)


class Terms(NamedTuple):
    """All that the end of a clock depends on besides the calendar; duties with the same terms end together.

    ``by_party`` says how layers stop it; where none does, it makes no difference and is True.
    """

    event: date | datetime
    amount: int
    extension: int
    unit: str
    direction: str
    inclusive: bool
    roll: str
    stops: str
    layers: tuple[int, ...]
    by_party: bool


class Told(NamedTuple):
    """An end that was counted, with how: None and None where the clock stands, or by law never ends."""

    due: date | None
    at: datetime | None
    explanation: str


@dataclass(frozen=True)
class Almanac:
    """The calendar and its layers at one moment, read once for as many duties as are counted."""

    calendar: WorkCalendar
    layers: Sequence[rules.Layer]

    def over(self, *, by_party: bool, department: str, region: str) -> tuple[int, ...]:
        """Return which layers stop a clock of this kind, by their places in the list."""
        return self._over(by_party, department, region) if self.layers else ()

    def end(self, terms: Terms) -> Due:
        """Return when a clock of these terms ends; Broken when a year is not loaded."""
        return self.explained(terms, rules.stops_of(terms.stops))

    def explained(self, terms: Terms, stops: Iterable[Stop]) -> Due:
        """Return the same end with stops that carry their grounds, for the explanation."""
        over = [rules.stop_of(self.layers[place], by_party=terms.by_party) for place in terms.layers]
        event = terms.event if isinstance(terms.event, datetime) else start_of(terms.event)
        question = Question(
            event=event,
            amount=terms.amount,
            unit=Unit(terms.unit),
            direction=Direction(terms.direction),
            inclusive=terms.inclusive,
            roll=Roll(terms.roll),
            stops=(*stops, *over),
            extension=terms.extension,
        )
        return due(question, self.calendar)

    def told(self, terms: Terms, stops: tuple[Stop, ...], kept_at: datetime | None) -> Told:
        """Return the same end, no nearer than what was kept for a party, in words: they follow from nothing else.

        What clocks of the same day say of themselves is told once (ADR 22), as long as the tables stay as they are.
        """
        key = (terms, stops, kept_at)
        found = self._said.get(key)
        if found is None:
            end = rules.not_before(self.explained(terms, stops), kept_at)
            found = Told(end.due, end.at, end.explanation)
            if len(self._said) >= MOST_TOLD:
                self._said.clear()
            self._said[key] = found
        return found

    @cached_property
    def _said(self) -> dict[tuple[Terms, tuple[Stop, ...], datetime | None], Told]:
        return {}

    def _over(self, by_party: bool, department: str, region: str) -> tuple[int, ...]:  # noqa: FBT001 - a key
        key = (by_party, department, region)
        found = self._known.get(key)
        if found is None:
            found = tuple(
                place
                for place, layer in enumerate(self.layers)
                if rules.applies(layer, by_party=by_party, department=department, region=region)
            )
            self._known[key] = found
        return found

    @cached_property
    def _known(self) -> dict[tuple[bool, str, str], tuple[int, ...]]:
        return {}


def almanac(known: orgs.Stamp | None = None) -> Almanac:
    """Return the calendar in force with the layers over it, read once for each state of their tables.

    ``known``: the stamp of those tables, for those who have asked for it already.
    """
    known = orgs.stamp() if known is None else known
    calendar, layers = orgs.calendar_at_stamp(known), tuple(closures(known))
    for one in _latest:
        if one.calendar is calendar and one.layers == layers:
            return one
    made = Almanac(calendar, layers)
    _latest[:] = [made]
    return made


_latest: list[Almanac] = []  # the one that was made last, with what it told, as long as nothing of it changes


def terms_of(duty: Duty, by: Almanac) -> Terms:
    """Return what the end of a duty depends on."""
    by_party = rules.owed_by_party(duty.owed_by)
    layers = _relevant(by, duty, by_party=by_party)
    return Terms(
        event=duty.event_at if duty.unit in BY_MOMENT else duty.event_date,
        amount=duty.amount,
        extension=duty.extension,
        unit=duty.unit,
        direction=duty.direction,
        inclusive=duty.inclusive,
        roll=duty.roll,
        stops=duty.stops,
        layers=layers,
        by_party=by_party or not layers,
    )


def _relevant(by: Almanac, duty: Duty, *, by_party: bool) -> tuple[int, ...]:
    over = by.over(by_party=by_party, department=duty.department, region=duty.region)
    return relevant(by, over, duty.event_date, duty.direction)


def relevant(by: Almanac, over: tuple[int, ...], event: date, direction: str) -> tuple[int, ...]:
    """Leave out the layers that were over before a clock began: a year of closures must not part what ends together."""
    if direction == Direction.BACKWARD:
        return over
    return tuple(place for place in over if by.layers[place].last >= event)


def stops_with_grounds(duty: Duty) -> tuple[Stop, ...]:
    """Return the pauses of a duty with their grounds, as its explanation names them."""
    if not duty.stops:
        return ()
    return tuple(stop_of(pause) for pause in Pause.objects.filter(duty=duty).order_by("began_at", "pk"))


def stop_of(pause: Pause) -> Stop:
    """Return a pause as a stop that names its ground and the article."""
    return Stop(pause.began_at, pause.ended_at, f"{pause.name}，{pause.basis}")
