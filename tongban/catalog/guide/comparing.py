"""Which of two lengths of time is longer, where the units say so."""

from __future__ import annotations

from tongban.catalog.guide.limits import Statutory
from tongban.catalog.guide.parts import Amount
from tongban.catalog.guide.terms import CountedFrom
from tongban.kernel.limits import Unit

_DAYS = {Unit.WORKING_DAY, Unit.NATURAL_DAY}
_MONTHS = {Unit.MONTH: 1, Unit.YEAR: 12}
_HALVES = {Unit.HALF_WORKING_DAY: 1, Unit.WORKING_DAY: 2}
# 全国年节及纪念日放假办法 (2025): thirteen statutory days off a year. Days worked in exchange only make a wait shorter.
_HOLIDAYS = 13
_WEEK, _WEEKEND = 5, 2
_SHORTEST_MONTH = 28
_A_YEAR_OF_WORK = 240
# 劳动法38: at least one day off in every week, so that at most twelve days are worked in a row, across two weeks.
_IN_A_ROW = 12


def longer(one: Amount, other: Amount) -> bool | None:
    """Tell whether one limit is longer; None when the units do not say.

    Working days surely end within natural days when even all holidays of a year, falling among them, leave room, and
    surely later than natural days that leave not even that. More working days than natural ones always end later; as
    many never end sooner, and end later once they cannot all be working days in a row (劳动法38). Nothing else mixed
    is sure.
    """
    if one.unit == other.unit:
        return one.amount > other.amount
    for parts in (_MONTHS, _HALVES):
        if one.unit in parts and other.unit in parts:
            return one.amount * parts[one.unit] > other.amount * parts[other.unit]
    if {one.unit, other.unit} == _DAYS:
        plain = _by_count(one, other)
        if plain is not None:
            return plain
    if _surely_within(one, other):
        return False
    return True if _surely_within(other, one, before=True) else None


def longer_by_law(one: Statutory, other: Statutory) -> bool | None:
    """Tell whether one statutory limit is longer, each counted from its own day; None where that is not sure.

    What is counted from receipt ends no later than as much from acceptance, and begins so much sooner that nothing
    longer can be compared; what is counted from acceptance ends no sooner than as much from receipt.
    """
    compared = longer(one, other)
    if one.counted_from == other.counted_from:
        return compared
    if one.counted_from == CountedFrom.RECEIPT:
        return False if compared is False else None
    return True if compared else None


def _by_count(one: Amount, other: Amount) -> bool | None:
    """Compare working with natural days by their number alone: a working day takes at least one natural day."""
    if one.unit == Unit.NATURAL_DAY:
        return False if one.amount <= other.amount else None
    more = one.amount > other.amount or one.amount == other.amount > _IN_A_ROW
    return True if more and other.amount else None


def _surely_within(one: Amount, other: Amount, *, before: bool = False) -> bool:
    """Tell whether working days are over when the natural days of the other are, or even a day ``before``."""
    room, most = _fewest_days(other), _most_days(one)
    return room is not None and most is not None and most <= room - before


def in_calendar(limit: Amount) -> bool:
    """Tell whether a limit is counted by the calendar: in natural days, months or years."""
    return limit.unit == Unit.NATURAL_DAY or limit.unit in _MONTHS


def in_working_days(limit: Amount) -> bool:
    """Tell whether a limit is counted in working days or halves of them."""
    return limit.unit in _HALVES


def _most_days(limit: Amount) -> int | None:
    """Return within how many natural days so many working days are surely over, for less than a year of them."""
    if limit.unit not in _HALVES or limit.amount > _A_YEAR_OF_WORK:
        return None
    days = -(-limit.amount * _HALVES[limit.unit] // _HALVES[Unit.WORKING_DAY])
    return days + _WEEKEND * (-(-days // _WEEK) + 1) + _HOLIDAYS


def _fewest_days(limit: Amount) -> int | None:
    if limit.unit == Unit.NATURAL_DAY:
        return limit.amount
    return limit.amount * _MONTHS[limit.unit] * _SHORTEST_MONTH if limit.unit in _MONTHS else None
