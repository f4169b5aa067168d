"""Calendars and closures are committed by the ledger: what is bent in the database is found and not counted by."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from tests.orgs.samples import NOVEMBER, ONE, TWO, declare, propose
from tongban.config.rights import grant_rights
from tongban.duties.tasks import recount
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs
from tongban.orgs.digests import calendar_digest, subject_of
from tongban.orgs.models import CalendarDay, CalendarYear, DeclaredClosure
from tongban.web.ops import probes
from tongban.web.ops.probe import State

pytestmark = pytest.mark.django_db
LATER = NOVEMBER + timedelta(hours=1)


@pytest.fixture(autouse=True)
def _calendars(at: datetime) -> None:
    orgs.load_calendars(at=at)


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def one_more_day() -> None:
    year = CalendarYear.objects.get(year=2026)
    CalendarDay.objects.create(calendar=year, date=date(2026, 11, 30), working=False, name="假日")


def another_source() -> None:
    CalendarYear.objects.filter(year=2026).update(source="假的通知")


def none_in_force() -> None:
    CalendarYear.objects.filter(year=2026).update(superseded_at=NOVEMBER)


def one_that_nobody_loaded() -> None:
    CalendarYear.objects.create(year=2035, status="ESTIMATED", source="无", loaded_at=NOVEMBER)


def a_longer_closure() -> None:
    DeclaredClosure.objects.update(last_date=date(2026, 12, 31))


def a_closure_that_nobody_confirmed() -> None:
    declare(confirmed=False, last=date(2026, 11, 25))
    DeclaredClosure.objects.filter(state="PROPOSED").update(
        state="IN_EFFECT", confirmed_by=TWO.id, confirmed_at=NOVEMBER
    )


def a_closure_that_nobody_declared() -> None:
    row = DeclaredClosure.objects.get()
    row.pk = uuid4()
    row.save(force_insert=True)


def a_closure_confirmed_earlier() -> None:
    DeclaredClosure.objects.update(confirmed_at=NOVEMBER - timedelta(days=90))


BENT = [
    one_more_day,
    another_source,
    none_in_force,
    one_that_nobody_loaded,
    a_longer_closure,
    a_closure_that_nobody_confirmed,
    a_closure_that_nobody_declared,
    a_closure_confirmed_earlier,
]


def test_what_was_put_in_force_in_any_way_is_as_the_ledger_says() -> None:
    key = propose()
    orgs.approve_calendar(proposal=key, by=TWO, at=LATER)
    orgs.put_in_force(proposal=key, at=LATER)
    orgs.withdraw_closure(closure=declare(), by=ONE, at=LATER)
    declare(confirmed=False)
    declare(authority_basis="XKF.45")

    assert orgs.bent() == []


@pytest.mark.parametrize("bend", BENT)
def test_what_is_bent_is_found_and_nothing_is_counted_by_it(
    bend: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    declare(last=date(2026, 11, 25))
    bend()

    assert len(orgs.bent()) == 1
    with pytest.raises(orgs.BentCalendar):
        orgs.check()
    with caplog.at_level(logging.ERROR):
        assert recount(timestamp=0) == 0
    assert "calendars or closures are not what the ledger says" in caplog.text
    probe = probes.calendar(NOVEMBER)
    assert (probe.state, probe.figures) == (State.FAILING, {"bent_calendar_entries": 1})


def test_an_older_version_put_back_in_force_is_found() -> None:
    key = propose()
    orgs.approve_calendar(proposal=key, by=TWO, at=LATER)
    orgs.put_in_force(proposal=key, at=LATER)
    old, new = CalendarYear.objects.filter(year=2027).order_by("superseded_at")
    CalendarYear.objects.filter(pk=new.pk).update(superseded_at=LATER)
    CalendarYear.objects.filter(pk=old.pk).update(superseded_at=None)

    assert orgs.bent() == ["2027"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE orgs_calendarday SET working = NOT working",
        "DELETE FROM orgs_calendarday",
        "TRUNCATE orgs_calendarday",
        "DELETE FROM orgs_calendaryear",
        "DELETE FROM orgs_declaredclosure",
        "DELETE FROM orgs_calendarproposal",
    ],
)
def test_the_database_refuses_to_change_a_day_and_to_take_anything_away(statement: str) -> None:
    sql("SET CONSTRAINTS ALL IMMEDIATE")  # what the fixture wrote would hold up TRUNCATE by itself
    with pytest.raises(IntegrityError, match="is refused"), transaction.atomic():
        sql(statement)


def test_the_application_may_only_read_and_add_days() -> None:
    role = f"test_{uuid4().hex[:8]}"
    sql(f"CREATE ROLE {role}")

    grant_rights(role)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(privilege_type, ',' ORDER BY privilege_type) FROM information_schema.role_table_grants"
            " WHERE grantee = %s AND table_name = 'orgs_calendarday'",
            [role],
        )
        assert cursor.fetchone() == ("INSERT,SELECT",)


def test_the_entry_holds_the_digest_of_every_day() -> None:
    year = CalendarYear.objects.get(year=2026)
    (entry,) = ledger.history(kind="calendar", subject=subject_of(2026))

    assert entry.facts["digest"] == calendar_digest(year)
    assert len(str(entry.facts["digest"])) == 64


def test_what_was_put_in_force_before_entries_held_digests_is_committed_once(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("tongban.orgs.services.calendars.calendar_digest", lambda _: "")
        another = propose()
        orgs.approve_calendar(proposal=another, by=TWO, at=LATER)
        orgs.put_in_force(proposal=another, at=LATER)
    assert orgs.bent() == []

    for _ in range(2):
        assert orgs.load_calendars(at=LATER) == []

    entries = ledger.history(kind="calendar", subject=subject_of(2027))
    assert [bool(entry.facts["digest"]) for entry in entries] == [True, False, True]
    assert at < LATER
