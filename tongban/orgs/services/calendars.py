"""Taking in the calendars of working days."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import transaction

from tongban.kernel.actors import SYSTEM, Actor
from tongban.kernel.workdays import SpecialDay
from tongban.ledger import api as ledger
from tongban.orgs.checking import committed
from tongban.orgs.digests import LOADED, calendar_digest, subject_of
from tongban.orgs.errors import AnnouncedAlready
from tongban.orgs.models import CalendarDay, CalendarYear
from tongban.orgs.reading import CalendarFile, calendar_file
from tongban.orgs.states import CalendarStatus

CALENDARS = Path(__file__).resolve().parents[1] / "calendars"


@transaction.atomic
def load_calendars(*, at: datetime, by: Actor = SYSTEM, folder: Path = CALENDARS) -> list[int]:
    """Put the calendars of a folder in force and return the years that changed.

    The State Council announces the holidays of a year late in the year before; until then a year is estimated. A year
    whose file is what is in force already is left alone. Refuses (AnnouncedAlready) an estimate for a year that is
    announced, and (BadData) a file that does not say what it should; then nothing at all is loaded. A year that two
    people put in force is theirs: no file replaces it.
    """
    files = [calendar_file(path) for path in sorted(folder.glob("*.toml"))]
    theirs = CalendarYear.objects.filter(superseded_at__isnull=True, proposal__isnull=False)
    reviewed = set(theirs.values_list("year", flat=True))
    changed = [file.year for file in files if file.year not in reviewed and put_file_in_force(file, at, by)]
    _commit_older(at, by)
    return changed


def put_file_in_force(file: CalendarFile, at: datetime, by: Actor) -> bool:
    """Supersede what is in force of the file's year in the caller's transaction; False if it says the same.

    Refuses (AnnouncedAlready) an estimate for a year that is announced.
    """
    old = CalendarYear.objects.select_for_update().filter(year=file.year, superseded_at__isnull=True).first()
    if old is not None:
        if says_the_same(old, file):
            return False
        if old.status == CalendarStatus.ANNOUNCED and file.status == CalendarStatus.ESTIMATED:
            raise AnnouncedAlready
        old.superseded_at = at
        old.save(update_fields=["superseded_at"])
    _record(_write(file, at), before=old.status if old else "", at=at, by=by)
    return True


def _record(year: CalendarYear, *, before: str, at: datetime, by: Actor) -> None:
    """Commit to the content of a calendar: whoever bends a day of it afterwards is found by the digest."""
    ledger.record(
        at=at,
        actor=by,
        verb=LOADED,
        kind="calendar",
        subject=subject_of(year.year),
        before=before,
        after=year.status,
        facts={
            "year": year.year,
            "published_on": year.published_on,
            "days": year.days.count(),
            "digest": calendar_digest(year),
        },
        why=ledger.Why(ledger.Purpose.ADMINISTRATION, "FJBF.2"),
    )


def _commit_older(at: datetime, by: Actor) -> None:
    """Record once more what was put in force before entries held digests, so that it is committed from now on."""
    for year in CalendarYear.objects.filter(superseded_at__isnull=True):
        if not committed(year.year):
            _record(year, before=year.status, at=at, by=by)


def _write(file: CalendarFile, at: datetime) -> CalendarYear:
    new = CalendarYear.objects.create(
        year=file.year, status=file.status, source=file.source, published_on=file.published_on, loaded_at=at
    )
    CalendarDay.objects.bulk_create(
        CalendarDay(calendar=new, date=day, working=special.working, name=special.name)
        for day, special in file.days.items()
    )
    return new


def says_the_same(old: CalendarYear, file: CalendarFile) -> bool:
    """Tell whether a calendar holds what a file says, and on the same document."""
    days = {day.date: SpecialDay(day.working, day.name) for day in old.days.all()}
    return (old.status, old.source, old.published_on, days) == (file.status, file.source, file.published_on, file.days)
