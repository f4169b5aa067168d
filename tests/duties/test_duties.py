from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tongban.duties import api as duties
from tongban.duties.models import Duty
from tongban.kernel.days import SHANGHAI
from tongban.kernel.limits import Unit
from tongban.orgs import api as orgs

pytestmark = pytest.mark.django_db
FIVE = duties.Limit(5, Unit.WORKING_DAY, "行政许可法第三十二条")


def sh(year: int, month: int, day: int, hour: int = 10) -> datetime:
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def _calendars(at: datetime) -> None:
    orgs.load_calendars(at=at)


@pytest.fixture
def subject() -> UUID:
    return uuid4()


def start(
    subject: UUID,
    event: datetime,
    *,
    kind: duties.Kind = duties.Kind.NOTICE,
    limit: duties.Limit = FIVE,
    effect: duties.Silence = duties.Silence.NONE,
) -> Duty:
    return duties.start(
        kind=kind,
        subject_kind="case",
        subject=subject,
        owed_by="department:ZD-X",
        owed_to="party:1",
        event="case.submit",
        event_at=event,
        limit=limit,
        at=event,
        effect=effect,
    )


def over(duty: Duty) -> datetime:
    """Return the moment from which a duty is late."""
    assert duty.due_at is not None
    return duty.due_at


def _many_lapsed(model: Duty) -> None:
    """Let twenty thousand such clocks have ended, and as many others run, as in a city of some months."""
    fields = [field.attname for field in Duty._meta.concrete_fields]
    ended = {"id": "gen_random_uuid()", "subject": "gen_random_uuid()", "state": "'LAPSED'", "ended_at": "due_at"}
    runs = {"id": "gen_random_uuid()", "subject": "gen_random_uuid()", "effect": "'NONE'"}
    with connection.cursor() as cursor:
        for own in (ended, runs):
            values = ", ".join(own.get(name, name) for name in fields)
            rows = f"SELECT {values} FROM duties_duty, generate_series(1, 20000) WHERE id = %s"  # noqa: S608 - its columns
            cursor.execute(f"INSERT INTO duties_duty ({', '.join(fields)}) {rows}", [model.pk])
        cursor.execute("ANALYZE duties_duty")


def only(subject: UUID, at: datetime) -> duties.Clock:
    (clock,) = duties.clocks(subject=subject, at=at)
    return clock


class TestStart:
    @pytest.mark.parametrize(
        ("event", "due"),
        [
            (sh(2026, 2, 13), date(2026, 2, 27)),  # 春节, with 14 and 28 February worked in exchange
            (sh(2026, 4, 30), date(2026, 5, 11)),
            (sh(2026, 9, 18), date(2026, 9, 24)),  # Sunday 20 September is worked
            (sh(2025, 1, 24), date(2025, 2, 7)),
        ],
    )
    def test_counts_working_days_of_the_calendar_without_the_event_day(
        self, subject: UUID, event: datetime, due: date
    ) -> None:
        assert start(subject, event).due_date == due

    def test_ends_at_midnight_in_shanghai_after_the_last_day(self, subject: UUID) -> None:
        duty = start(subject, sh(2026, 9, 1))

        assert duty.due_at == sh(2026, 9, 9, 0)

    def test_takes_the_legal_day_and_not_the_day_elsewhere(self, subject: UUID) -> None:
        sunday_evening_in_london = datetime.fromisoformat("2026-09-06T17:00:00+00:00")

        duty = start(subject, sunday_evening_in_london)

        assert duty.event_date == date(2026, 9, 7)

    def test_may_lie_in_the_past_and_is_then_overdue_at_once(self, subject: UUID) -> None:
        start(subject, sh(2026, 3, 2))

        assert only(subject, sh(2026, 9, 1)).light == duties.Light.OVERDUE

    def test_of_a_second_clock_of_the_same_kind_is_refused(self, subject: UUID) -> None:
        start(subject, sh(2026, 9, 1))

        with pytest.raises(duties.DutyAlreadyRunning):
            start(subject, sh(2026, 9, 2))

    def test_of_a_limit_that_reaches_into_a_year_not_announced_is_marked_estimated(self, subject: UUID) -> None:
        duty = start(subject, sh(2026, 12, 30))

        assert duty.estimated
        assert "暂估" in only(subject, sh(2026, 12, 31)).explanation

    def test_without_a_legal_basis_is_refused_by_the_database(self, subject: UUID) -> None:
        with pytest.raises(IntegrityError, match="duty_has_basis"), transaction.atomic():
            start(subject, sh(2026, 9, 1), limit=duties.Limit(5, Unit.WORKING_DAY, ""))


class TestEnd:
    def test_met_in_time_is_met(self, subject: UUID) -> None:
        start(subject, sh(2026, 9, 1))

        duties.meet(kinds=(duties.Kind.NOTICE,), subject=subject, at=sh(2026, 9, 8, 23))

        assert only(subject, sh(2026, 10, 1)).light == duties.Light.MET

    def test_met_after_the_last_day_is_met_late(self, subject: UUID) -> None:
        start(subject, sh(2026, 9, 1))

        duties.meet(kinds=(duties.Kind.NOTICE,), subject=subject, at=sh(2026, 9, 9, 0))

        assert only(subject, sh(2026, 10, 1)).light == duties.Light.MET_LATE

    def test_lifted_is_owed_by_nobody(self, subject: UUID) -> None:
        start(subject, sh(2026, 9, 1))

        duties.lift(kinds=tuple(duties.Kind), subject=subject, at=sh(2026, 9, 2))

        assert duties.due(list(duties.Kind), at=sh(2027, 1, 4)) == []

    def test_ends_only_the_kinds_that_were_named(self, subject: UUID) -> None:
        start(subject, sh(2026, 9, 1), kind=duties.Kind.STATUTORY)
        start(subject, sh(2026, 9, 1), kind=duties.Kind.PROMISED)

        ended = duties.meet(kinds=(duties.Kind.PROMISED,), subject=subject, at=sh(2026, 9, 2))

        assert ended == 1
        assert duties.open_duty(duties.Kind.STATUTORY, subject=subject) is not None

    def test_without_its_moment_is_refused_by_the_database(self, subject: UUID) -> None:
        duty = start(subject, sh(2026, 9, 1))

        with pytest.raises(IntegrityError, match="duty_ended_iff_not_open"), transaction.atomic():
            Duty.objects.filter(pk=duty.pk).update(state=duties.State.MET)

    def test_lets_the_same_kind_begin_anew(self, subject: UUID) -> None:
        start(subject, sh(2026, 9, 1))
        duties.meet(kinds=(duties.Kind.NOTICE,), subject=subject, at=sh(2026, 9, 2))

        again = start(subject, sh(2026, 9, 3))

        assert again.due_date == date(2026, 9, 10)


class TestAsking:
    def test_what_fell_due_is_listed_from_the_moment_on_and_nothing_changes(self, subject: UUID) -> None:
        duty = start(subject, sh(2026, 9, 1))

        before = duties.due([duties.Kind.NOTICE], at=over(duty) - timedelta(seconds=1))
        after = duties.due([duties.Kind.NOTICE], at=over(duty))

        assert before == []
        assert [row.pk for row in after] == [duty.pk]
        assert duties.open_duty(duties.Kind.NOTICE, subject=subject) is not None

    def test_days_left_count_working_days_after_today(self, subject: UUID) -> None:
        start(subject, sh(2026, 9, 1))

        assert only(subject, sh(2026, 9, 1)).left == 5
        assert only(subject, sh(2026, 9, 8)).left == 0

    def test_late_on_the_first_weekend_is_already_a_day_late(self, subject: UUID) -> None:
        start(subject, sh(2026, 8, 7))  # due Friday 14 August

        assert only(subject, sh(2026, 8, 15)).left == -1

    def test_many_subjects_are_read_in_two_queries(self, subject: UUID, django_assert_max_num_queries) -> None:
        others = [uuid4() for _ in range(5)]
        for one in [subject, *others]:
            start(one, sh(2026, 9, 1))

        with django_assert_max_num_queries(6):
            found = duties.clocks_of([subject, *others], at=sh(2026, 9, 2))

        assert len(found) == 6

    def test_every_regime_of_the_data_names_its_source_and_its_articles(self) -> None:
        regimes = [duties.regime(code, on=date(2026, 9, 1)) for code in duties.regime_codes()]

        assert {regime.code for regime in regimes} >= {"ADMINISTRATIVE_LICENCE", "CITY_DEFAULT"}
        assert all(regime.source and regime.notice.basis and regime.delivery.basis for regime in regimes)

    def test_silence_means_acceptance_only_where_the_law_says_so(self) -> None:
        licence = duties.regime("ADMINISTRATIVE_LICENCE", on=date(2026, 9, 1))
        default = duties.regime("CITY_DEFAULT", on=date(2026, 9, 1))

        assert licence.silence == duties.Silence.ACCEPTED_FROM_RECEIPT
        assert default.silence == duties.Silence.NONE

    def test_the_effect_of_one_room_does_not_stand_in_the_way_of_another_s(self, subject: UUID) -> None:
        start(uuid4(), sh(2026, 9, 1), effect=duties.Silence.RENEWED)
        duty = start(subject, sh(2026, 9, 2), effect=duties.Silence.ACCEPTED_FROM_RECEIPT)

        (found,) = duties.effects_due(at=over(duty), effect=duties.Silence.ACCEPTED_FROM_RECEIPT, limit=1)

        assert found.pk == duty.pk

    def test_where_the_last_answer_ended_the_next_goes_on_though_all_end_at_one_moment(self) -> None:
        effect = duties.Silence.ACCEPTED_FROM_RECEIPT
        ends = [start(uuid4(), sh(2026, 9, day), effect=effect) for day in (2, 1, 2, 2, 1)]
        at, found, last = max(over(one) for one in ends), [], None

        while batch := duties.effects_due(at=at, effect=effect, limit=2, after=last):
            last = batch[-1]
            found += [one.pk for one in batch]

        assert found == [one.pk for one in sorted(ends, key=lambda one: (over(one), one.pk))]

    @pytest.mark.parametrize("effect", [duties.Silence.ACCEPTED_FROM_RECEIPT, duties.Silence.RENEWED])
    def test_what_is_due_is_read_from_an_index_in_its_order_and_nothing_else_is(self, effect: duties.Silence) -> None:
        # Many clocks had an effect that is over. By statistics alone all of them would be read for the few that run.
        _many_lapsed(start(uuid4(), sh(2026, 9, 1), effect=duties.Silence.ACCEPTED_FROM_RECEIPT))
        last = start(uuid4(), sh(2026, 9, 1), effect=duties.Silence.ACCEPTED_FROM_RECEIPT)

        for after in (None, last):
            with CaptureQueriesContext(connection) as seen:
                duties.effects_due(at=over(last), effect=effect, limit=50, after=after)
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN {seen.captured_queries[0]['sql']}")
                plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "Index Scan using duty_open_with_effect" in plan
            assert "Sort" not in plan
            assert "Filter" not in plan

    def test_only_duties_with_a_legal_effect_are_listed_for_it(self, subject: UUID) -> None:
        start(subject, sh(2026, 9, 1))
        other = uuid4()
        duty = start(other, sh(2026, 9, 1), effect=duties.Silence.ACCEPTED_FROM_RECEIPT)

        assert [row.subject for row in duties.effects_due(at=over(duty))] == [other]
        assert duties.effects_due(at=over(duty) - timedelta(seconds=1)) == []
