"""Two people agree on a calendar or a closure; the worker moves the clocks, wholly or not at all."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.conftest import in_threads
from tests.orgs.samples import NOVEMBER, ONE, TWO, declare, propose, told
from tongban.duties import api as duties
from tongban.duties import tasks
from tongban.duties.models import Duty
from tongban.duties.services import calendars, recounting
from tongban.kernel.actors import Actor
from tongban.kernel.days import SHANGHAI
from tongban.kernel.errors import WrongState
from tongban.kernel.limits import Unit
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs

pytestmark = pytest.mark.django_db
LATER = NOVEMBER + timedelta(hours=1)
EVE = datetime(2026, 9, 1, 12, tzinfo=SHANGHAI)  # before the first day of the typhoon


@pytest.fixture(autouse=True)
def _calendars(request: pytest.FixtureRequest, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    real = any(mark.kwargs.get("transaction") for mark in request.node.iter_markers("django_db"))
    request.getfixturevalue("transactional_db" if real else "db")
    orgs.load_calendars(at=at)
    monkeypatch.setattr(timezone, "now", lambda: LATER + timedelta(minutes=1))


def start(day: date, amount: int = 20, *, owed_by: str = "department:ZD-X", region: str = "320213") -> Duty:
    event = datetime(day.year, day.month, day.day, 10, tzinfo=SHANGHAI)
    return duties.start(
        kind=duties.Kind.STATUTORY,
        subject_kind="case",
        subject=uuid4(),
        owed_by=owed_by,
        owed_to="party:1",
        department="ZD-X",
        region=region,
        event="case.accept",
        event_at=event,
        limit=duties.Limit(amount, Unit.WORKING_DAY, "行政许可法第四十二条"),
        at=event,
    )


def approve(key: UUID, by: Actor = TWO) -> int:
    return duties.approve_calendar(proposal=key, by=by, at=LATER)


def jobs(task: str) -> list[dict[str, str]]:
    return list(ProcrastinateJob.objects.filter(task_name=task).values_list("args", flat=True))


def run(task: str) -> list[int]:
    """Do what the worker does with the jobs of a task."""
    return [app.tasks[task].func(**args) for args in jobs(task)]


def recount(key: UUID, at: datetime) -> int:
    """Do what the worker does with a closure, at a moment."""
    return duties.recount_closure(closure=key, at=at)


def state(key: UUID) -> str:
    return orgs.calendar_proposal(key).state


class TestNotice:
    def test_from_the_proposal_to_the_due_date_that_moves(self) -> None:
        duty = start(date(2027, 1, 20))
        assert (duty.due_date, duty.estimated) == (date(2027, 2, 19), True)
        key = propose()
        approve(key)
        duty.refresh_from_db()
        assert (state(key), duty.estimated) == ("APPROVED", True)

        assert run(calendars.PUT_IN_FORCE) == [1]

        duty.refresh_from_db()
        assert state(key) == "IN_FORCE"
        assert (duty.due_date, duty.estimated) == (date(2027, 2, 22), False)
        assert not orgs.work_calendar().is_estimated(date(2027, 7, 1))

    def test_all_that_the_worker_did_is_one_operation(self) -> None:
        start(date(2027, 1, 20))
        approve(propose())
        run(calendars.PUT_IN_FORCE)
        ledger.sequence()

        done = ledger.since(0, verbs=["calendar.load", "calendar.put_in_force", "duty.recompute"])

        last = [entry for entry in done if entry.at > LATER]
        assert sorted(entry.verb for entry in last) == ["calendar.load", "calendar.put_in_force", "duty.recompute"]
        assert len({entry.operation for entry in last}) == 1

    def test_a_refused_approval_leaves_no_job(self) -> None:
        key = propose()

        with pytest.raises(orgs.OwnProposal):
            approve(key, by=ONE)

        assert jobs(calendars.PUT_IN_FORCE) == []

    @pytest.mark.django_db(transaction=True)
    def test_killed_before_the_job_is_written_nothing_is_approved(self, monkeypatch: pytest.MonkeyPatch) -> None:
        key = propose()

        def killed(*_: object, **__: object) -> None:
            raise SystemExit

        monkeypatch.setattr(calendars, "_later", killed)
        with pytest.raises(SystemExit):
            approve(key)

        assert (state(key), jobs(calendars.PUT_IN_FORCE)) == ("PROPOSED", [])

    @pytest.mark.django_db(transaction=True)
    def test_of_two_who_approve_at_once_one_wins_and_one_job_is_written(self) -> None:
        three = Actor(uuid4(), TWO.kind, grants=TWO.grants)
        key = propose()

        done = in_threads(told(lambda: approve(key)), told(lambda: approve(key, by=three)))

        assert sorted(done) == ["done", "wrong_state"]
        assert jobs(calendars.PUT_IN_FORCE) == [{"proposal": str(key)}]

    @pytest.mark.django_db(transaction=True)
    def test_killed_while_counting_the_old_calendar_stays_in_force(self, monkeypatch: pytest.MonkeyPatch) -> None:
        key = propose()
        approve(key)

        def killed(**_: object) -> int:
            raise SystemExit

        with monkeypatch.context() as patch:
            patch.setattr(calendars, "recompute", killed)
            with pytest.raises(SystemExit):
                run(calendars.PUT_IN_FORCE)
        assert state(key) == "APPROVED"
        assert orgs.work_calendar().is_estimated(date(2027, 1, 4))

        tasks.finish_calendars(timestamp=0)

        assert state(key) == "IN_FORCE"

    def test_done_twice_it_is_done_once(self) -> None:
        start(date(2027, 1, 20))
        approve(propose())

        assert run(calendars.PUT_IN_FORCE) + run(calendars.PUT_IN_FORCE) == [1, 0]
        assert tasks.finish_calendars(timestamp=0) == 0

    def test_withdrawn_before_the_worker_came_nothing_is_put_in_force(self) -> None:
        key = propose()
        approve(key)
        orgs.withdraw_calendar(proposal=key, by=ONE, at=LATER)

        assert run(calendars.PUT_IN_FORCE) == [0]
        assert orgs.calendar_year(2027).status == orgs.CalendarStatus.ESTIMATED

    def test_what_nobody_approved_is_not_put_in_force(self) -> None:
        with pytest.raises(WrongState):
            duties.put_calendar_in_force(proposal=propose(), at=LATER)

    def test_a_duty_that_began_while_the_first_count_was_under_way_is_counted_too(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        approve(propose())
        plain, counts = recounting.recompute, []

        def recompute(*, years: list[int], by: Actor, at: datetime, cause: UUID) -> int:
            counts.append(plain(years=years, by=by, at=at, cause=cause))
            if len(counts) == 1:
                duty = start(date(2027, 1, 20))
                Duty.objects.filter(pk=duty.pk).update(due_date=date(2027, 2, 19), estimated=True)
            return counts[-1]

        monkeypatch.setattr(calendars, "recompute", recompute)

        assert run(calendars.PUT_IN_FORCE) == [1]
        assert counts == [0, 1]


class TestClosure:
    def test_confirming_and_withdrawing_have_the_clocks_counted_anew(self) -> None:
        key = declare(confirmed=False)
        assert jobs(calendars.RECOUNT) == []

        duties.confirm_closure(closure=key, by=TWO, at=LATER)
        assert jobs(calendars.RECOUNT) == [{"closure": str(key)}]
        run(calendars.RECOUNT)
        assert not orgs.declared_closure(key).recount

        duties.withdraw_closure(closure=key, by=ONE, at=LATER)
        assert len(jobs(calendars.RECOUNT)) == 2
        assert orgs.declared_closure(key).recount

    @pytest.mark.parametrize(
        ("owed_by", "region", "basis", "due"),
        [
            ("party:1", "320213", "", date(2026, 9, 10)),
            ("party:1", "320205", "", date(2026, 9, 8)),
            ("department:ZD-X", "320213", "", date(2026, 9, 8)),
            ("department:ZD-X", "320213", "XKF.45", date(2026, 9, 10)),
        ],
    )
    def test_it_moves_what_runs_against_the_applicant_and_what_a_rule_stops(
        self, at: datetime, owed_by: str, region: str, basis: str, due: date
    ) -> None:
        orgs.load_sample(path=settings.SAMPLE_DIR, at=at)
        duty = start(date(2026, 9, 1), 5, owed_by=owed_by, region=region)
        assert duty.due_date == date(2026, 9, 8)
        key = declare(confirmed=False, region="320213", authority_basis=basis, at=EVE)

        duties.confirm_closure(closure=key, by=TWO, at=EVE)
        recount(key, EVE)
        duty.refresh_from_db()
        assert duty.due_date == due

        duties.withdraw_closure(closure=key, by=ONE, at=EVE)
        recount(key, EVE)
        duty.refresh_from_db()
        assert duty.due_date == date(2026, 9, 8)  # nothing had passed, and more than three working days are left

    def test_a_closed_city_covers_its_districts(self, at: datetime) -> None:
        orgs.load_sample(path=settings.SAMPLE_DIR, at=at)
        declare(region="320200")

        assert start(date(2026, 9, 1), 5, owed_by="party:1").due_date == date(2026, 9, 10)

    def test_its_years_are_counted_twice_and_then_not_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        key = declare(confirmed=False, first=date(2026, 12, 30), last=date(2027, 1, 5))
        duties.confirm_closure(closure=key, by=TWO, at=LATER)
        counted: list[list[int]] = []

        def recompute(*, years: range, **_: object) -> int:
            counted.append(list(years))
            return 0

        monkeypatch.setattr(calendars, "recompute", recompute)
        run(calendars.RECOUNT)
        run(calendars.RECOUNT)

        assert counted == [[2026, 2027], [2026, 2027]]

    def test_what_a_killed_worker_left_is_found(self) -> None:
        key = declare(confirmed=False)
        duties.confirm_closure(closure=key, by=TWO, at=LATER)

        tasks.finish_calendars(timestamp=0)

        assert not orgs.declared_closure(key).recount

    def test_taking_back_what_was_never_in_effect_counts_nothing(self) -> None:
        duties.withdraw_closure(closure=declare(confirmed=False), by=ONE, at=LATER)

        assert jobs(calendars.RECOUNT) == []


def test_the_clocks_that_days_may_move_are_counted() -> None:
    for day in (date(2026, 8, 3), date(2026, 9, 1), date(2026, 9, 30)):
        start(day, amount=5)

    assert duties.open_through(date(2026, 9, 2), date(2026, 9, 3)) == 1
    assert duties.open_through(date(2026, 9, 1), date(2026, 9, 1)) == 0  # the day of the event does not count
    assert duties.open_through(date(2026, 1, 1), date(2026, 12, 31)) == 3


def test_what_was_left_undone_is_looked_for_every_ten_minutes() -> None:
    periodic = {one.task.name: one.cron for one in app.periodic_registry.periodic_tasks.values()}

    assert periodic["duties.finish_calendars"] == "*/10 * * * *"


def test_a_refusal_of_the_worker_is_written_to_the_log(monkeypatch: pytest.MonkeyPatch) -> None:
    key = propose()
    approve(key)
    said: list[str] = []

    def refused(**_: object) -> int:
        raise orgs.NoticeInForce

    monkeypatch.setattr(orgs, "put_in_force", refused)
    monkeypatch.setattr(tasks.log, "exception", lambda message, **_: said.append(message))

    assert tasks.finish_calendars(timestamp=0) == 0
    assert said == ["an approved calendar cannot be put in force"]
    assert state(key) == "APPROVED"
