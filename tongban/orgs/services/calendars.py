"""Taking in the calendars of working days."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import transaction

from tongban.kernel.actors import SYSTEM, Actor
from tongban.kernel.workdays import SpecialDay
from tongban.ledger import api as ledger
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
    return [file.year for file in files if file.year not in reviewed and put_file_in_force(file, at, by)]


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
    _write(file, at)
    ledger.record(
        at=at,
        actor=by,
        verb="calendar.load",
        kind="calendar",
        subject=subject_of(file.year),
        before=old.status if old else "",
        after=file.status,
        facts={"year": file.year, "published_on": file.published_on, "days": len(file.days)},
        why=ledger.Why(ledger.Purpose.ADMINISTRATION, "FJBF.2"),
    )
    return True


def subject_of(year: int) -> UUID:
    """Return what stands for the calendar of a year in the ledger, whichever version is in force."""
    return uuid5(NAMESPACE_OID, f"tongban/calendar/{year}")


def _write(file: CalendarFile, at: datetime) -> None:
    new = CalendarYear.objects.create(
        year=file.year, status=file.status, source=file.source, published_on=file.published_on, loaded_at=at
    )
    CalendarDay.objects.bulk_create(
        CalendarDay(calendar=new, date=day, working=special.working, name=special.name)
        for day, special in file.days.items()
    )


def says_the_same(old: CalendarYear, file: CalendarFile) -> bool:
    """Tell whether a calendar holds what a file says, and on the same document."""
    days = {day.date: SpecialDay(day.working, day.name) for day in old.days.all()}
    return (old.status, old.source, old.published_on, days) == (file.status, file.source, file.published_on, file.days)
