"""How much time there is and by which article, how it may be extended, and the stops of a clock as text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from tongban.duties.errors import ExtensionUnfit
from tongban.kernel.counting import OPEN, moment_of, spans, tick_of
from tongban.kernel.days import SHANGHAI, day_of, start_of
from tongban.kernel.limits import Direction, Question, Roll, Stop, Unit, due
from tongban.kernel.terms import BY_MOMENT
from tongban.kernel.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class Limit:
    """An amount of a unit, and the article it comes from. An amount of 0 is what is done on the spot (当场).

    ``direction``: BACKWARD for what must be done so long before the event. ``inclusive``: the day of the event counts.
    ``note``: what only staff are told of it, such as that it still has to be confirmed (待核定).
    """

    amount: int
    unit: Unit
    basis: str
    direction: Direction = Direction.FORWARD
    inclusive: bool = False
    roll: Roll = Roll.NEXT_WORKDAY
    note: str = ""

    @property
    def counted_in(self) -> Unit:
        """Return the unit it is counted in: whatever has an amount of 0 is done on the spot."""
        return self.unit if self.amount or self.unit == Unit.NONE else Unit.ON_THE_SPOT

    def columns(self) -> dict[str, Any]:
        """Return what a duty keeps of its limit, by the names of its columns."""
        return {
            "amount": self.amount,
            "unit": self.counted_in,
            "basis": self.basis,
            "direction": self.direction,
            "inclusive": self.inclusive,
            "roll": self.roll,
        }


@dataclass(frozen=True, slots=True)
class Extension:
    """How much longer a limit may be made, by whom, how often, and on which article; ``note`` as of a limit."""

    amount: int
    unit: Unit
    approver: str
    basis: str
    times: int = 1
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a clock stops: a code, its Chinese name, and the article that says so; ``note`` as of a limit."""

    code: str
    name: str
    basis: str
    note: str = ""


def last_day(limit: Limit, event: date, calendar: WorkCalendar) -> date:
    """Return the last day of a limit that is counted from a day, or back from it; nothing stops it."""
    asked = Question(start_of(event), limit.amount, limit.counted_in, limit.direction, limit.inclusive, limit.roll)
    return due(asked, calendar).due or event


def extended_by(rule: Extension, *, amount: int | None, unit: Unit) -> int:
    """Return by how much a limit is extended: what the rule gives, or less; ExtensionUnfit for more or another unit."""
    given = rule.amount if amount is None else amount
    if unit != rule.unit or not 1 <= given <= rule.amount:
        raise ExtensionUnfit
    return given


def stops_text(stops: Iterable[Stop], unit: Unit) -> str:
    """Return stops as one text that is the same for the same effect: merged, in order, as days where days count.

    2026-09-03/2026-09-09,2026-10-12/ : not counted are 3 to 8 September, and all from 12 October on.
    """
    return ",".join(
        f"{_written(start, unit)}/{'' if resumed == OPEN else _written(resumed, unit)}"
        for start, resumed in spans(stops, tick_of(unit))
    )


def stops_of(text: str) -> tuple[Stop, ...]:
    """Return the stops that a text stands for."""
    parts = (part.partition("/") for part in text.split(",") if part)
    return tuple(Stop(_read(start), _read(end) if end else None) for start, _, end in parts)


def _written(tick: int, unit: Unit) -> str:
    moment = moment_of(tick, unit)
    return moment.astimezone(UTC).isoformat() if unit in BY_MOMENT else day_of(moment).isoformat()


def _read(text: str) -> datetime:
    if "T" in text:
        return datetime.fromisoformat(text).astimezone(SHANGHAI)
    return start_of(date.fromisoformat(text))
