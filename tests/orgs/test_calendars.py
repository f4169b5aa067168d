"""The calendars are what the State Council announced; a year not announced is marked, never guessed."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from django.db import IntegrityError, transaction

from tests.orgs.conftest import change
from tongban.kernel.errors import Broken
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs
from tongban.orgs.models import CalendarDay, CalendarYear
from tongban.orgs.services.calendars import CALENDARS
from tongban.orgs.states import CalendarStatus

ANNOUNCED_2027 = """
year = 2027
status = "ANNOUNCED"
source = "国务院办公厅关于2027年部分节假日安排的通知（测试）"
published_on = 2026-11-20
[[holidays]]
name = "元旦"
from = 2027-01-01
to = 2027-01-03
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CALENDARS, tmp_path / "calendars"))


def days_of(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(days=n) for n in range(366) if (date(year, 1, 1) + timedelta(n)).year == year]


@pytest.mark.django_db
@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_an_announced_year_agrees_with_public_data_on_every_day(year: int, at: datetime) -> None:
    orgs.load_calendars(at=at)

    calendar = orgs.work_calendar()

    assert [day for day in days_of(year) if calendar.is_workday(day) != chinese_calendar.is_workday(day)] == []
    assert not calendar.is_estimated(date(year, 7, 1))


@pytest.mark.django_db
@pytest.mark.parametrize("year", [2025, 2026])
def test_2025_and_2026_have_248_working_days(year: int, at: datetime) -> None:
    orgs.load_calendars(at=at)

    assert orgs.work_calendar().count(date(year - 1, 12, 31), date(year, 12, 31)) == 248


@pytest.mark.django_db
def test_2027_is_estimated_with_the_thirteen_statutory_days_and_no_make_up_day(at: datetime) -> None:
    orgs.load_calendars(at=at)

    year = orgs.calendar_year(2027)
    off = [day.date for day in year.days.all() if not day.working]

    assert year.status == CalendarStatus.ESTIMATED
    assert year.published_on is None
    assert not any(day.working for day in year.days.all())
    assert off == [
        date(2027, 1, 1),
        *(date(2027, 2, d) for d in (5, 6, 7, 8)),
        date(2027, 4, 5),
        date(2027, 5, 1),
        date(2027, 5, 2),
        date(2027, 6, 9),
        date(2027, 9, 15),
        *(date(2027, 10, d) for d in (1, 2, 3)),
    ]
    assert orgs.work_calendar().is_estimated(date(2027, 7, 1))


@pytest.mark.django_db
def test_every_announced_year_names_its_document_and_its_day(at: datetime) -> None:
    orgs.load_calendars(at=at)

    sources = {year: orgs.calendar_year(year) for year in (2024, 2025, 2026)}

    assert {year: found.published_on for year, found in sources.items()} == {
        2024: date(2023, 10, 25),
        2025: date(2024, 11, 12),
        2026: date(2025, 11, 4),
    }
    assert all("国办发明电" in found.source for found in sources.values())


@pytest.mark.django_db
def test_a_year_that_is_not_loaded_is_refused(at: datetime) -> None:
    orgs.load_calendars(at=at)

    with pytest.raises(orgs.CalendarNotLoaded):
        orgs.calendar_year(2028)
    with pytest.raises(Broken):
        orgs.work_calendar().is_workday(date(2030, 1, 3))


@pytest.mark.django_db
@pytest.mark.parametrize("year", [2028, 2029])
def test_the_two_years_after_the_last_are_estimated_with_the_fixed_holidays_only(at: datetime, year: int) -> None:
    orgs.load_calendars(at=at)

    calendar = orgs.work_calendar()
    special = {day: found.name for day in days_of(year) if (found := calendar.special(day))}

    assert calendar.is_estimated(date(year, 7, 3))
    assert special == {
        date(year, 1, 1): "元旦",
        date(year, 5, 1): "劳动节",
        date(year, 5, 2): "劳动节",
        **{date(year, 10, d): "国庆节" for d in (1, 2, 3)},
    }
    assert not any(calendar.is_workday(day) for day in special)
    assert not CalendarYear.objects.filter(year=year).exists()


@pytest.mark.django_db
def test_loading_a_year_replaces_what_was_assumed_of_it(at: datetime, folder: Path) -> None:
    orgs.load_calendars(at=at, folder=folder)
    text = ANNOUNCED_2027.replace("2027", "2028").replace("2026-11-20", "2027-11-20")
    (folder / "2028.toml").write_text(text, "utf-8")

    orgs.load_calendars(at=at + timedelta(days=450), folder=folder)
    calendar = orgs.work_calendar()

    assert not calendar.is_estimated(date(2028, 10, 2))
    assert calendar.is_workday(date(2028, 10, 2))  # the file of this test has New Year only
    assert calendar.is_estimated(date(2030, 7, 1))


@pytest.mark.django_db
def test_without_any_calendar_nothing_is_assumed() -> None:
    assert orgs.work_calendar().years == frozenset()


@pytest.mark.django_db
def test_loading_the_same_calendars_again_changes_nothing_and_records_nothing(at: datetime) -> None:
    first = orgs.load_calendars(at=at)
    years = list(CalendarYear.objects.values_list("pk", flat=True))

    second = orgs.load_calendars(at=at + timedelta(days=1))

    assert first == [2024, 2025, 2026, 2027]
    assert second == []
    assert list(CalendarYear.objects.values_list("pk", flat=True)) == years


@pytest.mark.django_db
def test_the_announcement_supersedes_the_estimate_at_once_and_keeps_it(at: datetime, folder: Path) -> None:
    orgs.load_calendars(at=at, folder=folder)
    assert orgs.work_calendar().is_estimated(date(2027, 1, 4))
    (folder / "2027.toml").write_text(ANNOUNCED_2027, "utf-8")

    changed = orgs.load_calendars(at=at + timedelta(days=90), folder=folder)

    assert changed == [2027]
    assert not orgs.work_calendar().is_estimated(date(2027, 1, 4))
    assert orgs.calendar_year(2027).status == CalendarStatus.ANNOUNCED
    old = CalendarYear.objects.get(year=2027, superseded_at__isnull=False)
    assert (old.status, old.days.count()) == (CalendarStatus.ESTIMATED, 13)


@pytest.mark.django_db
def test_taking_in_a_year_is_recorded_once_with_its_states(at: datetime, folder: Path) -> None:
    orgs.load_calendars(at=at, folder=folder)
    (folder / "2027.toml").write_text(ANNOUNCED_2027, "utf-8")
    orgs.load_calendars(at=at + timedelta(days=90), folder=folder)

    ledger.sequence()

    entries = [e for e in ledger.since(0, verbs=["calendar.load"]) if e.facts["year"] == 2027]
    assert [(e.before, e.after) for e in entries] == [("", "ESTIMATED"), ("ESTIMATED", "ANNOUNCED")]


@pytest.mark.django_db
def test_an_announced_year_never_becomes_an_estimate_again(at: datetime, folder: Path) -> None:
    orgs.load_calendars(at=at, folder=folder)
    text = (folder / "2026.toml").read_text("utf-8").replace("ANNOUNCED", "ESTIMATED")
    (folder / "2026.toml").write_text(text.replace("published_on = 2025-11-04\n", ""), "utf-8")

    with pytest.raises(orgs.AnnouncedAlready):
        orgs.load_calendars(at=at, folder=folder)

    assert orgs.calendar_year(2026).status == CalendarStatus.ANNOUNCED


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2026-01-04]", "2026-01-05]"),  # a Monday is worked anyway
        ("to = 2026-01-03", "to = 2025-12-31"),
        ("from = 2026-01-01", "from = 2025-12-31"),
        ("from = 2026-02-15", "from = 2026-01-03"),  # listed twice
        ('status = "ANNOUNCED"', 'status = "RUMOURED"'),
        ("year = 2026", "year = 2026\nyears = 1"),
        ('name = "元旦"', "name = "),
    ],
)
def test_a_calendar_file_that_contradicts_itself_is_refused_whole(
    at: datetime, folder: Path, old: str, new: str
) -> None:
    change(folder / "2026.toml", old, new)

    with pytest.raises(orgs.BadData, match=r"2026\.toml"), transaction.atomic():
        orgs.load_calendars(at=at, folder=folder)

    assert not CalendarYear.objects.exists()


@pytest.mark.django_db
def test_the_calendar_is_built_once_and_again_only_when_years_change(at: datetime, folder: Path) -> None:
    orgs.load_calendars(at=at, folder=folder)
    first = orgs.work_calendar()
    assert orgs.work_calendar() is first
    (folder / "2027.toml").write_text(ANNOUNCED_2027, "utf-8")

    orgs.load_calendars(at=at, folder=folder)

    assert orgs.work_calendar() is not first


@pytest.mark.django_db
def test_the_database_takes_one_calendar_in_force_per_year_and_make_up_days_on_weekends_only(at: datetime) -> None:
    year = CalendarYear(year=2030, status=CalendarStatus.ESTIMATED, source="测试", loaded_at=at)
    year.save()

    with pytest.raises(IntegrityError, match="orgs_calendaryear_one_in_force"), transaction.atomic():
        CalendarYear.objects.create(year=2030, status=CalendarStatus.ESTIMATED, source="测试", loaded_at=at)
    with pytest.raises(IntegrityError, match="orgs_calendarday_make_up_on_weekend"), transaction.atomic():
        CalendarDay.objects.create(calendar=year, date=date(2030, 1, 7), working=True, name="元旦")
    with pytest.raises(IntegrityError, match="orgs_calendaryear_announced_iff_published"), transaction.atomic():
        CalendarYear.objects.create(year=2031, status=CalendarStatus.ANNOUNCED, source="测试", loaded_at=at)
