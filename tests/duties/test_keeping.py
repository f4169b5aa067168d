"""信赖保护: whoever was told an end can rely on it, whatever a closure or a calendar does afterwards."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.orgs.samples import ONE, TWO, declare, propose
from tongban.duties import api as duties
from tongban.duties import rules
from tongban.duties.models import Duty, MovedEnd
from tongban.duties.tasks import recount as every_night
from tongban.kernel.actors import SYSTEM
from tongban.kernel.days import SHANGHAI
from tongban.kernel.limits import Due, Unit
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs

pytestmark = pytest.mark.django_db
K = duties.Kind
CLOSED = {"first": date(2026, 11, 9), "last": date(2026, 11, 25)}


def nov(day: int, hour: int = 10) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=SHANGHAI)


FIFTH = nov(5)


@pytest.fixture(autouse=True)
def _calendars(at: datetime) -> None:
    orgs.load_calendars(at=at)


def start(owed_by: str = "party:1", *, at: datetime = FIFTH, unit: Unit = Unit.WORKING_DAY, amount: int = 5) -> Duty:
    return duties.start(
        kind=K.CORRECTION,
        subject_kind="case",
        subject=uuid4(),
        owed_by=owed_by,
        owed_to="department:ZD-X",
        event="case.ask_correction",
        event_at=at,
        limit=duties.Limit(amount, unit, "测试依据"),
        at=at,
        department="ZD-X",
        region="320213",
    )


def end(duty: Duty) -> date | None:
    duty.refresh_from_db()
    return duty.due_date


def confirm(at: datetime, **changes: object) -> UUID:
    key = declare(confirmed=False, at=at, **{**CLOSED, **changes})
    duties.confirm_closure(closure=key, by=TWO, at=at)
    duties.recount_closure(closure=key, at=at)
    return key


def withdraw(key: UUID, at: datetime) -> None:
    duties.withdraw_closure(closure=key, by=ONE, at=at)
    duties.recount_closure(closure=key, at=at)


def only(duty: Duty, at: datetime) -> duties.Clock:
    (clock,) = duties.clocks(subject=duty.subject, at=at)
    return clock


class TestWithdrawing:
    def test_after_its_last_day_takes_nobody_s_time_back(self) -> None:
        duty = start()
        key = confirm(nov(6))
        assert end(duty) == date(2026, 12, 1)

        withdraw(key, nov(26))

        assert end(duty) == date(2026, 12, 1)
        assert only(duty, nov(26, 12)).light != duties.Light.OVERDUE
        assert only(duty, nov(26, 12)).left == 3

    def test_midway_the_days_that_have_passed_do_not_count_and_the_others_do(self) -> None:
        duty = start()
        key = confirm(nov(6))

        withdraw(key, nov(16))

        assert end(duty) == date(2026, 11, 19)  # 6, 16, 17, 18 and 19 November
        assert "11月9日至15日" in only(duty, nov(16, 12)).explanation

    def test_what_would_end_within_three_working_days_is_left_them(self) -> None:
        duty = start(amount=2)
        key = confirm(nov(6))
        assert end(duty) == date(2026, 11, 26)

        withdraw(key, nov(16))  # counted without the days to come it would end today

        assert end(duty) == date(2026, 11, 19)
        told = only(duty, nov(16, 12)).explanation
        assert "为保护办事人的信赖，保留到2026年11月19日（周四）（本市规则，参照行政许可法第八条）。" in told
        assert "因工作日安排调整，到期日由2026年11月26日（周四）改为2026年11月19日（周四）。" in told

    def test_the_authority_s_own_clock_is_not_kept(self) -> None:
        duty = start("department:ZD-X", amount=2)
        key = confirm(nov(6), authority_basis="XKF.45")

        withdraw(key, nov(16))

        assert end(duty) == date(2026, 11, 16)

    def test_the_nights_after_it_move_nothing_more(self, monkeypatch: pytest.MonkeyPatch) -> None:
        duty = start(amount=2)
        withdraw(confirm(nov(6)), nov(16))

        for day in range(17, 25):
            monkeypatch.setattr("django.utils.timezone.now", lambda day=day: nov(day, 2))
            assert every_night(timestamp=0) == 0
            assert end(duty) == date(2026, 11, 19)

    def test_an_end_that_was_kept_stays_kept_when_the_clock_stops_and_runs_again(self) -> None:
        duty = start(amount=2)
        withdraw(confirm(nov(6)), nov(16))
        ground = duties.Ground("HEARING", "听证", "行政许可法第四十五条")
        duties.pause(kinds=(K.CORRECTION,), subject=duty.subject, ground=ground, at=nov(16, 11))

        duties.resume(kinds=(K.CORRECTION,), subject=duty.subject, ground="HEARING", at=nov(16, 12))

        assert end(duty) == date(2026, 11, 19)

    def test_a_verb_between_the_withdrawal_and_the_count_takes_nothing_either(self) -> None:
        duty = start(amount=2)
        key = confirm(nov(6))
        duties.withdraw_closure(closure=key, by=ONE, at=nov(16))
        rule = duties.Extension(1, Unit.WORKING_DAY, "本机关负责人", "测试依据")

        duties.extend(kind=K.CORRECTION, subject=duty.subject, rule=rule, by=ONE, at=nov(16, 11))

        assert end(duty) == date(2026, 11, 19)
        duties.recount_closure(closure=key, at=nov(16, 12))
        assert end(duty) == date(2026, 11, 19)

    def test_hours_are_kept_by_the_moment(self) -> None:
        duty = start(unit=Unit.HOUR, amount=100)
        key = confirm(nov(6))
        assert end(duty) == date(2026, 11, 26)

        withdraw(key, nov(9, 9))

        duty.refresh_from_db()
        assert duty.due_at == nov(13, 0)  # 24:00 of the third working day


class TestCalendar:
    def test_a_notice_that_shortens_what_a_party_was_told_leaves_three_working_days(self) -> None:
        late = datetime(2026, 12, 31, 10, tzinfo=SHANGHAI)
        duty, theirs = start(at=late, amount=22), start("department:ZD-X", at=late, amount=22)
        assert end(duty) == date(2027, 2, 2)
        key = propose()
        duties.approve_calendar(proposal=key, by=TWO, at=nov(21))
        in_january = datetime(2027, 1, 29, 10, tzinfo=SHANGHAI)

        duties.put_calendar_in_force(proposal=key, at=in_january)

        assert end(theirs) == date(2027, 2, 1)  # Sunday 31 January is worked in exchange
        assert end(duty) == date(2027, 2, 2)


class TestAuthority:
    @pytest.mark.parametrize(
        ("confirmed", "due"),
        [(nov(6), date(2026, 12, 1)), (nov(23), date(2026, 11, 12)), (nov(12), date(2026, 11, 26))],
    )
    def test_its_own_clock_stops_from_the_day_of_confirmation_only(self, confirmed: datetime, due: date) -> None:
        duty = start("department:ZD-X")

        confirm(confirmed, authority_basis="XKF.45")

        assert end(duty) == due

    def test_a_party_s_stops_on_days_that_had_passed_too(self) -> None:
        duty = start()

        confirm(nov(23))

        assert end(duty) == date(2026, 12, 1)

    def test_what_is_late_is_not_mended_by_a_closure(self) -> None:
        duty = start("department:ZD-X")

        confirm(nov(23), authority_basis="XKF.45")

        assert only(duty, nov(24)).light == duties.Light.OVERDUE


class TestForeseeing:
    def test_how_many_move_which_way_and_how_far_is_told_before_it_is_confirmed(self) -> None:
        start()
        start()
        start("department:ZD-X")
        key = declare(confirmed=False, at=nov(6), **CLOSED)

        foreseen = duties.foresee_closure(key, at=nov(6))

        assert foreseen == duties.Forecast(lengthened=2, shortened=0, kept=0, farthest=19)
        assert {duty.due_date for duty in Duty.objects.all()} == {date(2026, 11, 12)}
        assert not MovedEnd.objects.exists()

    def test_what_it_foresees_is_what_is_done(self) -> None:
        for amount in (2, 5, 12):
            start(amount=amount)
        key = confirm(nov(6))

        foreseen = duties.foresee_closure(key, at=nov(16))
        withdraw(key, nov(16))

        done = duties.recounted(key, since=nov(16))
        assert (foreseen.lengthened, foreseen.shortened, foreseen.kept) == (0, 3, 1)
        assert (done.lengthened, done.shortened, done.kept) == (0, 3, 1)
        assert duties.recounted(key, since=nov(1)).lengthened == 3

    def test_a_calendar_too(self) -> None:
        late = datetime(2026, 12, 31, 10, tzinfo=SHANGHAI)
        start("department:ZD-X", at=late, amount=22)
        key = propose()

        foreseen = duties.foresee_calendar(key, at=nov(21))

        assert (foreseen.lengthened, foreseen.shortened, foreseen.farthest) == (0, 1, -1)


class TestTelling:
    def test_a_moved_end_of_a_party_waits_to_be_told_and_the_authority_s_does_not(self) -> None:
        duty = start()
        start("department:ZD-X")
        confirm(nov(6), authority_basis="XKF.45")

        (moved,) = duties.moved_for_parties(subject_kind="case")

        assert (moved.subject, moved.kind) == (duty.subject, K.CORRECTION)
        assert (moved.was_at, moved.now_at) == (nov(13, 0), datetime(2026, 12, 2, tzinfo=SHANGHAI))
        assert duties.note_told(moved=moved, at=nov(6, 11))
        assert not duties.note_told(moved=moved, at=nov(6, 11))
        assert duties.moved_for_parties(subject_kind="case") == []

    def test_two_moves_are_one_from_the_end_it_knew_to_the_end_it_has(self) -> None:
        start()
        withdraw(confirm(nov(6)), nov(16))

        (moved,) = duties.moved_for_parties(subject_kind="case")

        assert (moved.was_at, moved.now_at) == (nov(13, 0), nov(20, 0))
        assert len(moved.notes) == 2

    def test_moved_there_and_back_is_not_worth_telling(self) -> None:
        start()
        withdraw(confirm(nov(6)), nov(6, 11))

        (moved,) = duties.moved_for_parties(subject_kind="case")

        assert not moved.worth_telling

    def test_what_runs_no_more_is_not_worth_telling(self) -> None:
        duty = start()
        confirm(nov(6))
        duties.meet(kinds=(K.CORRECTION,), subject=duty.subject, at=nov(6, 11))

        assert [moved.worth_telling for moved in duties.moved_for_parties(subject_kind="case")] == [False]

    def test_the_ledger_says_how_many_moved_which_way_and_how_many_were_kept(self) -> None:
        start(amount=2)
        withdraw(confirm(nov(6)), nov(16))
        ledger.sequence()

        facts = [entry.facts for entry in ledger.since(0, verbs=["duty.recompute"])]

        assert [(one["lengthened"], one["shortened"], one["kept"]) for one in facts] == [(1, 0, 0), (0, 1, 1)]


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99))
def test_a_kept_end_is_never_nearer_than_it_was_told_unless_the_grace_is_over(
    told: int, counted: int, grace: int
) -> None:
    kept = rules.kept_end(told=told, counted=counted, grace=grace)

    assert kept >= counted
    assert kept >= min(told, grace)
    assert kept in {told, counted, grace}


@given(st.integers(0, 500))
def test_an_end_that_is_later_than_what_was_kept_is_its_own(hours: int) -> None:
    at = nov(5) + timedelta(hours=hours)
    end = Due(at.date(), at, estimated=False, tell=lambda: "。")

    assert rules.not_before(end, nov(15)).at == max(at, nov(15))


def test_a_forged_count_is_refused_before_anything_moves() -> None:
    duty = start()
    orgs.CalendarYear.objects.filter(year=2026).update(source="假的")

    with pytest.raises(orgs.BentCalendar):
        duties.recompute(by=SYSTEM, at=nov(6))
    assert end(duty) == date(2026, 11, 12)
