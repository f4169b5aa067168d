"""How a limit was counted, in Chinese sentences that a person can follow with a calendar in hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from tongban.kernel.counting import (
    HOUR_TICKS,
    NOON,
    OPEN,
    Counted,
    Span,
    day_tick,
    first_tick,
    nominal,
    spans,
    tick_of,
    walk,
    worked_before,
)
from tongban.kernel.days import SHANGHAI, day_of
from tongban.kernel.terms import BY_MOMENT, Direction, Question, Roll, Stop, Unit, amount_text
from tongban.kernel.wording import day_text
from tongban.kernel.workdays import WorkCalendar, days_between

_SATURDAY = 5
_PER_DAY = {Unit.WORKING_DAY: 1, Unit.HALF_WORKING_DAY: 2}
_DAYS_ON = frozenset({Unit.NATURAL_DAY, Unit.MONTH, Unit.YEAR})
_MINUTE_TICKS = HOUR_TICKS // 60


def explained(question: Question, found: Counted, calendar: WorkCalendar) -> str:
    """Say how a limit was counted: the event, what was passed over, the stops, the extension, the roll, the guess."""
    if question.unit == Unit.NONE:
        return "法律、法规没有规定期限。"
    if found.last is None or found.end is None or found.at is None:
        return _head(question, None) + _standing(question, calendar)
    text = _head(question, found.last) + _end(question, found.last, found.end, found.at, calendar)
    if question.unit in _PER_DAY:
        text += _passed(question, found.end, calendar)
    guessed = [year for year in years_that_count(question, found) if year in calendar.estimated]
    return text + _stopped(question, found.end) + _guessed(guessed)


def years_that_count(question: Question, found: Counted) -> Iterable[int]:
    """Return the years whose calendar the answer rests on."""
    if found.last is None or found.end is None:
        return ()
    if question.unit in _PER_DAY:
        first, last = _counted_days(question, found.end)
        return range(min(first.year, last.year), last.year + 1)
    if question.unit not in _DAYS_ON or question.roll == Roll.NONE:
        return ()
    return range(min(found.last, found.end).year, max(found.last, found.end).year + 1)


def _head(question: Question, last: date | None) -> str:
    if question.unit == Unit.ON_THE_SPOT:
        return f"当场办理：{day_text(day_of(question.event))}当天办结。"
    if question.unit == Unit.HOUR:
        way = "往前" if question.direction == Direction.BACKWARD else "起"
        return f"自{_moment(question.event)}{way}数{question.total}小时{_extended(question)}，"
    return f"{_from(question)}{_amount(question)}{_extended(question)}{_month_end(question, last)}，"


def _from(question: Question) -> str:
    back = question.direction == Direction.BACKWARD
    day = day_text(day_of(question.event))
    if question.unit == Unit.HALF_WORKING_DAY:
        half = "上午" if question.event.astimezone(SHANGHAI).hour < NOON else "下午"
        return f"{day}{half}{'计入' if question.inclusive else '不算'}，{'往前' if back else '往后'}"
    if question.inclusive:
        return f"{day}当天计入，{'往前' if back else ''}"
    return f"{day}当天不算，{'从前一日起往前' if back else '从次日起'}"


def _amount(question: Question) -> str:
    if question.unit == Unit.WORKING_DAY:
        return f"数{question.total}个工作日"
    if question.unit == Unit.HALF_WORKING_DAY:
        return f"数{question.total}个半天（工作日以12:00为界分为两个半天）"
    if question.unit == Unit.NATURAL_DAY:
        return f"数{question.total}天（周末和节假日都算）"
    return f"满{amount_text(question.total, question.unit)}"


def _extended(question: Question) -> str:
    return f"（其中延长{amount_text(question.extension, question.unit)}）" if question.extension else ""


def _month_end(question: Question, last: date | None) -> str:
    event = day_of(question.event)
    if last is None or question.unit not in {Unit.MONTH, Unit.YEAR} or question.stops or question.inclusive:
        return ""
    return f"（{last.month}月没有{event.day}日，以月末为准）" if last.day != event.day else ""


def _end(question: Question, last: date, end: date, at: datetime, calendar: WorkCalendar) -> str:
    latest = "最晚" if question.direction == Direction.BACKWARD else ""
    if question.unit == Unit.ON_THE_SPOT:
        return "" if not question.stops else f"到{day_text(end)}24:00为止。"
    if question.unit in BY_MOMENT:
        return f"{latest}到{_closing(end, at)}为止。"
    if end == last:
        return f"{latest}到{day_text(end)}24:00为止。"
    moved = "顺延" if end > last else "提前"
    return f"最后一天{day_text(last)}是{_rest(question, last, calendar)}，{moved}到{day_text(end)}24:00为止。"


def _rest(question: Question, day: date, calendar: WorkCalendar) -> str:
    if calendar.is_workday(day):
        grounds = _grounds(stop for stop in question.stops if _covers(stop, day))
        return f"停止计时的日子（{grounds}）"
    special = calendar.special(day)
    return special.name if special else "周末"


def _covers(stop: Stop, day: date) -> bool:
    return stop.first <= day and (stop.resumed is None or day < stop.resumed)


def _counted_days(question: Question, end: date) -> tuple[date, date]:
    """Return the first and the last of the days that a count went through."""
    event, one = day_of(question.event), timedelta(days=1)
    own = question.inclusive or question.unit == Unit.HALF_WORKING_DAY
    if question.direction == Direction.BACKWARD:
        return end, event if own else event - one
    return event if own else event + one, end


def _passed(question: Question, end: date, calendar: WorkCalendar) -> str:
    """Say which days were passed over and which weekend days were counted, each holiday as one stretch."""
    over = spans(question.stops, day_tick) if question.direction == Direction.FORWARD else []
    first, last = _counted_days(question, end)
    year = day_of(question.event).year
    holidays, weekend, made_up = [], 0, []
    running = (day for day in days_between(first, last) if not _inside(day, over))
    for worked, stretch in groupby(running, calendar.is_workday):
        days = list(stretch)
        names = dict.fromkeys(special.name for day in days if (special := calendar.special(day)))
        if worked:
            made_up += [_short(day, year, weekday=True) for day in days if day.weekday() >= _SATURDAY]
        elif names:
            holidays.append(f"{'、'.join(names)}（{_stretch(days[0], days[-1], year)}）")
        else:
            weekend += len(days)
    rests = holidays + ([f"周末{weekend}天"] if weekend else [])
    passed = f"其间不算：{'、'.join(rests)}。" if rests else ""
    return passed + (f"调休上班，照算：{'、'.join(made_up)}。" if made_up else "")


def _inside(day: date, over: Sequence[Span]) -> bool:
    return any(start <= day.toordinal() < resumed for start, resumed in over)


def _stopped(question: Question, end: date) -> str:
    """Name each stop that the count went through with its ground, and what it cost."""
    if question.direction == Direction.BACKWARD:
        return ""
    event = day_of(question.event)
    told = [
        f"{stop.ground or '停止计时'}（{_stop_text(stop, question.unit, event.year)}）"
        for stop in sorted(question.stops, key=lambda one: one.start)
        if stop.end is not None and stop.first <= end and stop.end > question.event and _costs(stop, question.unit)
    ]
    if not told:
        return ""
    after = "" if question.unit in _PER_DAY else "，到期时间相应顺延"
    return f"停止计时，不计入：{'、'.join(told)}{after}。"


def _costs(stop: Stop, unit: Unit) -> bool:
    tick = tick_of(unit)
    return stop.end is None or tick(stop.start) < tick(stop.end)


def _stop_text(stop: Stop, unit: Unit, year: int) -> str:
    if stop.end is None:
        return ""
    if unit in BY_MOMENT:
        return f"{_moment(stop.start)}至{_moment(stop.end)}"
    return _stretch(stop.first, day_of(stop.end) - timedelta(days=1), year)


def _standing(question: Question, calendar: WorkCalendar) -> str:
    """Say since when the clock stands, on which ground, and how much is left when it runs again."""
    standing = [stop for stop in question.stops if stop.end is None]
    since = min(stop.start for stop in standing)
    shown = _moment(since) if question.unit in BY_MOMENT else day_text(day_of(since))
    ended = tuple(stop for stop in question.stops if stop.end is not None)
    earlier = _stopped(question, day_of(since)) if ended else ""
    return f"自{shown}起停止计时（{_grounds(standing)}），恢复计时后{_rest_of_limit(question, calendar)}。{earlier}"


def _rest_of_limit(question: Question, calendar: WorkCalendar) -> str:
    ticks = _left(question, calendar)
    if question.unit == Unit.ON_THE_SPOT:
        return "当天办结"
    if ticks <= 0:
        return "的第一个工作日到期"
    if question.unit == Unit.HOUR:
        hours, rest = divmod(ticks, HOUR_TICKS)
        return f"还剩{hours}小时{-(-rest // _MINUTE_TICKS)}分钟"
    return f"还剩{amount_text(ticks, question.unit) if question.unit in _PER_DAY else f'{ticks}天'}"


def _left(question: Question, calendar: WorkCalendar) -> int:
    """Return how many ticks are not counted yet when the clock comes to stand."""
    first, over = first_tick(question), spans(question.stops, tick_of(question.unit))
    closed, stands = [span for span in over if span[1] != OPEN], over[-1][0]
    if question.unit in _PER_DAY:
        before = worked_before(calendar, _PER_DAY[question.unit])
        past = max(0, before(stands) - before(first))
        lost = sum(max(0, before(end) - before(max(start, first))) for start, end in closed)
        return question.total - past + lost
    last = walk(first, nominal(question), closed)
    return 0 if last is None else last - max(stands, first) + 1


def _grounds(stops: Iterable[Stop]) -> str:
    return "、".join(dict.fromkeys(stop.ground or "停止计时" for stop in stops))


def _closing(end: date, at: datetime) -> str:
    """Return the moment of an end, which at midnight is 24:00 of the day before."""
    local = at.astimezone(SHANGHAI)
    return f"{day_text(end)}24:00" if local.date() != end else _moment(at)


def _moment(at: datetime) -> str:
    local = at.astimezone(SHANGHAI)
    return f"{day_text(local.date())}{local:%H:%M:%S}".removesuffix(":00" if local.second == 0 else "")


def _stretch(first: date, last: date, year: int) -> str:
    if first == last:
        return _short(first, year)
    if (first.year, first.month) == (last.year, last.month):
        return f"{_short(first, year)}至{last.day}日"
    return f"{_short(first, year)}至{_short(last, year)}"


def _short(day: date, year: int, *, weekday: bool = False) -> str:
    """Leave the year out where it is the year of the event."""
    text = day_text(day) if weekday else day_text(day).partition("（")[0]
    return text.removeprefix(f"{year}年")


def _guessed(years: list[int]) -> str:
    if not years:
        return ""
    names = "、".join(f"{year}年" for year in years)
    return f"其中{names}的放假安排还没有公布，这个日期是暂估，公布后会重新计算。"
