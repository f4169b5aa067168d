"""The named data of revising: the days of each stage, dated, and how long somebody counts as present."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from tongban.kernel.days import day_of
from tongban.kernel.limits import Due, Unit, due_after
from tongban.kernel.workdays import WorkCalendar

FILE = Path(__file__).with_name("policy.toml")


@dataclass(frozen=True, slots=True)
class Stages:
    """The working days of each stage from a day on, and where they come from."""

    start: date
    source: str
    days: dict[str, int]


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of a stage: its last day, and how many working days are left; below nothing it is overdue."""

    due: date
    left: int
    source: str
    estimated: bool

    @property
    def overdue(self) -> bool:
        """Tell whether the last day is over."""
        return self.left < 0

    @property
    def text(self) -> str:
        """Return in Chinese what is left."""
        if self.overdue:
            return f"超期{-self.left}个工作日"
        return f"剩余{self.left}个工作日" if self.left else "今天到期"


@cache
def present_for() -> timedelta:
    """Return how long after a look somebody is shown as present."""
    return timedelta(seconds=_raw()["present_seconds"])


@cache
def furthest(*, confirmed: bool) -> timedelta:
    """Return how far ahead something may be published: what is later looks like a slip of the year until confirmed."""
    return timedelta(days=_raw()["furthest_days" if confirmed else "confirmed_days"])


def stages(on: date) -> Stages:
    """Return the table that holds for a stage beginning on a day; the oldest one for a day before all of them."""
    begun = [one for one in _tables() if one.start <= on]
    return begun[-1] if begun else _tables()[0]


def clock(state: str, since: datetime, *, at: datetime, calendar: WorkCalendar) -> Clock | None:
    """Return the clock of a stage that began at a moment; None for a state that has none."""
    held = stages(day_of(since))
    days = held.days.get(state)
    if days is None:
        return None
    end: Due = due_after(day_of(since), days, Unit.WORKING_DAY, calendar)
    last = end.due or day_of(since)
    today = day_of(at)
    left = calendar.count(today, last) if today <= last else -max(1, calendar.count(last, today))
    return Clock(last, left, held.source, end.estimated)


@cache
def _tables() -> tuple[Stages, ...]:
    rows = [
        Stages(one["from"], one["source"], {name: days for name, days in one.items() if isinstance(days, int)})
        for one in _raw()["stages"]
    ]
    return tuple(sorted(rows, key=lambda row: row.start))


@cache
def _raw() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))
