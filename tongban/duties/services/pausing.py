"""Stopping a clock on a ground of the law, letting it run again, making it longer with the approval the law asks for.

One that ends sooner, because less was promised meanwhile, needs no ground: whoever is owed something gets it sooner.

Mechanisms write no ledger entries: the verb that calls does.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from tongban.duties import queries, rules
from tongban.duties.errors import (
    CannotPause,
    ClockOver,
    ExtendedAlready,
    NoClockRuns,
    NotPaused,
    PausedAlready,
    PausedTooEarly,
    ResumedTooEarly,
)
from tongban.duties.models import Duty, Extension, Pause
from tongban.duties.services.ends import put_end, take_stops
from tongban.duties.states import Kind
from tongban.kernel.actors import Actor
from tongban.kernel.limits import Direction, Unit


@transaction.atomic
def pause(
    *,
    kinds: tuple[Kind, ...],
    subject: UUID,
    ground: rules.Ground,
    at: datetime,
    expected_until: date | None = None,
) -> int:
    """Stop clocks on a ground the law names, and return how many were (行政许可法45).

    The applicant is told in writing how long it takes: ``expected_until`` is what was told, and ends nothing by itself.
    Promised and statutory limits run side by side, so ``kinds`` names both; one that is over already stays over.
    Refuses NoClockRuns, ClockOver when all of them are, PausedAlready on the same ground, PausedTooEarly before one has
    begun, and CannotPause for what is counted back or has no limit. Other grounds may overlap: the days count once.
    """
    duties = [duty for duty in _held(kinds, subject) if duty.unit != Unit.NONE]
    if not duties or any(duty.direction == Direction.BACKWARD for duty in duties):
        raise CannotPause
    if any(at < duty.event_at for duty in duties):
        raise PausedTooEarly
    running = [duty for duty in duties if not _over(duty, at)]
    if not running:
        raise ClockOver
    if Pause.objects.filter(duty__in=running, ground=ground.code, ended_at__isnull=True).exists():
        raise PausedAlready
    Pause.objects.bulk_create(
        Pause(
            duty=duty,
            began_at=at,
            ground=ground.code,
            name=ground.name,
            basis=ground.basis,
            expected_until=expected_until,
        )
        for duty in running
    )
    return _counted(running, at)


@transaction.atomic
def resume(*, kinds: tuple[Kind, ...], subject: UUID, ground: str, at: datetime) -> int:
    """Let clocks run again that stand on this ground (its code), and return how many; NotPaused when none does.

    Refuses ResumedTooEarly before it stood still. The day on which a clock runs again counts. A clock that stands on
    another ground as well stands on.
    """
    duties = _held(kinds, subject)
    rows = Pause.objects.filter(duty__in=duties, ground=ground, ended_at__isnull=True)
    concerned = set(rows.values_list("duty", flat=True))
    if not concerned:
        raise NotPaused
    if rows.filter(began_at__gt=at).exists():
        raise ResumedTooEarly
    rows.update(ended_at=at)
    return _counted((duty for duty in duties if duty.pk in concerned), at)


@transaction.atomic
def expect(*, kinds: tuple[Kind, ...], subject: UUID, ground: str, until: date) -> int:
    """Put another day to what is expected of a ground on which clocks stand, and return of how many; NotPaused of none.

    It ends nothing and moves nothing: it is what was told (行政许可法45: 所需时间书面告知申请人).
    """
    rows = Pause.objects.filter(duty__kind__in=kinds, duty__subject=subject, ground=ground, ended_at__isnull=True)
    done = rows.update(expected_until=until)
    if not done:
        raise NotPaused
    return done


@transaction.atomic
def extend(
    *, kind: Kind, subject: UUID, rule: rules.Extension, by: Actor, at: datetime, amount: int | None = None
) -> Duty:
    """Make a limit longer by what the regime allows, or less (``amount``), in the unit of the limit (行政许可法42).

    ``by`` is whoever the law names as approver; the calling verb has seen to that. Refuses NoClockRuns, ClockOver after
    the end, ExtendedAlready when it was extended as often as the rule allows, ExtensionUnfit for more or another unit.
    """
    (duty,) = _held((kind,), subject)
    if _over(duty, at):
        raise ClockOver
    if Extension.objects.filter(duty=duty).count() >= rule.times:
        raise ExtendedAlready
    given = rules.extended_by(rule, amount=amount, unit=Unit(duty.unit))
    Extension.objects.create(
        duty=duty, amount=given, approver=rule.approver, approved_by=by.id, approved_at=at, basis=rule.basis
    )
    duty.extension += given
    put_end(duty, queries.almanac(), at)
    duty.save()
    return duty


@transaction.atomic
def shorten(
    *, kind: Kind, subject: UUID, limit: rules.Limit, at: datetime, since: datetime | None = None
) -> queries.Nearer:
    """Let a running clock end by a shorter limit, counted anew from its beginning; say where it ends then.

    ``since``: the beginning that this limit is counted from, where it is another one than the clock had.
    What was owed to somebody is owed sooner, never later: a clock that is over, that would be over at once or that
    would end no sooner is left as it is (``kept`` says why). NoClockRuns.
    """
    (duty,) = _held((kind,), subject)
    by = queries.almanac()
    found = queries.nearer(duty, limit, by, at=at, since=since)
    if found.kept is None:
        put_end(queries.recounted_by(duty, limit, since), by, at)
        duty.save()
    return found


def _held(kinds: tuple[Kind, ...], subject: UUID) -> list[Duty]:
    held = list(Duty.objects.open().filter(kind__in=kinds, subject=subject).select_for_update(of=("self",)))
    if not held:
        raise NoClockRuns
    return held


def _over(duty: Duty, at: datetime) -> bool:
    return duty.due_at is not None and at >= duty.due_at


def _counted(duties: Iterable[Duty], at: datetime) -> int:
    by, done = queries.almanac(), 0
    for duty in duties:
        take_stops(duty)
        put_end(duty, by, at)
        duty.save()
        done += 1
    return done
