"""Reads for other rooms: the clocks of a subject, what fell due, the regime in force."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from uuid import UUID

from tongban.duties import rules
from tongban.duties.models import Duty
from tongban.duties.states import KIND_NAMES, LIGHT_NAMES, Kind, Light, Silence, State
from tongban.kernel.days import day_of
from tongban.kernel.errors import Broken
from tongban.kernel.wording import day_text
from tongban.kernel.workdays import UNIT_NAMES, Unit, WorkCalendar
from tongban.orgs import api as orgs


@dataclass(frozen=True, slots=True)
class Clock:
    """A duty as a person sees it at a moment. ``left``: working days left after today; negative when late.

    Where a year in between has no calendar, ``left`` is 0 for an ended duty and counts the known years of an open one.
    """

    kind: Kind
    name: str
    subject: UUID
    due_date: date
    due_at: datetime
    estimated: bool
    state: State
    light: Light
    light_name: str
    left: int
    basis: str
    explain: Callable[[], str] = field(repr=False, compare=False)

    @property
    def explanation(self) -> str:
        """Say how the end was counted, so that a person can follow; a list of fifty clocks never asks for it."""
        return self.explain()


@cache
def _data() -> tuple[list[rules.Regime], list[rules.LightPolicy]]:
    raw = tomllib.loads((Path(__file__).parent / "regimes.toml").read_text(encoding="utf8"))
    lights = [rules.LightPolicy(**row) for row in raw["lights"]]
    return [rules.parse_regime(row) for row in raw["regimes"]], sorted(lights, key=lambda row: row.effective_from)


def regime(code: str, *, on: date) -> rules.Regime:
    """Return the legal regime of this code in force on a day."""
    return rules.in_force(_data()[0], code, on)


def regime_codes() -> frozenset[str]:
    """Return every code a guide may name."""
    return frozenset(row.code for row in _data()[0])


def clocks(*, subject: UUID, at: datetime) -> list[Clock]:
    """Return the clocks of one subject, the open ones first, then by due date."""
    return clocks_of([subject], at=at).get(subject, [])


def clocks_of(subjects: Collection[UUID], *, at: datetime) -> dict[UUID, list[Clock]]:
    """Return the clocks of many subjects in one query, for lists."""
    calendar = orgs.work_calendar()
    out: dict[UUID, list[Clock]] = {}
    rows = Duty.objects.filter(subject__in=subjects).order_by("due_at", "id")
    for duty in sorted(rows, key=lambda row: row.state != State.OPEN):
        out.setdefault(duty.subject, []).append(_clock(duty, calendar, at))
    return out


def due_by(kinds: Sequence[Kind], *, at: datetime, limit: int = 100) -> list[Duty]:
    """Return open duties whose moment has come, oldest first. Nothing is changed by asking."""
    return list(Duty.objects.open().filter(kind__in=kinds, due_at__lte=at).order_by("due_at", "id")[:limit])


def effects_due(*, at: datetime, limit: int = 100) -> list[Duty]:
    """Return open duties past their moment from whose silence the law concludes something, oldest first."""
    rows = Duty.objects.open().exclude(effect=Silence.NONE).filter(due_at__lte=at)
    return list(rows.order_by("due_at", "id")[:limit])


def open_duty(kind: Kind, *, subject: UUID) -> Duty | None:
    """Return the running clock of this kind, if any."""
    return Duty.objects.open().filter(kind=kind, subject=subject).first()


def open_through(first: date, last: date) -> int:
    """Return how many open duties are counted through any of these days: those that a change of them may move."""
    return Duty.objects.open().filter(event_date__lt=last, due_date__gte=first).count()


def _clock(duty: Duty, calendar: WorkCalendar, at: datetime) -> Clock:
    state, today = State(duty.state), day_of(at)
    left = _left(duty, calendar, today)
    light = rules.light(
        state=state, due_at=duty.due_at, ended_at=duty.ended_at, at=at, left=left, yellow=_yellow(today)
    )
    return Clock(
        kind=Kind(duty.kind),
        name=KIND_NAMES[Kind(duty.kind)],
        subject=duty.subject,
        due_date=duty.due_date,
        due_at=duty.due_at,
        estimated=duty.estimated,
        state=state,
        light=light,
        light_name=LIGHT_NAMES[light],
        left=left,
        basis=duty.basis,
        explain=partial(_explanation, duty, calendar),
    )


def _explanation(duty: Duty, calendar: WorkCalendar) -> str:
    """Say how the stored end was counted, never another one: an ended clock keeps the calendar it was counted by."""
    unit = Unit(duty.unit)
    try:
        end = rules.end_of_limit(duty.event_date, duty.amount, unit, calendar)
    except Broken:
        end = None
    if end is not None and end.due == duty.due_date:
        return end.explanation
    limit = f"{day_text(duty.event_date)}当天不算，从次日起数{duty.amount}{UNIT_NAMES[unit]}，"
    return f"{limit}按登记时的工作日安排，到{day_text(duty.due_date)}24:00为止。"


def _left(duty: Duty, calendar: WorkCalendar, today: date) -> int:
    due = duty.due_date
    try:
        left = calendar.count(today, due)
    except Broken:  # an old case can be looked at whatever is loaded
        if duty.state != State.OPEN:
            return 0
        left = _known(calendar, today, due) - _known(calendar, due, today)
    # The first weekend after the end is already one day too late, though no working day has passed.
    return left if today <= due else min(-1, left)


def _known(calendar: WorkCalendar, start_exclusive: date, end_inclusive: date) -> int:
    days = (start_exclusive + timedelta(n) for n in range(1, (end_inclusive - start_exclusive).days + 1))
    return sum(day.year in calendar.years and calendar.is_workday(day) for day in days)


def _yellow(today: date) -> int:
    policies = [row for row in _data()[1] if row.effective_from <= today]
    return policies[-1].yellow_from if policies else 0
