"""Clocks as people see them, and what fell due."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from tongban.duties import rules
from tongban.duties.models import Duty, Extension, Pause
from tongban.duties.queries.counting import Almanac, Told, almanac, stops_with_grounds, terms_of
from tongban.duties.queries.regimes import yellow_from
from tongban.duties.states import KIND_NAMES, LIGHT_NAMES, Kind, Light, Silence, State
from tongban.kernel.days import day_of
from tongban.kernel.errors import Broken
from tongban.kernel.limits import Direction, Unit, amount_text
from tongban.kernel.wording import day_text
from tongban.kernel.workdays import WorkCalendar
from tongban.statements import api as statements


@dataclass(frozen=True, slots=True)
class Clock:
    """A duty as a person sees it at a moment. ``left``: working days left after today; negative when late.

    Where a year in between has no calendar, ``left`` is 0 for an ended duty and counts the known years of an open one.
    ``due_date`` and ``due_at`` are None while it is paused, or where the law sets no limit: ``light_name`` says which.
    """

    kind: Kind
    name: str
    subject: UUID
    due_date: date | None
    due_at: datetime | None
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


def clocks(*, subject: UUID, at: datetime) -> list[Clock]:
    """Return the clocks of one subject, the open ones first, then by due date."""
    return clocks_of([subject], at=at).get(subject, [])


_OF_MANY = statements.Asked(
    lambda keys: Duty.objects.filter(statements.among("duties_duty.subject", keys)).order_by("due_at", "id"), list
)


def clocks_of(subjects: Collection[UUID], *, at: datetime) -> dict[UUID, list[Clock]]:
    """Return the clocks of many subjects in one query, for lists."""
    by = almanac()
    out: dict[UUID, list[Clock]] = {}
    for duty in in_order(_OF_MANY.all(list(subjects)) if subjects else ()):
        out.setdefault(duty.subject, []).append(clock(duty, by, at))
    return out


def in_order(rows: Iterable[Duty]) -> list[Duty]:
    """Return duties that come by their due moments with the open ones first."""
    return sorted(rows, key=lambda row: row.state != State.OPEN)


def due(kinds: Sequence[Kind], *, at: datetime, limit: int = 100) -> list[Duty]:
    """Return open duties whose moment has come, oldest first. Nothing is changed by asking."""
    return list(Duty.objects.open().filter(kind__in=kinds, due_at__lte=at).order_by("due_at", "id")[:limit])


def effects_due(
    *, at: datetime, effect: Silence | None = None, limit: int = 100, after: Duty | None = None
) -> list[Duty]:
    """Return open duties past their moment from whose silence the law concludes something, oldest first.

    A room asks for the ``effect`` that it applies: what waits for another room must not stand in its way. ``after``:
    where its last answer ended. What ends together has one moment, so the key tells how far one came; and what was
    ended meanwhile is not read again, as it would be from the beginning of the index.
    """
    rows = Duty.objects.open().exclude(effect=Silence.NONE).filter(due_at__lte=at)
    wanted = effect if after is None else after.effect
    if wanted is not None:
        rows = rows.filter(effect=wanted)
    if after is not None:
        # All three columns, as no other index has them: one of all that is due could be taken for this one.
        reached = [after.effect, after.due_at, after.id]
        rows = rows.filter(RawSQL("(effect, due_at, id) > (%s, %s, %s)", reached, output_field=BooleanField()))
    return list(rows.order_by("due_at", "id")[:limit])


def ending(kind: Kind, *, after: datetime, until: datetime, limit: int = 1000) -> list[Duty]:
    """Return open duties of a kind whose end lies between two moments, the nearest first: for who is to be reminded."""
    rows = Duty.objects.open().filter(kind=kind, due_at__gt=after, due_at__lte=until)
    return list(rows.order_by("due_at", "id")[:limit])


_OPEN = statements.Asked(
    lambda kind, subject: Duty.objects.open().filter(kind=kind, subject=subject).order_by("pk")[:1], str, UUID
)


def open_duty(kind: Kind, *, subject: UUID) -> Duty | None:
    """Return the running clock of this kind, if any."""
    return _OPEN.first(kind.value, subject)


_SILENT = statements.Asked(
    lambda subject, at: (
        Duty.objects.open()
        .exclude(effect=Silence.NONE)
        .filter(subject=subject, due_at__lte=at)
        .order_by("due_at", "id")[:1]
    ),
    UUID,
    datetime,
)


def silent(*, subject: UUID, at: datetime) -> Duty | None:
    """Return the open duty of a subject whose silence the law concluded something from first, before a moment."""
    return _SILENT.first(subject, at)


def open_through(first: date, last: date) -> int:
    """Return how many running clocks are counted through any of these days: those that a change of them may move."""
    return Duty.objects.open().filter(through(first, last)).count()


def through(first: date, last: date) -> Q:
    """Say which clocks are counted through any of these days."""
    forward = Q(direction=Direction.FORWARD, due_date__gte=first)
    forward &= Q(event_date__lt=last) | Q(event_date=last, inclusive=True)
    backward = Q(direction=Direction.BACKWARD, due_date__lte=last)
    backward &= Q(event_date__gt=first) | Q(event_date=first, inclusive=True)
    return forward | backward


def pauses_of(kind: Kind, *, subject: UUID) -> list[Pause]:
    """Return what stopped the running clock of this kind, in order."""
    return list(
        Pause.objects.filter(duty__kind=kind, duty__subject=subject, duty__state=State.OPEN).order_by("began_at", "pk")
    )


def all_pauses_of(kind: Kind, *, subject: UUID) -> list[Pause]:
    """Return what ever stopped clocks of this kind, of those that ended too, in order."""
    return list(Pause.objects.filter(duty__kind=kind, duty__subject=subject).order_by("began_at", "pk"))


def extensions_of(kind: Kind, *, subject: UUID) -> list[Extension]:
    """Return by what the running clock of this kind was extended, in order."""
    rows = Extension.objects.filter(duty__kind=kind, duty__subject=subject, duty__state=State.OPEN)
    return list(rows.order_by("approved_at", "pk"))


def clock(duty: Duty, by: Almanac, at: datetime) -> Clock:
    """Return a duty as a person sees it at a moment."""
    state, today = State(duty.state), day_of(at)
    left = 0 if duty.due_date is None else _left(duty.due_date, by.calendar, today, ended=state != State.OPEN)
    light = rules.light(
        state=state,
        due_at=duty.due_at,
        ended_at=duty.ended_at,
        at=at,
        left=left,
        yellow=yellow_from(today),
        paused=duty.paused,
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
        explain=partial(explanation, duty, by),
    )


def explanation(duty: Duty, by: Almanac) -> str:
    """Say how the stored end was counted, never another one: an ended clock keeps the calendar it was counted by."""
    try:
        end: Told | None = by.told(terms_of(duty, by), stops_with_grounds(duty), duty.kept_at)
    except Broken:
        end = None
    moved = ""
    if duty.moved_from is not None and duty.due_date is not None:
        moved = f"因工作日安排调整，到期日由{day_text(duty.moved_from)}改为{day_text(duty.due_date)}。"
    if end is not None and (end.due, end.at) == (duty.due_date, duty.due_at):
        return end.explanation + _extensions(duty) + moved
    if duty.due_date is None:
        return f"{LIGHT_NAMES[Light.PAUSED]}。"
    way = "从前一日起往前" if duty.direction == Direction.BACKWARD else "从次日起"
    given = amount_text(duty.amount + duty.extension, Unit(duty.unit))
    limit = f"{day_text(duty.event_date)}当天不算，{way}数{given}，"
    return f"{limit}按登记时的工作日安排，到{day_text(duty.due_date)}24:00为止。{moved}"


def _extensions(duty: Duty) -> str:
    """Say who approved each extension, when and on which provision (行政许可法42: with the reason to the applicant)."""
    if not duty.extension:
        return ""
    unit = Unit(duty.unit)
    told = [
        f"{amount_text(one.amount, unit)}，{day_text(day_of(one.approved_at))}由{one.approver}批准，{one.basis}"
        for one in Extension.objects.filter(duty=duty).order_by("approved_at", "pk")
    ]
    return f"延长：{'；'.join(told)}。"


def _left(due: date, calendar: WorkCalendar, today: date, *, ended: bool) -> int:
    try:
        left = calendar.count(today, due)
    except Broken:  # an old case can be looked at whatever is loaded
        if ended:
            return 0
        left = _known(calendar, today, due) - _known(calendar, due, today)
    # The first weekend after the end is already one day too late, though no working day has passed.
    return left if today <= due else min(-1, left)


def _known(calendar: WorkCalendar, start_exclusive: date, end_inclusive: date) -> int:
    days = (start_exclusive + timedelta(n) for n in range(1, (end_inclusive - start_exclusive).days + 1))
    return sum(day.year in calendar.years and calendar.is_workday(day) for day in days)
