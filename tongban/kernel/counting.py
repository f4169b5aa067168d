"""The arithmetic of limits: ticks counted from an event, of which those under a stop do not count.

A tick is a day, a half of a day or a microsecond, as an integer: whatever the unit, one walk serves. A tick counts when
the clock runs at its end, so a stop covers the ticks from the one it begins in up to, and without, the one it ends in.
"""

from __future__ import annotations

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from tongban.kernel.days import SHANGHAI, day_of, end_of, start_of
from tongban.kernel.errors import Broken
from tongban.kernel.terms import Direction, Question, Roll, Stop, Unit
from tongban.kernel.workdays import WorkCalendar

Span = tuple[int, int]
Tick = Callable[[datetime], int]

OPEN = 1 << 62  # later than any tick: the end of a stop that lasts
HOUR_TICKS = 3_600_000_000
NOON = 12
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_DAY = timedelta(days=1)
_FARTHEST = date(date.max.year - 1, 12, 31)
_NEAREST = date(date.min.year + 1, 1, 1)
_TOO_LONG = "期限太长，算不到那么远，请改小后重试。"
_TOO_SHORT = "期限至少是1，请修改后重试。"
_ROLLING = frozenset({Unit.WORKING_DAY, Unit.NATURAL_DAY, Unit.MONTH, Unit.YEAR})


class Counted(NamedTuple):
    """``last``: the last day counted; ``end``: where it rolls to; ``at``: the moment. All None while a clock stands."""

    last: date | None
    end: date | None
    at: datetime | None


STANDING = Counted(None, None, None)


def count(question: Question, calendar: WorkCalendar) -> Counted:
    """Return where a limit ends; STANDING when it has no end now. Broken if an amount or a year cannot be counted."""
    unit = question.unit
    if unit == Unit.NONE:
        return STANDING
    if unit == Unit.ON_THE_SPOT:
        return _on_the_spot(question)
    _check(question)
    if unit == Unit.WORKING_DAY and not question.stops and question.direction == Direction.FORWARD:
        return _plain(question, calendar)
    if unit == Unit.HOUR:
        return _hours(question)
    if unit == Unit.HALF_WORKING_DAY:
        return _halves(question, calendar)
    last = _last_day(question, calendar)
    end = None if last is None else rolled(last, question, calendar)
    return STANDING if last is None or end is None else Counted(last, end, end_of(end))


def _check(question: Question) -> None:
    """Refuse what nobody can count: less than one, and before the first whole year there is."""
    if question.total < 1 or question.amount < 1:
        raise Broken(_TOO_SHORT)
    if question.event.year < _NEAREST.year:
        raise Broken(_TOO_LONG)


def day_tick(moment: datetime) -> int:
    """Return the legal day of a moment as a tick."""
    return day_of(moment).toordinal()


def half_tick(moment: datetime) -> int:
    """Return the half of the legal day as a tick: before 12:00 the first, from then on the second."""
    local = moment.astimezone(SHANGHAI)
    return 2 * local.toordinal() + (local.hour >= NOON)


def moment_tick(moment: datetime) -> int:
    """Return a moment as a tick of a microsecond."""
    return (moment - _EPOCH) // _MICROSECOND


def tick_of(unit: Unit) -> Tick:
    """Return how moments become ticks in this unit."""
    return {Unit.HOUR: moment_tick, Unit.HALF_WORKING_DAY: half_tick}.get(unit, day_tick)


def moment_of(tick: int, unit: Unit) -> datetime:
    """Return the moment at which a tick begins: what ``tick_of`` turned into a number."""
    if unit == Unit.HOUR:
        return _EPOCH + tick * _MICROSECOND
    day, half = divmod(tick, 2) if unit == Unit.HALF_WORKING_DAY else (tick, 0)
    return start_of(date.fromordinal(day)) + timedelta(hours=NOON * half)


def spans(stops: Iterable[Stop], tick: Tick) -> list[Span]:
    """Return the ticks that stops cover as disjoint spans in order: overlapping and touching ones count once."""
    out: list[Span] = []
    for first, resumed in sorted((tick(s.start), OPEN if s.end is None else tick(s.end)) for s in stops):
        if first == resumed:
            continue
        if out and first <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], resumed))
        else:
            out.append((first, resumed))
    return out


def first_tick(question: Question) -> int:
    """Return the first tick that a forward limit counts."""
    event = tick_of(question.unit)(question.event)
    return event if question.inclusive or question.unit in {Unit.HOUR, Unit.ON_THE_SPOT} else event + 1


def walk(first: int, last: int, stopped: Sequence[Span]) -> int | None:
    """Return where a count that would end at ``last`` does end when stopped ticks do not count; None: not now."""
    for start, resumed in stopped:
        if last < start:
            break
        if resumed == OPEN:
            return None
        last += max(0, resumed - max(start, first))
    return last


def nominal(question: Question) -> int:
    """Return the last tick of hours, natural days, months or years that nothing stops."""
    if question.unit == Unit.HOUR:
        return moment_tick(question.event) + question.total * HOUR_TICKS - 1
    back = question.direction == Direction.BACKWARD
    sign, event = (-1 if back else 1), day_of(question.event)
    if question.unit == Unit.NATURAL_DAY:
        return event.toordinal() + sign * (question.total - question.inclusive)
    months = question.total * (12 if question.unit == Unit.YEAR else 1)
    years, month = divmod(event.month - 1 + sign * months, 12)
    year = event.year + years
    if not 1 <= year <= _FARTHEST.year:
        raise Broken(_TOO_LONG)
    last = monthrange(year, month + 1)[1]
    day = event.day
    if question.inclusive and not back:
        # 自当日起满一个月 ends the day before the day of the same number; where that is missing, with the month.
        return date(year, month + 1, 1).toordinal() + min(day - 1, last) - 1
    return date(year, month + 1, min(day, last)).toordinal() + question.inclusive


def worked_before(calendar: WorkCalendar, halves: int) -> Callable[[int], int]:
    """Return what counts the worked ticks before a tick: of days (1), or of their halves (2)."""
    worked = calendar.worked

    def before(tick: int) -> int:
        day, half = divmod(tick, halves)
        place = bisect_left(worked, day)
        return place * halves + (half if half and place < len(worked) and worked[place] == day else 0)

    return before


def rolled(last: date, question: Question, calendar: WorkCalendar) -> date | None:
    """Return the day a limit ends on when its last day is not worked, or stopped; None when the clock stands there.

    A limit counted back never rolls to its event or past it, and one counted forward never before it.
    """
    if question.roll == Roll.NONE or question.unit not in _ROLLING:
        return last
    ahead = question.roll == Roll.NEXT_WORKDAY
    if not question.stops:
        end: date | None = calendar.next_workday(last) if ahead else calendar.previous_workday(last)
    else:
        end = _running(last, spans(question.stops, day_tick), calendar, ahead=ahead)
    if end is None:
        return None
    room = (
        day_of(question.event) - end if question.direction == Direction.BACKWARD else end - day_of(question.event)
    ).days
    return end if room >= (not question.inclusive) else last


def _running(day: date, stopped: Sequence[Span], calendar: WorkCalendar, *, ahead: bool) -> date | None:
    while True:
        day = calendar.next_workday(day) if ahead else calendar.previous_workday(day)
        over = next((one for one in stopped if one[0] <= day.toordinal() < one[1]), None)
        if over is None:
            return day
        if over[1] == OPEN and ahead:
            return None
        day = date.fromordinal(over[1] if ahead else over[0] - 1)


def _on_the_spot(question: Question) -> Counted:
    day = day_tick(question.event)
    last = walk(day, day, spans(question.stops, day_tick))
    if last is None:
        return STANDING
    if last > _FARTHEST.toordinal():
        raise Broken(_TOO_LONG)
    end = date.fromordinal(last)
    return Counted(end, end, end_of(end))


def _plain(question: Question, calendar: WorkCalendar) -> Counted:
    """Count what most limits are, working days that nothing stops: it is the same, only quicker."""
    day = day_of(question.event)
    end = calendar.after(day - _DAY if question.inclusive else day, question.total)
    return Counted(end, end, end_of(end))


def _hours(question: Question) -> Counted:
    ticks = question.total * HOUR_TICKS
    event = moment_tick(question.event)
    farthest = moment_tick(start_of(_FARTHEST))
    if question.direction == Direction.BACKWARD:
        over: int | None = event - ticks
    else:
        last = walk(event, event + ticks - 1, spans(question.stops, moment_tick))
        over = None if last is None else last + 1
    if over is None:
        return STANDING
    if not moment_tick(start_of(_NEAREST)) < over <= farthest:
        raise Broken(_TOO_LONG)
    at = moment_of(over, Unit.HOUR).astimezone(SHANGHAI)
    day = day_of(at - _MICROSECOND)
    return Counted(day, day, at)


def _halves(question: Question, calendar: WorkCalendar) -> Counted:
    tick = _worked(question, calendar, 2)
    if tick is None:
        return STANDING
    day = date.fromordinal(tick // 2)
    return Counted(day, day, end_of(day) if tick % 2 else start_of(day) + timedelta(hours=NOON))


def _last_day(question: Question, calendar: WorkCalendar) -> date | None:
    if question.unit == Unit.WORKING_DAY:
        tick = _worked(question, calendar, 1)
        return None if tick is None else date.fromordinal(tick)
    last: int | None = nominal(question)
    if question.stops and question.direction == Direction.FORWARD and last is not None:
        last = walk(first_tick(question), last, spans(question.stops, day_tick))
    if last is None:
        return None
    if not 0 < last <= _FARTHEST.toordinal():
        raise Broken(_TOO_LONG)
    return date.fromordinal(last)


def _worked(question: Question, calendar: WorkCalendar, halves: int) -> int | None:
    """Return the last tick of a count of worked days (or halves of them), None while the clock stands."""
    before, tick = worked_before(calendar, halves), tick_of(question.unit)
    event = tick(question.event)
    if question.direction == Direction.BACKWARD:
        place = before(event + question.inclusive) - question.total
        return _tick_at(place, halves, calendar, (event - (not question.inclusive)) // halves, back=True)
    first = event if question.inclusive else event + 1
    place = before(first) + question.total - 1
    for start, resumed in spans(question.stops, tick):
        if place < before(start):
            break
        if resumed == OPEN:
            return None
        place += max(0, before(resumed) - before(max(start, first)))
    return _tick_at(place, halves, calendar, first // halves, back=False)


def _tick_at(place: int, halves: int, calendar: WorkCalendar, bound: int, *, back: bool) -> int:
    """Return the worked tick of this place; Broken unless every year from it to the bound is loaded."""
    near = _year(bound)
    day, half = divmod(place, halves)
    if day >= len(calendar.worked) or place < 0:
        years = calendar.years | {near}
        calendar.require(*((min(years) - 1, near) if back else (near, max(years) + 1)))
    found = calendar.worked[day]
    calendar.require(*sorted((near, date.fromordinal(found).year)))
    return found * halves + half


def _year(ordinal: int) -> int:
    """Return the year of a day; the day after the last there is lies in a year of its own."""
    return date.fromordinal(ordinal).year if ordinal <= date.max.toordinal() else date.max.year + 1
