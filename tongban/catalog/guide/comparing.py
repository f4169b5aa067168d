"""Which of two lengths of time is longer, where the units say so."""

from __future__ import annotations

from tongban.catalog.guide.parts import Amount
from tongban.kernel.limits import Unit

_DAYS = {Unit.WORKING_DAY, Unit.NATURAL_DAY}
_MONTHS = {Unit.MONTH: 1, Unit.YEAR: 12}
_HALVES = {Unit.HALF_WORKING_DAY: 1, Unit.WORKING_DAY: 2}
# 全国年节及纪念日放假办法 (2025): thirteen statutory days off a year. Days worked in exchange only make a wait shorter.
_HOLIDAYS = 13
_WEEK, _WEEKEND = 5, 2
_SHORTEST_MONTH = 28
_A_YEAR_OF_WORK = 240


def longer(one: Amount, other: Amount) -> bool | None:
    """Tell whether one limit is longer; None when the units do not say.

    Working days surely end within natural days when even all holidays of a year, falling among them, leave room; and
    natural days that are no more than the working days of the other are no longer. Nothing else mixed is sure.
    """
    if one.unit == other.unit:
        return one.amount > other.amount
    for parts in (_MONTHS, _HALVES):
        if one.unit in parts and other.unit in parts:
            return one.amount * parts[one.unit] > other.amount * parts[other.unit]
    if {one.unit, other.unit} == _DAYS and one.unit == Unit.NATURAL_DAY and one.amount <= other.amount:
        return False
    room = _fewest_days(other)
    most = _most_days(one)
    return False if room is not None and most is not None and most <= room else None


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
