"""Closures and outages lie over the calendar: the applicant loses no time by them, the authority gains none."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

import pytest

from tongban.duties import api as duties
from tongban.duties.models import Duty
from tongban.duties.queries import counting
from tongban.kernel.actors import SYSTEM
from tongban.kernel.days import SHANGHAI
from tongban.kernel.limits import Unit
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True)
class Closure:
    first: date
    last: date
    department: str = "*"
    region: str = "*"
    authority_basis: str = ""
    confirmed: date = date(2026, 9, 1)
    name: str = "系统升级停机"
    source: str = "市数据局公告2026年第3号"
    id: UUID = field(default_factory=uuid4)


def sh(day: int, hour: int = 10) -> datetime:
    return datetime(2026, 9, day, hour, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def _calendars(at: datetime) -> None:
    orgs.load_calendars(at=at)


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> list[Closure]:
    """The closures in force; a test puts in what it needs."""
    held: list[Closure] = []
    monkeypatch.setattr(counting, "closures", lambda *_: held)
    return held


def start(owed_by: str = "party:1", *, department: str = "ZD-X", region: str = "320213", amount: int = 5) -> Duty:
    return duties.start(
        kind=duties.Kind.CORRECTION,
        subject_kind="case",
        subject=uuid4(),
        owed_by=owed_by,
        owed_to="department:ZD-X",
        event="case.ask_correction",
        event_at=sh(1),
        limit=duties.Limit(amount, Unit.WORKING_DAY, "测试依据"),
        at=sh(1),
        department=department,
        region=region,
    )


OUTAGE = Closure(date(2026, 9, 3), date(2026, 9, 4))


def test_a_limit_that_runs_against_the_applicant_is_extended_by_the_days_of_an_outage(closed: list[Closure]) -> None:
    closed.append(OUTAGE)

    assert start().due_date == date(2026, 9, 10)


def test_the_authority_s_own_clock_does_not_stop(closed: list[Closure]) -> None:
    closed.append(OUTAGE)

    assert start("department:ZD-X").due_date == date(2026, 9, 8)


def test_the_authority_s_own_clock_stops_only_on_a_cited_rule(closed: list[Closure]) -> None:
    closed.append(Closure(OUTAGE.first, OUTAGE.last, authority_basis="XKF.45"))

    duty = start("department:ZD-X")

    assert duty.due_date == date(2026, 9, 10)
    (clock,) = duties.clocks(subject=duty.subject, at=sh(2))
    assert "系统升级停机，市数据局公告2026年第3号，行政许可法第四十五条（9月3日至4日）" in clock.explanation


@pytest.mark.parametrize(
    ("department", "region", "ends"),
    [
        ("ZD-X", "*", 10),
        ("ZD-Y", "*", 8),
        ("*", "320213", 10),
        ("*", "3202", 10),
        ("*", "320213021", 8),
        ("*", "320206", 8),
        ("ZD-X", "320213", 10),
    ],
)
def test_only_the_department_and_the_region_that_are_closed_are_concerned(
    closed: list[Closure], department: str, region: str, ends: int
) -> None:
    closed.append(Closure(OUTAGE.first, OUTAGE.last, department=department, region=region))

    assert start().due_date == date(2026, 9, ends)


def test_what_is_city_wide_is_stopped_by_what_is_city_wide_alone(closed: list[Closure]) -> None:
    closed.append(Closure(OUTAGE.first, OUTAGE.last, region="320213"))

    assert start(department="", region="").due_date == date(2026, 9, 8)


def test_an_outage_on_the_last_day_gives_the_next_one(closed: list[Closure]) -> None:
    closed.append(Closure(date(2026, 9, 8), date(2026, 9, 8)))

    assert start().due_date == date(2026, 9, 9)


def test_it_overlaps_with_a_pause_and_both_count_once(closed: list[Closure]) -> None:
    closed.append(OUTAGE)
    duty = start()
    ground = duties.Ground("HEARING", "听证", "某法第一条")
    duties.pause(kinds=(duties.Kind.CORRECTION,), subject=duty.subject, ground=ground, at=sh(4))

    duties.resume(kinds=(duties.Kind.CORRECTION,), subject=duty.subject, ground="HEARING", at=sh(8))

    duty.refresh_from_db()
    assert duty.due_date == date(2026, 9, 11)  # stopped: 3, 4 and 7 September
    assert duty.stops == "2026-09-04/2026-09-08"
    (clock,) = duties.clocks(subject=duty.subject, at=sh(9))
    assert "系统升级停机，市数据局公告2026年第3号（9月3日至4日）、听证，某法第一条（9月4日至7日）" in clock.explanation


def test_an_outage_that_is_declared_moves_what_runs_and_one_that_is_taken_back_moves_it_back(
    closed: list[Closure],
) -> None:
    moved, kept = start(), start("department:ZD-X")
    closed.append(OUTAGE)

    assert duties.recompute(years=[2026], by=SYSTEM, at=sh(2)) == 1
    moved.refresh_from_db()
    kept.refresh_from_db()
    assert (moved.due_date, kept.due_date) == (date(2026, 9, 10), date(2026, 9, 8))
    closed.clear()
    assert duties.recompute(years=[2026], by=SYSTEM, at=sh(2, 11)) == 1
    moved.refresh_from_db()
    assert moved.due_date == date(2026, 9, 8)


def test_clocks_are_counted_once_for_each_set_of_layers_that_stops_them(closed: list[Closure]) -> None:
    for region in ("320213", "320206"):
        for _ in range(3):
            start(region=region)
            start("department:ZD-X", region=region)
    closed += [Closure(OUTAGE.first, OUTAGE.last, region="320213"), Closure(date(2026, 8, 3), date(2026, 8, 4))]

    duties.recompute(years=[2026], by=SYSTEM, at=sh(4))

    ledger.sequence()
    (entry,) = ledger.since(0, verbs=["duty.recompute"])
    assert (entry.facts["limits"], entry.facts["duties"]) == (2, 3)
