"""行政许可法 42 and 45: what stops a clock, what extends it, and what neither of them may do."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import in_threads
from tongban.duties import api as duties
from tongban.duties.models import Duty, Extension, Pause
from tongban.kernel.actors import Actor, ActorKind
from tongban.kernel.days import SHANGHAI, day_of
from tongban.kernel.errors import Refused
from tongban.kernel.limits import Direction, Question, Stop, Unit, due
from tongban.orgs import api as orgs

pytestmark = pytest.mark.django_db
K = duties.Kind
BOTH = (K.STATUTORY, K.PROMISED)
LICENCE = date(2026, 9, 1)
HEAD = Actor(id=uuid4(), kind=ActorKind.STAFF)


def sh(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


def ground(code: str) -> duties.Ground:
    found = duties.regime("ADMINISTRATIVE_LICENCE", on=LICENCE).ground(code)
    assert found is not None
    return found


def rule() -> duties.Extension:
    found = duties.regime("ADMINISTRATIVE_LICENCE", on=LICENCE).extension
    assert found is not None
    return found


@pytest.fixture(autouse=True)
def _calendars(at: datetime) -> None:
    orgs.load_calendars(at=at)


@pytest.fixture
def subject() -> UUID:
    """A case accepted on 1 September: to be decided by the 29th, as promised by the 14th."""
    subject = uuid4()
    start(subject, K.STATUTORY, 20)
    start(subject, K.PROMISED, 9)
    return subject


def start(
    subject: UUID,
    kind: duties.Kind,
    amount: int,
    unit: Unit = Unit.WORKING_DAY,
    direction: Direction = Direction.FORWARD,
) -> Duty:
    return duties.start(
        kind=kind,
        subject_kind="case",
        subject=subject,
        owed_by="department:ZD-X",
        owed_to="party:1",
        event="case.accept",
        event_at=sh(9, 1),
        limit=duties.Limit(amount, unit, "行政许可法第四十二条", direction),
        at=sh(9, 1),
    )


def stop(subject: UUID, code: str, at: datetime, *kinds: duties.Kind) -> int:
    return duties.pause(kinds=kinds or BOTH, subject=subject, ground=ground(code), at=at)


def go_on(subject: UUID, code: str, at: datetime) -> int:
    return duties.resume(kinds=BOTH, subject=subject, ground=code, at=at)


def ends(subject: UUID) -> tuple[date | None, date | None]:
    found = {duty.kind: duty.due_date for duty in Duty.objects.filter(subject=subject)}
    return found[K.STATUTORY], found[K.PROMISED]


def lights(subject: UUID, at: datetime) -> set[duties.Light]:
    return {clock.light for clock in duties.clocks(subject=subject, at=at)}


class TestPause:
    def test_the_promised_and_the_statutory_limit_stop_side_by_side(self, subject: UUID) -> None:
        assert ends(subject) == (date(2026, 9, 29), date(2026, 9, 14))

        assert stop(subject, "INSPECTION", sh(9, 3)) == 2

        assert ends(subject) == (None, None)
        assert lights(subject, sh(9, 20)) == {duties.Light.PAUSED}

    def test_a_paused_clock_never_falls_due(self, subject: UUID) -> None:
        stop(subject, "INSPECTION", sh(9, 3))

        assert duties.due(list(K), at=sh(12, 31)) == []

    def test_the_days_that_do_not_count_are_added_when_it_runs_again(self, subject: UUID) -> None:
        stop(subject, "INSPECTION", sh(9, 3))

        assert go_on(subject, "INSPECTION", sh(9, 9)) == 2

        assert ends(subject) == (date(2026, 10, 10), date(2026, 9, 18))

    def test_overlapping_suspensions_are_merged_and_the_clock_stands_until_the_last_ends(self, subject: UUID) -> None:
        stop(subject, "INSPECTION", sh(9, 3))
        stop(subject, "HEARING", sh(9, 7))

        go_on(subject, "INSPECTION", sh(9, 9))
        assert ends(subject) == (None, None)
        go_on(subject, "HEARING", sh(9, 8, 23) + timedelta(days=2))

        assert ends(subject)[1] == date(2026, 9, 20)  # 3 to 9 September: five working days, once
        assert Duty.objects.filter(subject=subject).values_list("stops").distinct().get() == ("2026-09-03/2026-09-10",)

    def test_only_the_kinds_that_were_named_stop(self, subject: UUID) -> None:
        stop(subject, "INSPECTION", sh(9, 3), K.PROMISED)

        assert ends(subject) == (date(2026, 9, 29), None)

    def test_what_is_over_already_stays_over_beside_what_stops(self, subject: UUID) -> None:
        assert stop(subject, "HEARING", sh(9, 15)) == 1

        assert ends(subject) == (None, date(2026, 9, 14))
        assert lights(subject, sh(9, 16)) == {duties.Light.PAUSED, duties.Light.OVERDUE}

    def test_after_the_end_it_is_refused(self, subject: UUID) -> None:
        with pytest.raises(duties.ClockOver):
            stop(subject, "INSPECTION", sh(9, 30, 0))

        assert ends(subject) == (date(2026, 9, 29), date(2026, 9, 14))

    def test_on_the_last_day_it_still_stops(self, subject: UUID) -> None:
        stop(subject, "INSPECTION", sh(9, 29, 23))
        go_on(subject, "INSPECTION", sh(9, 30))

        assert ends(subject)[0] == date(2026, 9, 30)

    def test_a_second_time_on_the_same_ground_is_refused(self, subject: UUID) -> None:
        stop(subject, "INSPECTION", sh(9, 3))

        with pytest.raises(duties.PausedAlready):
            stop(subject, "INSPECTION", sh(9, 4))

    def test_of_an_ended_clock_is_refused(self, subject: UUID) -> None:
        duties.meet(kinds=BOTH, subject=subject, at=sh(9, 2))

        with pytest.raises(duties.NoClockRuns):
            stop(subject, "INSPECTION", sh(9, 3))

    @pytest.mark.parametrize(
        ("amount", "unit", "direction"),
        [(0, Unit.NONE, Direction.FORWARD), (30, Unit.NATURAL_DAY, Direction.BACKWARD)],
    )
    def test_of_what_has_no_limit_or_a_fixed_event_is_refused(
        self, amount: int, unit: Unit, direction: Direction
    ) -> None:
        other = uuid4()
        start(other, K.DELIVERY, amount, unit, direction)

        with pytest.raises(duties.CannotPause):
            stop(other, "INSPECTION", sh(9, 3), K.DELIVERY)

    def test_what_stands_on_another_ground_is_not_resumed_by_this_one(self, subject: UUID) -> None:
        stop(subject, "INSPECTION", sh(9, 3))

        with pytest.raises(duties.NotPaused):
            go_on(subject, "HEARING", sh(9, 4))

    def test_until_when_the_applicant_was_told_is_kept_and_ends_nothing(self, subject: UUID) -> None:
        duties.pause(
            kinds=BOTH, subject=subject, ground=ground("HEARING"), at=sh(9, 3), expected_until=date(2026, 9, 8)
        )

        (told,) = duties.pauses_of(K.STATUTORY, subject=subject)
        assert (told.expected_until, told.name, told.basis) == (date(2026, 9, 8), "听证", "行政许可法第四十五条")
        assert lights(subject, sh(10, 20)) == {duties.Light.PAUSED}

    def test_before_the_clock_began_is_refused(self, subject: UUID) -> None:
        with pytest.raises(duties.PausedTooEarly):
            stop(subject, "HEARING", sh(9, 1, 9))

        assert not Pause.objects.exists()

    def test_it_runs_again_no_earlier_than_it_stood_still(self, subject: UUID) -> None:
        stop(subject, "HEARING", sh(9, 3))

        with pytest.raises(duties.ResumedTooEarly):
            go_on(subject, "HEARING", sh(9, 2))

        assert ends(subject) == (None, None)

    @pytest.mark.parametrize("basis", ["XKF.45", "某办法第九条"])
    def test_a_provision_is_cited_by_its_code_or_in_words(self, subject: UUID, basis: str) -> None:
        ground = duties.Ground("HEARING", "听证", basis)

        assert duties.pause(kinds=BOTH, subject=subject, ground=ground, at=sh(9, 3)) == 2

    @pytest.mark.parametrize("blank", ["", " ", "\n\t"])
    @pytest.mark.parametrize("missing", ["ground", "name", "basis"])
    def test_without_a_cited_ground_is_refused_by_the_database(self, subject: UUID, missing: str, blank: str) -> None:
        given = {"ground": "HEARING", "name": "听证", "basis": "行政许可法第四十五条"} | {missing: blank}
        duty = Duty.objects.filter(subject=subject)[0]

        with pytest.raises(IntegrityError, match="pause_has_ground"), transaction.atomic():
            Pause.objects.create(duty=duty, began_at=sh(9, 3), **given)

    def test_that_ends_before_it_began_is_refused_by_the_database(self, subject: UUID) -> None:
        duty = Duty.objects.filter(subject=subject)[0]

        with pytest.raises(IntegrityError, match="pause_ends_after_begin"), transaction.atomic():
            Pause.objects.create(duty=duty, began_at=sh(9, 3), ended_at=sh(9, 2), ground="X", name="听证", basis="某法")

    def test_an_end_that_is_missing_without_a_pause_is_refused_by_the_database(self, subject: UUID) -> None:
        with pytest.raises(IntegrityError, match="duty_without_end_iff_paused"), transaction.atomic():
            Duty.objects.filter(subject=subject).update(due_at=None, due_date=None)

    def test_the_page_says_since_when_on_which_ground_and_how_much_is_left(self, subject: UUID) -> None:
        stop(subject, "EXPERT_REVIEW", sh(9, 3))

        told = {clock.kind: clock for clock in duties.clocks(subject=subject, at=sh(9, 5))}

        assert told[K.PROMISED].due_date is None
        assert told[K.PROMISED].light_name == "计时已暂停"
        assert told[K.PROMISED].explanation == (
            "2026年9月1日（周二）当天不算，从次日起数9个工作日，"
            "自2026年9月3日（周四）起停止计时（专家评审，行政许可法第四十五条），恢复计时后还剩8个工作日。"
        )

    def test_a_decision_while_the_clock_stands_is_in_time_and_has_an_end_again(self, subject: UUID) -> None:
        stop(subject, "INSPECTION", sh(9, 14))

        duties.meet(kinds=BOTH, subject=subject, at=sh(9, 21))

        assert ends(subject) == (date(2026, 10, 13), date(2026, 9, 21))
        assert lights(subject, sh(9, 22)) == {duties.Light.MET}
        assert not Pause.objects.filter(ended_at__isnull=True).exists()

    def test_a_new_calendar_counts_with_the_pauses(self, subject: UUID) -> None:
        stop(subject, "INSPECTION", sh(9, 3))
        go_on(subject, "INSPECTION", sh(9, 9))
        before = ends(subject)
        Duty.objects.filter(subject=subject).update(due_at=sh(11, 1), due_date=date(2026, 11, 1))

        assert duties.recompute(by=HEAD, at=sh(9, 10)) == 2

        assert ends(subject) == before

    @given(
        st.lists(st.tuples(st.sampled_from(["HEARING", "TESTING", "AUCTION"]), st.integers(1, 60)), max_size=8),
        st.sampled_from([(20, Unit.WORKING_DAY), (30, Unit.NATURAL_DAY), (2, Unit.MONTH), (7, Unit.HALF_WORKING_DAY)]),
    )
    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_whatever_stops_and_goes_on_the_stored_end_is_that_of_its_intervals(
        self, given_: list[tuple[str, int]], limit: tuple[int, Unit]
    ) -> None:
        other, at = uuid4(), sh(9, 1)
        duty = start(other, K.STATUTORY, *limit)
        intervals: dict[str, datetime] = {}
        closed: list[Stop] = []
        for code, hours in given_:
            at += timedelta(hours=hours)
            try:
                if code in intervals:
                    go_on(other, code, at)
                    closed.append(Stop(intervals.pop(code), at))
                else:
                    stop(other, code, at, K.STATUTORY)
                    intervals[code] = at
            except duties.ClockOver:
                pass
        stops = (*closed, *(Stop(since) for since in intervals.values()))

        duty.refresh_from_db()
        told = due(Question(sh(9, 1), *limit, stops=stops), orgs.work_calendar())
        assert (duty.due_date, duty.due_at, duty.paused) == (told.due, told.at, told.at is None)


class TestExtend:
    def test_ten_days_with_the_approval_of_the_head_of_the_authority(self, subject: UUID) -> None:
        duty = duties.extend(kind=K.STATUTORY, subject=subject, rule=rule(), by=HEAD, at=sh(9, 20))

        assert duty.due_date == date(2026, 10, 19)
        (kept,) = duties.extensions_of(K.STATUTORY, subject=subject)
        assert (kept.amount, kept.approver, kept.approved_by) == (10, "本机关负责人", HEAD.id)
        clock = next(one for one in duties.clocks(subject=subject, at=sh(9, 21)) if one.kind == K.STATUTORY)
        assert "从次日起数30个工作日（其中延长10个工作日）" in clock.explanation
        assert clock.explanation.endswith(
            "延长：10个工作日，2026年9月20日（周日）由本机关负责人批准，"
            "行政许可法第四十二条第一款：经本行政机关负责人批准，可以延长十日，并将理由告知申请人。"
        )

    def test_less_may_be_asked_for(self, subject: UUID) -> None:
        duty = duties.extend(kind=K.STATUTORY, subject=subject, rule=rule(), by=HEAD, at=sh(9, 20), amount=1)

        assert duty.due_date == date(2026, 9, 30)

    @pytest.mark.parametrize("amount", [0, 11])
    def test_more_than_the_law_allows_is_refused(self, subject: UUID, amount: int) -> None:
        with pytest.raises(duties.ExtensionUnfit):
            duties.extend(kind=K.STATUTORY, subject=subject, rule=rule(), by=HEAD, at=sh(9, 20), amount=amount)

    def test_in_another_unit_is_refused(self) -> None:
        other = uuid4()
        start(other, K.STATUTORY, 20, Unit.NATURAL_DAY)

        with pytest.raises(duties.ExtensionUnfit):
            duties.extend(kind=K.STATUTORY, subject=other, rule=rule(), by=HEAD, at=sh(9, 5))

    def test_a_second_time_is_refused(self, subject: UUID) -> None:
        duties.extend(kind=K.STATUTORY, subject=subject, rule=rule(), by=HEAD, at=sh(9, 20))

        with pytest.raises(duties.ExtendedAlready):
            duties.extend(kind=K.STATUTORY, subject=subject, rule=rule(), by=HEAD, at=sh(9, 21))

    def test_after_the_end_is_refused(self, subject: UUID) -> None:
        with pytest.raises(duties.ClockOver):
            duties.extend(kind=K.STATUTORY, subject=subject, rule=rule(), by=HEAD, at=sh(9, 30, 0))

    def test_of_what_does_not_run_is_refused(self) -> None:
        with pytest.raises(duties.NoClockRuns):
            duties.extend(kind=K.STATUTORY, subject=uuid4(), rule=rule(), by=HEAD, at=sh(9, 5))

    def test_while_it_stands_it_counts_when_the_clock_runs_again(self, subject: UUID) -> None:
        stop(subject, "INSPECTION", sh(9, 3))

        duties.extend(kind=K.STATUTORY, subject=subject, rule=rule(), by=HEAD, at=sh(9, 4))
        assert ends(subject)[0] is None
        go_on(subject, "INSPECTION", sh(9, 4, 12))

        assert ends(subject)[0] == date(2026, 10, 20)

    @pytest.mark.parametrize("blank", ["", "  "])
    @pytest.mark.parametrize("missing", ["approver", "basis"])
    def test_without_an_approver_or_a_basis_is_refused_by_the_database(
        self, subject: UUID, missing: str, blank: str
    ) -> None:
        given = {"approver": "本机关负责人", "basis": "行政许可法第四十二条"} | {missing: blank}
        duty = Duty.objects.filter(subject=subject)[0]

        with pytest.raises(IntegrityError, match="extension_has_approver_and_basis"), transaction.atomic():
            Extension.objects.create(duty=duty, amount=10, approved_by=HEAD.id, approved_at=sh(9, 3), **given)


class TestOnTheSpot:
    def test_is_due_before_the_day_of_the_event_is_over(self) -> None:
        duty = start(uuid4(), K.PROMISED, 0)

        assert (duty.unit, duty.due_date, duty.due_at) == (Unit.ON_THE_SPOT, date(2026, 9, 1), sh(9, 2, 0))

    def test_what_has_no_limit_by_law_never_falls_due(self) -> None:
        subject = uuid4()
        duty = start(subject, K.STATUTORY, 0, Unit.NONE)

        assert (duty.due_date, duty.due_at) == (None, None)
        assert lights(subject, sh(12, 31)) == {duties.Light.NO_LIMIT}
        assert duties.due(list(K), at=sh(12, 31)) == []
        duties.meet(kinds=(K.STATUTORY,), subject=subject, at=sh(12, 31))
        assert lights(subject, sh(12, 31)) == {duties.Light.MET}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_stop_the_same_clock_on_the_same_ground_one_is_refused() -> None:
    subject = uuid4()
    start(subject, K.STATUTORY, 20)

    def attempt() -> str:
        try:
            return str(stop(subject, "INSPECTION", sh(9, 3), K.STATUTORY))
        except Refused as refusal:
            return refusal.code

    assert sorted(in_threads(attempt, attempt)) == ["1", "paused_already"]
    assert day_of(Pause.objects.get().began_at) == date(2026, 9, 3)


class TestShorten:
    """A promise that became shorter: counted from the same beginning, never later, never over at once (工作规范8)."""

    NEW = "办事指南第2版公布的承诺时限（工作规范第八条、第二十二条）"

    def shorter(self, subject: UUID, amount: int, at: datetime) -> duties.Nearer:
        limit = duties.Limit(amount, Unit.WORKING_DAY, self.NEW)
        foreseen = duties.foresee_nearer(K.PROMISED, subject=subject, limit=limit, at=at)
        done = duties.shorten(kind=K.PROMISED, subject=subject, limit=limit, at=at)
        assert foreseen == done
        return done

    def test_it_ends_sooner_counted_from_its_beginning_and_cites_what_says_so(self, subject: UUID) -> None:
        done = self.shorter(subject, 4, sh(9, 3))

        assert (done.was, done.date, done.kept) == (date(2026, 9, 14), date(2026, 9, 7), None)
        assert ends(subject) == (date(2026, 9, 29), date(2026, 9, 7))
        [promised] = [one for one in duties.clocks(subject=subject, at=sh(9, 3)) if one.kind == K.PROMISED]
        assert (promised.basis, "4个工作日" in promised.explanation) == (self.NEW, True)

    def test_what_did_not_count_does_not_count_by_the_shorter_limit(self, subject: UUID) -> None:
        stop(subject, "INSPECTION", sh(9, 3))
        go_on(subject, "INSPECTION", sh(9, 8))

        assert self.shorter(subject, 4, sh(9, 8)).date == date(2026, 9, 10)

    @pytest.mark.parametrize(
        ("amount", "on", "kept"),
        [(9, 3, "NO_SOONER"), (12, 3, "NO_SOONER"), (4, 8, "OVER_AT_ONCE"), (4, 20, "OVER")],
    )
    def test_a_clock_that_would_not_end_sooner_or_would_be_over_is_left_alone(
        self, subject: UUID, amount: int, on: int, kept: str
    ) -> None:
        before = ends(subject)

        assert self.shorter(subject, amount, sh(9, on)).kept == kept
        assert ends(subject) == before

    def test_one_that_stands_is_left_alone_and_one_that_ended_is_refused(self, subject: UUID) -> None:
        stop(subject, "INSPECTION", sh(9, 3))
        assert self.shorter(subject, 4, sh(9, 4)).kept == duties.Kept.STANDS
        duties.meet(kinds=BOTH, subject=subject, at=sh(9, 8))

        limit = duties.Limit(4, Unit.WORKING_DAY, self.NEW)
        assert duties.foresee_nearer(K.PROMISED, subject=subject, limit=limit, at=sh(9, 9)) is None
        with pytest.raises(duties.NoClockRuns):
            duties.shorten(kind=K.PROMISED, subject=subject, limit=limit, at=sh(9, 9))
