from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection

from tongban.kernel.actors import SYSTEM
from tongban.kernel.days import SHANGHAI
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs
from tongban.web.ops import probes
from tongban.web.ops.figures import NAMES, spoken
from tongban.web.ops.probe import Check, Probe, State, at_least, at_most, run, worst

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 1, 10, tzinfo=SHANGHAI)


def sql(statement: str, *values: datetime | str | int | None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0] if cursor.description else 0


def beat(at: datetime) -> None:
    sql("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", at)


def job(status: str = "todo", *, scheduled: datetime | None = None, event: str = "", at: datetime = NOW) -> None:
    number = sql(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, scheduled_at)"
        " VALUES ('default', 'sample', %s, %s) RETURNING id",
        status,
        scheduled,
    )
    sql("DELETE FROM procrastinate_events WHERE job_id = %s", number)
    sql("INSERT INTO procrastinate_events (job_id, type, at) VALUES (%s, %s, %s)", number, event or "deferred", at)


@pytest.fixture(autouse=True)
def _no_jobs() -> None:
    sql("DELETE FROM procrastinate_events")
    sql("DELETE FROM procrastinate_jobs")
    sql("DELETE FROM procrastinate_workers")


class TestWorker:
    @pytest.mark.parametrize(
        ("silence", "state"),
        [(10, State.OK), (30, State.OK), (31, State.SLOW), (120, State.SLOW), (121, State.FAILING)],
    )
    def test_is_judged_by_its_last_heartbeat(self, silence: int, state: State) -> None:
        beat(NOW - timedelta(hours=2))
        beat(NOW - timedelta(seconds=silence))

        probe = probes.worker(NOW)

        assert (probe.state, probe.figures["silence_seconds"]) == (state, silence)

    def test_that_never_lived_is_failing_and_has_no_figures(self) -> None:
        probe = probes.worker(NOW)

        assert (probe.state, probe.figures) == (State.FAILING, {})


class TestQueue:
    def test_without_jobs_is_well(self) -> None:
        probe = probes.queue(NOW)

        assert probe.state is State.OK
        assert set(probe.figures.values()) == {0}

    @pytest.mark.parametrize(("waited", "state"), [(60, State.OK), (61, State.SLOW), (901, State.FAILING)])
    def test_is_judged_by_the_longest_wait(self, waited: int, state: State) -> None:
        job(at=NOW - timedelta(seconds=waited))
        job(at=NOW)

        probe = probes.queue(NOW)

        assert (probe.state, probe.figures["waiting_jobs"], probe.figures["oldest_wait_seconds"]) == (state, 2, waited)

    def test_job_for_later_does_not_wait(self) -> None:
        job(scheduled=NOW + timedelta(hours=1), at=NOW - timedelta(days=3))

        assert probes.queue(NOW).figures["waiting_jobs"] == 0

    def test_job_for_earlier_waits_from_its_own_time(self) -> None:
        job(scheduled=NOW - timedelta(seconds=20), at=NOW - timedelta(days=3))

        assert probes.queue(NOW).figures["oldest_wait_seconds"] == 20

    def test_failures_of_the_last_day_are_counted(self) -> None:
        job("failed", event="failed", at=NOW - timedelta(hours=23))
        job("failed", event="failed", at=NOW - timedelta(hours=25))

        assert probes.queue(NOW).figures["failed_last_day_jobs"] == 1


class TestCalendar:
    @pytest.fixture
    def _calendars(self) -> None:
        orgs.load_calendars(at=NOW)

    @pytest.mark.usefixtures("_calendars")
    def test_this_year_announced_and_the_next_estimated_is_well_and_said(self) -> None:
        probe = probes.calendar(NOW)

        assert probe.state is State.OK
        assert "暂估" in probe.sentence
        assert probe.figures["announced_days"] == 121

    @pytest.mark.usefixtures("_calendars")
    @pytest.mark.parametrize(
        ("year", "state"), [(2025, State.OK), (2027, State.SLOW), (2028, State.SLOW), (2030, State.FAILING)]
    )
    def test_is_judged_by_the_years_that_are_loaded(self, year: int, state: State) -> None:
        assert probes.calendar(NOW.replace(year=year)).state is state

    def test_without_any_is_failing(self) -> None:
        assert probes.calendar(NOW).state is State.FAILING


class TestLedger:
    def test_without_entries_is_well(self) -> None:
        assert probes.sequencing(NOW).figures == {"unplaced_entries": 0, "lag_seconds": 0.0}

    def test_entry_without_a_position_is_a_lag(self) -> None:
        ledger.record(at=NOW, actor=SYSTEM, verb="sample.load", kind="sample", subject=UUID(int=9))
        recorded = ledger.Entry.objects.get().recorded_at

        probe = probes.sequencing(recorded + timedelta(seconds=100))

        assert (probe.state, probe.figures) == (State.SLOW, {"unplaced_entries": 1, "lag_seconds": 100.0})

    def test_sequenced_entry_is_none(self) -> None:
        ledger.record(at=NOW, actor=SYSTEM, verb="sample.load", kind="sample", subject=UUID(int=9))
        ledger.sequence()

        assert probes.sequencing(NOW + timedelta(days=1)).state is State.OK

    def test_entry_outside_the_order_is_failing_until_a_check_finds_none(self) -> None:
        ledger.record(at=NOW, actor=SYSTEM, verb="sample.load", kind="sample", subject=UUID(int=9))
        sql("DELETE FROM ledger_pending")
        ledger.inspect(at=NOW, recent=1)

        lost = probes.sequencing(NOW)
        sql("INSERT INTO ledger_pending SELECT id FROM ledger_entry")
        ledger.inspect(at=NOW, recent=1)

        assert (lost.state, lost.figures["lost_entries"]) == (State.FAILING, 1)
        assert probes.sequencing(NOW).state is State.OK


class TestSealing:
    def test_without_entries_is_well(self) -> None:
        assert probes.sealing(NOW).figures == {"unsealed_entries": 0, "seal_lag_seconds": 0.0, "unclosed_days": 0}

    def test_a_position_in_no_batch_is_a_lag(self) -> None:
        ledger.record(at=NOW, actor=SYSTEM, verb="sample.load", kind="sample", subject=UUID(int=9))
        ledger.sequence()
        recorded = ledger.Entry.objects.get().recorded_at

        probe = probes.sealing(recorded + timedelta(seconds=2000))

        figures = {"unsealed_entries": 1, "seal_lag_seconds": 2000.0, "unclosed_days": 0}
        assert (probe.state, probe.figures) == (State.SLOW, figures)

    def test_sealed_entry_is_none(self) -> None:
        ledger.record(at=NOW, actor=SYSTEM, verb="sample.load", kind="sample", subject=UUID(int=9))
        ledger.sequence()
        ledger.seal(at=NOW)

        assert probes.sealing(NOW + timedelta(days=1)).state is State.OK

    def test_position_beyond_the_dense_end_is_failing_at_once(self) -> None:
        ledger.record(at=NOW, actor=SYSTEM, verb="sample.load", kind="sample", subject=UUID(int=9))
        sql("INSERT INTO ledger_position SELECT 100000, entry_id FROM ledger_pending")

        assert probes.sealing(NOW).state is State.FAILING

    def test_what_is_not_what_was_sealed_is_failing(self) -> None:
        ledger.record(at=NOW, actor=SYSTEM, verb="sample.load", kind="sample", subject=UUID(int=9))
        ledger.sequence()
        ledger.seal(at=NOW)
        sql("SET LOCAL session_replication_role = replica")
        sql("UPDATE ledger_entry SET after = 'X'")
        ledger.inspect(at=NOW, recent=1)

        probe = probes.sealing(NOW)

        assert (probe.state, probe.figures["bent_entries"]) == (State.FAILING, 1)
        assert "不符" in probe.sentence

    @pytest.mark.parametrize(("days", "state"), [(0, State.OK), (1, State.SLOW), (2, State.FAILING)])
    def test_days_that_were_not_closed_are_told(self, days: int, state: State) -> None:
        ledger.close_days(at=NOW)

        probe = probes.sealing(NOW + timedelta(days=days))

        assert (probe.state, probe.figures["unclosed_days"]) == (state, days)


class TestDocuments:
    @pytest.mark.parametrize(("there", "state"), [(True, State.OK), (False, State.FAILING)])
    def test_need_a_font(self, there: bool, state: State, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001
        monkeypatch.setattr("tongban.documents.api.available", lambda: there)

        assert probes.font(NOW).state is state


class TestDisk:
    @pytest.mark.parametrize(("megabytes", "state"), [(4096, State.OK), (2047, State.SLOW), (255, State.FAILING)])
    def test_is_judged_by_what_is_left(self, megabytes: int, state: State, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[object] = []

        def usage(path: object) -> object:
            asked.append(path)
            return type("Usage", (), {"free": megabytes * 2**20, "total": 10 * 2**30})

        monkeypatch.setattr("shutil.disk_usage", usage)

        assert probes.disk(NOW).state is state
        assert asked == [settings.STATE_DIR]


class TestRegister:
    def test_only_the_database_keeps_people_from_being_served(self) -> None:
        assert [check.name for check in probes.CHECKS if check.essential] == ["database"]

    def test_every_answer_bears_the_name_of_its_check(self) -> None:
        assert [check.ask(NOW).name for check in probes.CHECKS] == [check.name for check in probes.CHECKS]

    def test_every_figure_has_a_chinese_name_and_a_unit(self) -> None:
        beat(NOW)
        figures = [figure for check in probes.CHECKS for figure in check.ask(NOW).figures.items()]

        assert {name for name, _ in figures} <= set(NAMES)
        assert all(spoken(name, value)[1] for name, value in figures)

    def test_part_that_raises_is_failing_and_tells_nothing(self) -> None:
        def ask(_at: datetime) -> Probe:
            raise RuntimeError("password=secret")

        probe = run(Check("part", "部分", ask), NOW)

        assert probe.state is State.FAILING
        assert "secret" not in probe.sentence
        assert probe.figures == {}


@pytest.mark.parametrize(
    ("grade", "value", "state"),
    [
        (at_most, 1, State.OK),
        (at_most, 1.1, State.SLOW),
        (at_most, 2.1, State.FAILING),
        (at_least, 2, State.SLOW),
        (at_least, 1, State.SLOW),
        (at_least, 0.9, State.FAILING),
    ],
)
def test_bounds_belong_to_the_better_state(grade: Callable[..., State], value: float, state: State) -> None:
    bounds = {"slow": 1, "failing": 2} if grade is at_most else {"slow": 2.1, "failing": 1}

    assert grade(value, **bounds) is state


def test_house_is_as_bad_as_its_worst_part() -> None:
    parts = [Probe("a", State.OK, ""), Probe("b", State.FAILING, ""), Probe("c", State.SLOW, "")]

    assert worst(parts) is State.FAILING
    assert worst([]) is State.OK
