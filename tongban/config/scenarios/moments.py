"""Moments and days as scenarios write them: whole, or counted from the step before."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from tongban.config.scenarios.reading import Unreadable
from tongban.kernel.days import SHANGHAI, day_of, start_of
from tongban.kernel.errors import Broken
from tongban.kernel.workdays import WorkCalendar

USUAL = time(10, 0)  # where only a day is given
NEXT = timedelta(minutes=1)  # where a step says nothing of its time
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_WHOLE = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})(?:[T ]+(\d{1,2}:\d{2}(?::\d{2})?))?")
_LATER = re.compile(
    r"\+\s*(\d{1,18})\s*(wd|个?工作日|d|日|天|h|个?小时|m|min|分钟)(?:[T ]+(\d{1,2}:\d{2}))?", re.IGNORECASE
)
_DAYS, _HOURS = frozenset({"d", "日", "天"}), frozenset({"h", "小时", "个小时"})
_WORKING = frozenset({"wd", "工作日", "个工作日"})


def moment(text: str, before: datetime | None, calendar: WorkCalendar) -> datetime:
    """Return the moment that a step says: Asia/Shanghai unless it names an offset.

    ``2026-02-13T10:00``, ``2026-02-13`` (ten o'clock), ``2026-02-13 24:00``; from the step before: ``+3wd`` working
    days, ``+5d`` days, ``+2h``, ``+30m``, days also with a time (``+3wd 09:00``); ``15:30`` is the same day; nothing
    is a minute later. Unreadable for anything else, and for what lies where nothing can be counted any more.
    """
    try:
        return _moment(text.strip(), before, calendar)
    except (Broken, OverflowError) as fault:
        why = fault.message if isinstance(fault, Broken) else "日期超出了能计算的范围"
        raise Unreadable(
            f"时间“{text.strip()}”算不出来：{why.rstrip('。')}。请写近一些的时间，例如 +3wd 10:00"
        ) from fault


def _moment(text: str, before: datetime | None, calendar: WorkCalendar) -> datetime:
    if whole := _WHOLE.fullmatch(text):
        return _on(_day(whole[1]), whole[2])
    if before is not None and (found := _from(text, before, calendar)) is not None:
        return found
    try:
        given = datetime.fromisoformat(text)
    except ValueError as fault:
        raise Unreadable(f"看不懂时间“{text}”，要写成 2026-02-13T10:00、+3wd 10:00 或者 15:30") from fault
    return given if given.tzinfo else given.replace(tzinfo=SHANGHAI)


def _from(text: str, before: datetime, calendar: WorkCalendar) -> datetime | None:
    if not text:
        return before + NEXT
    if _CLOCK.fullmatch(text):
        return _on(day_of(before), text)
    found = _LATER.fullmatch(text)
    return _later(int(found[1]), found[2].lower(), found[3], before, calendar) if found else None


def _later(amount: int, unit: str, clock: str | None, before: datetime, calendar: WorkCalendar) -> datetime:
    if unit in _HOURS:
        return before + timedelta(hours=amount)
    if unit not in _DAYS | _WORKING:
        return before + timedelta(minutes=amount)
    today = day_of(before)
    day = calendar.after(today, amount) if unit in _WORKING else today + timedelta(days=amount)
    return _on(day, clock) if clock else datetime.combine(day, before.astimezone(SHANGHAI).time(), tzinfo=SHANGHAI)


def day(text: str, today: date, calendar: WorkCalendar) -> date:
    """Return the day that a scenario says: ``2026-02-27``, or counted from today: ``+5wd``, ``+10d``."""
    return day_of(moment(text, datetime.combine(today, USUAL, tzinfo=SHANGHAI), calendar))


def _on(day: date, clock: str | None) -> datetime:
    if clock is None:
        return datetime.combine(day, USUAL, tzinfo=SHANGHAI)
    hours, minutes, *seconds = map(int, clock.split(":"))
    if hours > 24 or minutes > 59:  # noqa: PLR2004 - a day has 24 hours of 60 minutes
        raise Unreadable(f"没有“{clock}”这个时刻")
    return start_of(day) + timedelta(hours=hours, minutes=minutes, seconds=sum(seconds))


def _day(text: str) -> date:
    try:
        return date(*map(int, text.split("-")))
    except ValueError as fault:
        raise Unreadable(f"没有“{text}”这一天") from fault
