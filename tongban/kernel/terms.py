"""The words of a limit: in what it is counted, which way, where it rolls, and when its clock stood still."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tongban.kernel.days import day_of


class Unit(StrEnum):
    """In what a limit is counted. ON_THE_SPOT: 当场, before the day of the event is over. NONE: no limit by law.

    HALF_WORKING_DAY (半个工作日): a working day has two halves, which part at 12:00; the second ends at 24:00.
    """

    WORKING_DAY = "WORKING_DAY"
    HALF_WORKING_DAY = "HALF_WORKING_DAY"
    NATURAL_DAY = "NATURAL_DAY"
    HOUR = "HOUR"
    MONTH = "MONTH"
    YEAR = "YEAR"
    ON_THE_SPOT = "ON_THE_SPOT"
    NONE = "NONE"


UNIT_NAMES = {
    Unit.WORKING_DAY: "个工作日",
    Unit.HALF_WORKING_DAY: "个半天（工作日）",
    Unit.NATURAL_DAY: "个自然日",
    Unit.HOUR: "小时",
    Unit.MONTH: "个月",
    Unit.YEAR: "年",
    Unit.ON_THE_SPOT: "当场",
    Unit.NONE: "没有法定期限",
}
WITHOUT_AMOUNT = frozenset({Unit.ON_THE_SPOT, Unit.NONE})
BY_MOMENT = frozenset({Unit.HOUR, Unit.HALF_WORKING_DAY})  # for these the time of the day matters, not only the day


class Direction(StrEnum):
    """BACKWARD: counted back from the event, as in “届满三十日前”; the end is the last day on which one may act."""

    FORWARD = "FORWARD"
    BACKWARD = "BACKWARD"


class Roll(StrEnum):
    """Where a limit ends whose last day is a day of rest: NEXT_WORKDAY by 民法典 203, PREVIOUS_WORKDAY by a rule."""

    NEXT_WORKDAY = "NEXT_WORKDAY"
    PREVIOUS_WORKDAY = "PREVIOUS_WORKDAY"
    NONE = "NONE"


@dataclass(frozen=True, slots=True)
class Stop:
    """A time in which the clock stood still; without an end it still does. ``ground`` is Chinese.

    A day counts when the clock runs at its 24:00: the day on which it stops does not, the day on which it runs again
    does, and a stop inside one day costs nothing.
    """

    start: datetime
    end: datetime | None = None
    ground: str = ""

    def __post_init__(self) -> None:
        """Refuse a stop that ends before it begins."""
        if self.end is not None and self.end < self.start:
            message = "a stop cannot end before it begins"
            raise ValueError(message)

    @property
    def first(self) -> date:
        """Return the first day that does not count."""
        return day_of(self.start)

    @property
    def resumed(self) -> date | None:
        """Return the day that counts again, None while the clock stands."""
        return None if self.end is None else day_of(self.end)


@dataclass(frozen=True, slots=True)
class Question:
    """When does a limit end? ``event``: the moment that set it running, or from which it is counted back.

    ``inclusive``: the day of the event counts, where the law says so (公示: 自公示之日起). ``extension`` adds to the
    amount in the same unit. An amount is at least 1, except for ON_THE_SPOT and NONE, which have none.
    """

    event: datetime
    amount: int
    unit: Unit
    direction: Direction = Direction.FORWARD
    inclusive: bool = False
    roll: Roll = Roll.NEXT_WORKDAY
    stops: tuple[Stop, ...] = ()
    extension: int = 0

    @property
    def total(self) -> int:
        """Return the amount with its extension."""
        return self.amount + self.extension


def amount_text(amount: int, unit: Unit) -> str:
    """Return an amount as people read it: 20个工作日, 0.5个工作日, 当场, 没有法定期限."""
    if unit in WITHOUT_AMOUNT:
        return UNIT_NAMES[unit]
    if amount == 0:
        return UNIT_NAMES[Unit.ON_THE_SPOT]
    if unit == Unit.HALF_WORKING_DAY:
        return f"{amount / 2:g}{UNIT_NAMES[Unit.WORKING_DAY]}"
    return f"{amount}{UNIT_NAMES[unit]}"
