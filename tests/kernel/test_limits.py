"""Every unit, both directions, stops and extensions, against somebody who walks through the calendar day by day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import chinese_calendar
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.kernel.calendars import CALENDAR, WITH_ESTIMATE
from tongban.kernel.days import SHANGHAI, day_of, end_of, start_of
from tongban.kernel.errors import Broken
from tongban.kernel.limits import Direction, Due, Question, Roll, Stop, Unit, amount_text, due
from tongban.kernel.wording import day_text

DAY = timedelta(days=1)
EVENTS = st.integers(0, 760 * 24 * 60).map(lambda minutes: sh("2024-02-01T00:00") + timedelta(minutes=minutes))
DIRECTIONS, ROLLS = st.sampled_from(sorted(Direction)), st.sampled_from(sorted(Roll))


def sh(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@st.composite
def stops(draw: st.DrawFn, *, lasting: bool = False) -> tuple[Stop, ...]:
    """Stops around the event that may overlap, touch, lie inside one day, or (the last) still last."""
    base = draw(EVENTS)
    found = []
    for _ in range(draw(st.integers(0, 4))):
        start = base + timedelta(hours=draw(st.integers(-200, 1500)))
        found.append(Stop(start, start + timedelta(hours=draw(st.integers(0, 400))), "检验"))
    if lasting and draw(st.booleans()):
        found.append(Stop(base + timedelta(hours=draw(st.integers(-200, 1500))), None, "听证"))
    return tuple(found)


def counts(day: date, stops: tuple[Stop, ...]) -> bool:
    """A day counts when the clock runs at its 24:00: when it did not stop before, or ran again before."""
    return runs_before(end_of(day), stops)


def runs_before(moment: datetime, stops: tuple[Stop, ...]) -> bool:
    just = moment - timedelta(microseconds=1)
    return not any(stop.start <= just and (stop.end is None or stop.end > just) for stop in stops)


def works(day: date) -> bool:
    """Ask the other calendar; of a year that is not loaded here nobody knows."""
    if not date(2024, 1, 1) <= day <= date(2026, 12, 31):
        raise LookupError
    return bool(chinese_calendar.is_workday(day))


def days_from(day: date, step: int) -> Iterator[date]:
    while date(2020, 1, 1) <= day <= date(2030, 12, 31):
        yield day
        day += step * DAY


def walked(q: Question, *, working: bool) -> date | None:
    """Count one day after the other as a person would; None when the calendar ends before the limit does."""
    back = q.direction == Direction.BACKWARD
    first, left = day_of(q.event), q.total
    for day in days_from(first if q.inclusive else first + (-DAY if back else DAY), -1 if back else 1):
        if (not working or works(day)) and (back or counts(day, q.stops)):
            left -= 1
        if left == 0:
            return day
    return None


def rolled(last: date, q: Question) -> date | None:
    if q.roll == Roll.NONE:
        return last
    step = 1 if q.roll == Roll.NEXT_WORKDAY else -1
    for day in days_from(last, step):
        if works(day) and counts(day, q.stops):
            away = (day - day_of(q.event)).days * (-1 if q.direction == Direction.BACKWARD else 1)
            return day if away >= (0 if q.inclusive else 1) else last
    return None


def moment(found: Due | None) -> datetime:
    """Return the moment of an end; a limit that has none is not what the test is about."""
    assume(found is not None and found.at is not None)
    assert found is not None
    assert found.at is not None
    return found.at


def answer(q: Question) -> Due | None:
    try:
        return due(q, CALENDAR)
    except Broken:
        return None


class TestAgainstWalking:
    @given(EVENTS, st.integers(1, 60), st.integers(0, 15), stops(lasting=True), DIRECTIONS, st.booleans(), ROLLS)
    def test_working_days_agree(
        self,
        event: datetime,
        amount: int,
        extension: int,
        stops: tuple[Stop, ...],
        direction: Direction,
        inclusive: bool,  # noqa: FBT001 - hypothesis gives it
        roll: Roll,
    ) -> None:
        q = Question(event, amount, Unit.WORKING_DAY, direction, inclusive, roll, stops, extension)

        self.agrees(q, working=True)

    @given(EVENTS, st.integers(1, 90), st.integers(0, 15), stops(lasting=True), DIRECTIONS, st.booleans(), ROLLS)
    def test_natural_days_agree(
        self,
        event: datetime,
        amount: int,
        extension: int,
        stops: tuple[Stop, ...],
        direction: Direction,
        inclusive: bool,  # noqa: FBT001 - hypothesis gives it
        roll: Roll,
    ) -> None:
        q = Question(event, amount, Unit.NATURAL_DAY, direction, inclusive, roll, stops, extension)

        self.agrees(q, working=False)

    def agrees(self, q: Question, *, working: bool) -> None:
        found = answer(q)
        try:
            last = walked(q, working=working)
            end = None if last is None else rolled(last, q)
        except LookupError:
            end = None
        if found is None:
            assert end is None
        elif found.due is None:
            assert any(stop.end is None for stop in q.stops)
            assert end is None
        else:
            assert found.due == end
            assert found.at == end_of(found.due)

    @given(EVENTS, st.integers(1, 3), st.sampled_from([Unit.MONTH, Unit.YEAR]), stops(), st.booleans())
    def test_months_and_years_move_by_one_day_for_every_stopped_day(
        self,
        event: datetime,
        amount: int,
        unit: Unit,
        stops: tuple[Stop, ...],
        inclusive: bool,  # noqa: FBT001 - hypothesis gives it
    ) -> None:
        plain = due(Question(event, amount, unit, inclusive=inclusive, roll=Roll.NONE), CALENDAR).due
        assert plain is not None
        natural = (plain - day_of(event)).days + inclusive

        moved = due(Question(event, amount, unit, inclusive=inclusive, roll=Roll.NONE, stops=stops), CALENDAR)

        days = Question(event, natural, Unit.NATURAL_DAY, inclusive=inclusive, roll=Roll.NONE, stops=stops)
        assert moved.due == due(days, CALENDAR).due

    @given(EVENTS, st.integers(1, 40), stops(lasting=True), DIRECTIONS)
    def test_half_days(self, event: datetime, amount: int, stops: tuple[Stop, ...], direction: Direction) -> None:
        q = Question(event, amount, Unit.HALF_WORKING_DAY, direction, stops=stops)
        back = direction == Direction.BACKWARD
        found, left = answer(q), amount
        halves = [
            (start_of(day) + timedelta(hours=hour), start_of(day) + timedelta(hours=hour + 12))
            for day in days_from(date(2024, 1, 1), 1)
            if day.year < 2027 and chinese_calendar.is_workday(day)
            for hour in (0, 12)
        ]
        for begins, over in reversed(halves) if back else halves:
            other = over <= event if back else begins > event
            if other and (back or runs_before(over, stops)):
                left -= 1
            if left == 0:
                assert found is not None
                assert found.at == over
                return
        assert found is None or found.at is None

    @given(EVENTS, st.integers(1, 300), stops())
    def test_hours_run_by_the_minute(self, event: datetime, amount: int, stops: tuple[Stop, ...]) -> None:
        event = event.replace(second=0, microsecond=0, minute=0)
        on_the_hour = tuple(
            Stop(stop.start.replace(minute=0, second=0, microsecond=0), self.hour(stop.end), stop.ground)
            for stop in stops
        )
        found = due(Question(event, amount, Unit.HOUR, stops=on_the_hour), CALENDAR)

        moment, left = event, amount
        while left:
            left -= not any(one.start <= moment and (one.end is None or moment < one.end) for one in on_the_hour)
            moment += timedelta(hours=1)
        assert found.at == moment
        assert found.due == day_of(moment - timedelta(microseconds=1))

    def hour(self, moment: datetime | None) -> datetime | None:
        return None if moment is None else moment.replace(minute=0, second=0, microsecond=0)


class TestStops:
    FIRST = Question(sh("2026-09-01T10:00"), 5, Unit.WORKING_DAY)

    def ends(self, *stops: Stop, amount: int = 5) -> date | None:
        return due(Question(self.FIRST.event, amount, Unit.WORKING_DAY, stops=stops), CALENDAR).due

    def test_the_day_on_which_the_clock_stops_does_not_count_and_the_day_on_which_it_runs_again_does(self) -> None:
        stopped = self.ends(Stop(sh("2026-09-03T17:00"), sh("2026-09-04T09:00")))

        assert self.ends() == date(2026, 9, 8)
        assert stopped == date(2026, 9, 9)

    def test_a_stop_inside_one_day_costs_nothing(self) -> None:
        assert self.ends(Stop(sh("2026-09-03T08:00"), sh("2026-09-03T20:00"))) == date(2026, 9, 8)

    def test_overlapping_and_touching_stops_count_once(self) -> None:
        parts = [
            Stop(sh("2026-09-02T09:00"), sh("2026-09-04T09:00"), "检验"),
            Stop(sh("2026-09-03T09:00"), sh("2026-09-07T09:00"), "听证"),
            Stop(sh("2026-09-07T15:00"), sh("2026-09-09T09:00"), "鉴定"),
        ]

        assert self.ends(*parts) == self.ends(Stop(sh("2026-09-02T09:00"), sh("2026-09-09T09:00")))

    @given(EVENTS, st.integers(1, 40), stops())
    def test_merged_or_apart_and_in_whatever_order_they_cost_the_same(
        self, event: datetime, amount: int, stops: tuple[Stop, ...]
    ) -> None:
        q = Question(event, amount, Unit.NATURAL_DAY, roll=Roll.NONE, stops=stops)
        again = Question(event, amount, Unit.NATURAL_DAY, roll=Roll.NONE, stops=(*reversed(stops), *stops))

        assert answer(q) == answer(again)

    def test_a_weekend_inside_a_stop_of_working_days_costs_nothing_more(self) -> None:
        assert self.ends(Stop(sh("2026-09-05T09:00"), sh("2026-09-07T09:00"))) == self.ends()

    def test_after_the_end_a_stop_changes_nothing(self) -> None:
        assert self.ends(Stop(sh("2026-09-09T09:00"))) == date(2026, 9, 8)

    def test_while_the_clock_stands_there_is_no_end_and_the_rest_is_told(self) -> None:
        q = Question(self.FIRST.event, 5, Unit.WORKING_DAY, stops=(Stop(sh("2026-09-03T09:00"), None, "检验"),))

        found = due(q, CALENDAR)

        assert (found.due, found.at, found.estimated) == (None, None, False)
        assert found.explanation == (
            "2026年9月1日（周二）当天不算，从次日起数5个工作日，"
            "自2026年9月3日（周四）起停止计时（检验），恢复计时后还剩4个工作日。"
        )

    @given(EVENTS, st.integers(2, 40), st.integers(1, 400), st.sampled_from([Unit.WORKING_DAY, Unit.NATURAL_DAY]))
    def test_what_is_told_to_be_left_is_left(self, event: datetime, amount: int, hours: int, unit: Unit) -> None:
        since = event + timedelta(hours=hours)
        standing = due(Question(event, amount, unit, roll=Roll.NONE, stops=(Stop(since, None, "检验"),)), CALENDAR)
        assume(standing.due is None)
        again = since + timedelta(days=30)

        ends = due(Question(event, amount, unit, roll=Roll.NONE, stops=(Stop(since, again, "检验"),)), CALENDAR)

        assert ends.due is not None
        days = list(days_from(max(day_of(again), day_of(event) + DAY), 1))
        left = sum(day <= ends.due and (unit == Unit.NATURAL_DAY or chinese_calendar.is_workday(day)) for day in days)
        assert f"还剩{left}{'个工作日' if unit == Unit.WORKING_DAY else '天'}" in standing.explanation

    def test_each_stop_is_named_with_its_ground_and_its_days(self) -> None:
        stops = (
            Stop(sh("2026-09-03T09:00"), sh("2026-09-09T09:00"), "检验，行政许可法第四十五条"),
            Stop(sh("2026-09-08T09:00"), sh("2026-09-11T09:00"), "听证，行政许可法第四十五条"),
        )

        found = due(Question(self.FIRST.event, 20, Unit.WORKING_DAY, stops=stops, extension=10), CALENDAR)

        assert found.due == date(2026, 10, 27)
        assert found.explanation == (
            "2026年9月1日（周二）当天不算，从次日起数30个工作日（其中延长10个工作日），到2026年10月27日（周二）24:00为止。"
            "其间不算：中秋节（9月25日至27日）、国庆节（10月1日至7日）、周末8天。"
            "调休上班，照算：9月20日（周日）、10月10日（周六）。"
            "停止计时，不计入：检验，行政许可法第四十五条（9月3日至8日）、听证，行政许可法第四十五条（9月8日至10日）。"
        )

    def test_a_limit_never_rolls_onto_a_closed_day(self) -> None:
        closed = Stop(sh("2026-11-16T00:00"), sh("2026-11-18T00:00"), "闭馆")
        q = Question(sh("2026-11-07T10:00"), 7, Unit.NATURAL_DAY, stops=(closed,))

        assert due(q, CALENDAR).due == date(2026, 11, 18)  # Saturday the 14th; Monday and Tuesday are closed

    def test_a_stop_that_ends_before_it_begins_is_no_stop(self) -> None:
        with pytest.raises(ValueError, match="cannot end before"):
            Stop(sh("2026-09-03T09:00"), sh("2026-09-02T09:00"))

    @given(EVENTS, st.integers(1, 40), stops())
    def test_a_stop_never_brings_an_end_nearer(self, event: datetime, amount: int, stops: tuple[Stop, ...]) -> None:
        plain, stopped = (answer(Question(event, amount, Unit.WORKING_DAY, stops=given)) for given in ((), stops))

        assert moment(plain) <= moment(stopped)


class TestUnits:
    @given(EVENTS, st.integers(1, 20), st.sampled_from(sorted(set(Unit) - {Unit.ON_THE_SPOT, Unit.NONE})), stops())
    def test_more_time_never_ends_earlier(
        self, event: datetime, amount: int, unit: Unit, stops: tuple[Stop, ...]
    ) -> None:
        shorter, longer = (answer(Question(event, n, unit, roll=Roll.NONE, stops=stops)) for n in (amount, amount + 1))

        assert moment(shorter) < moment(longer)

    @given(EVENTS, st.integers(1, 20), st.integers(1, 10), st.sampled_from(sorted(Unit)), DIRECTIONS, ROLLS, stops())
    def test_the_explanation_ends_with_the_day_that_is_the_answer(
        self,
        event: datetime,
        amount: int,
        extension: int,
        unit: Unit,
        direction: Direction,
        roll: Roll,
        stops: tuple[Stop, ...],
    ) -> None:
        found = answer(Question(event, amount, unit, direction, False, roll, stops, extension))  # noqa: FBT003
        assume(found is not None and found.due is not None)
        assert found is not None
        assert found.due is not None

        if unit == Unit.ON_THE_SPOT and not stops:
            assert f"{day_text(found.due)}当天办结" in found.explanation
        else:
            told = found.explanation.partition("为止")[0]
            assert day_text(found.due) in told
            assert day_text(day_of(event)) in found.explanation

    def test_on_the_spot_is_over_with_the_day_of_the_event_whatever_day_it_is(self) -> None:
        found = due(Question(sh("2026-10-03T23:00"), 0, Unit.ON_THE_SPOT), CALENDAR)

        assert (found.due, found.at) == (date(2026, 10, 3), sh("2026-10-04T00:00"))

    def test_what_has_no_limit_has_no_end_and_says_so(self) -> None:
        found = due(Question(sh("2026-10-03T23:00"), 0, Unit.NONE), CALENDAR)

        assert (found.due, found.at, found.explanation) == (None, None, "法律、法规没有规定期限。")

    @pytest.mark.parametrize(
        ("event", "amount", "ends"),
        [
            ("2026-09-01T10:00", 1, "2026-09-02T00:00"),  # the afternoon, over at 24:00
            ("2026-09-01T12:00", 1, "2026-09-02T12:00"),
            ("2026-09-01T10:00", 2, "2026-09-02T12:00"),
            ("2026-09-05T10:00", 1, "2026-09-07T12:00"),  # a Saturday has no halves
            ("2026-09-20T10:00", 1, "2026-09-21T00:00"),  # a Sunday that is worked has
        ],
    )
    def test_a_half_working_day_parts_at_noon(self, event: str, amount: int, ends: str) -> None:
        assert due(Question(sh(event), amount, Unit.HALF_WORKING_DAY), CALENDAR).at == sh(ends)

    def test_a_half_day_that_ends_at_noon_says_so(self) -> None:
        found = due(Question(sh("2026-09-01T10:00"), 2, Unit.HALF_WORKING_DAY), CALENDAR)

        assert found.explanation == (
            "2026年9月1日（周二）上午不算，往后数2个半天（工作日以12:00为界分为两个半天），到2026年9月2日（周三）12:00为止。"
        )

    def test_twenty_four_hours_run_through_the_night_and_say_the_minute(self) -> None:
        found = due(Question(sh("2026-09-04T17:30"), 24, Unit.HOUR), CALENDAR)

        assert found.at == sh("2026-09-05T17:30")
        assert found.explanation == "自2026年9月4日（周五）17:30起数24小时，到2026年9月5日（周六）17:30为止。"

    def test_hours_that_end_at_midnight_end_with_the_day(self) -> None:
        found = due(Question(sh("2026-09-04T00:00"), 24, Unit.HOUR), CALENDAR)

        assert found.due == date(2026, 9, 4)
        assert "到2026年9月4日（周五）24:00为止" in found.explanation

    @pytest.mark.parametrize(
        ("event", "months", "ends"),
        [
            ("2026-09-01", 1, "2026-09-30"),
            ("2026-03-01", 1, "2026-03-31"),
            ("2024-01-31", 1, "2024-02-29"),
            ("2026-01-31", 1, "2026-02-28"),
            ("2024-02-29", 12, "2025-02-28"),
            ("2026-01-15", 1, "2026-02-14"),
        ],
    )
    def test_a_month_in_which_the_day_of_the_event_counts_ends_a_day_earlier(
        self, event: str, months: int, ends: str
    ) -> None:
        q = Question(start_of(date.fromisoformat(event)), months, Unit.MONTH, inclusive=True, roll=Roll.NONE)

        assert due(q, CALENDAR).due == date.fromisoformat(ends)

    def test_the_day_a_notice_is_posted_counts_where_the_law_says_so(self) -> None:
        q = Question(sh("2026-09-01T10:00"), 20, Unit.NATURAL_DAY, inclusive=True, roll=Roll.NONE)

        found = due(q, CALENDAR)

        assert found.due == date(2026, 9, 20)
        assert found.explanation.startswith("2026年9月1日（周二）当天计入，数20天")

    @pytest.mark.parametrize(
        ("amount", "unit", "text"),
        [
            (20, Unit.WORKING_DAY, "20个工作日"),
            (1, Unit.HALF_WORKING_DAY, "0.5个工作日"),
            (24, Unit.HOUR, "24小时"),
            (0, Unit.WORKING_DAY, "当场"),
            (0, Unit.ON_THE_SPOT, "当场"),
            (0, Unit.NONE, "没有法定期限"),
        ],
    )
    def test_an_amount_is_read_as_people_say_it(self, amount: int, unit: Unit, text: str) -> None:
        assert amount_text(amount, unit) == text


class TestBackward:
    def test_thirty_days_before_an_expiry_is_the_last_day_on_which_one_may_act(self) -> None:
        q = Question(sh("2026-12-31T00:00"), 30, Unit.NATURAL_DAY, Direction.BACKWARD)

        found = due(q, CALENDAR)

        assert (found.due, found.at) == (date(2026, 12, 1), sh("2026-12-02T00:00"))
        assert found.explanation == (
            "2026年12月31日（周四）当天不算，从前一日起往前数30天（周末和节假日都算），最晚到2026年12月1日（周二）24:00为止。"
        )

    def test_seven_working_days_before_a_hearing_pass_over_the_holidays(self) -> None:
        q = Question(sh("2026-10-12T09:00"), 7, Unit.WORKING_DAY, Direction.BACKWARD, roll=Roll.PREVIOUS_WORKDAY)

        found = due(q, CALENDAR)

        assert found.due == date(2026, 9, 24)
        assert "其间不算：中秋节（9月25日至27日）、国庆节（10月1日至7日）、周末1天。" in found.explanation

    def test_a_last_day_of_rest_rolls_on_or_back_as_the_rule_says(self) -> None:
        on, back = (
            due(Question(sh("2026-11-03T00:00"), 30, Unit.NATURAL_DAY, Direction.BACKWARD, roll=roll), CALENDAR)
            for roll in (Roll.NEXT_WORKDAY, Roll.PREVIOUS_WORKDAY)
        )

        assert (on.due, back.due) == (date(2026, 10, 8), date(2026, 9, 30))
        assert "是国庆节，顺延到" in on.explanation
        assert "是国庆节，提前到" in back.explanation

    def test_it_never_rolls_to_the_event_itself(self) -> None:
        q = Question(sh("2026-10-08T09:00"), 1, Unit.NATURAL_DAY, Direction.BACKWARD)

        assert due(q, CALENDAR).due == date(2026, 10, 7)

    def test_the_fixed_event_is_not_moved_by_a_stop(self) -> None:
        stopped = (Stop(sh("2026-12-10T09:00"), sh("2026-12-20T09:00"), "检验"),)
        q = Question(sh("2026-12-31T00:00"), 30, Unit.NATURAL_DAY, Direction.BACKWARD, stops=stopped)

        assert due(q, CALENDAR).due == date(2026, 12, 1)

    def test_a_closed_last_day_rolls_on(self) -> None:
        closed = (Stop(sh("2026-12-01T00:00"), sh("2026-12-02T00:00"), "闭馆"),)
        q = Question(sh("2026-12-31T00:00"), 30, Unit.NATURAL_DAY, Direction.BACKWARD, stops=closed)

        found = due(q, CALENDAR)

        assert found.due == date(2026, 12, 2)
        assert (
            "最后一天2026年12月1日（周二）是停止计时的日子（闭馆），顺延到2026年12月2日（周三）24:00为止"
            in found.explanation
        )

    def test_before_the_first_loaded_year_is_refused(self) -> None:
        with pytest.raises(Broken, match="2023年"):
            due(Question(sh("2024-01-05T00:00"), 9, Unit.WORKING_DAY, Direction.BACKWARD), CALENDAR)


class TestCalendarEdges:
    @pytest.mark.parametrize(
        ("event", "amount", "ends"),
        [
            ("2026-02-13", 5, "2026-02-27"),
            ("2026-04-30", 5, "2026-05-11"),
            ("2026-09-18", 5, "2026-09-24"),
            ("2026-01-29", 20, "2026-03-04"),
            ("2025-09-29", 10, "2025-10-20"),
            ("2025-01-24", 5, "2025-02-07"),
        ],
    )
    def test_the_computed_examples_hold(self, event: str, amount: int, ends: str) -> None:
        q = Question(start_of(date.fromisoformat(event)), amount, Unit.WORKING_DAY)

        assert due(q, CALENDAR).due == date.fromisoformat(ends)

    def test_an_extension_over_the_spring_festival_passes_over_it(self) -> None:
        q = Question(sh("2026-02-09T10:00"), 3, Unit.WORKING_DAY, extension=3)

        assert due(q, CALENDAR).due == date(2026, 2, 24)  # 10 to 14 (a Saturday that is worked), then 24

    def test_a_stop_that_moves_an_end_beyond_the_loaded_years_is_refused(self) -> None:
        stopped = (Stop(sh("2026-12-25T10:00"), sh("2027-01-20T10:00")),)

        with pytest.raises(Broken, match="2027年的工作日安排还没有导入"):
            due(Question(sh("2026-12-22T10:00"), 5, Unit.WORKING_DAY, stops=stopped), CALENDAR)

    def test_a_stop_that_moves_an_end_into_an_estimated_year_makes_it_an_estimate(self) -> None:
        stopped = (Stop(sh("2026-12-25T10:00"), sh("2027-01-20T10:00")),)

        found = due(Question(sh("2026-12-22T10:00"), 5, Unit.WORKING_DAY, stops=stopped), WITH_ESTIMATE)

        assert found.estimated
        assert found.explanation.endswith("其中2027年的放假安排还没有公布，这个日期是暂估，公布后会重新计算。")

    def test_the_time_of_the_day_of_the_event_does_not_matter_for_days(self) -> None:
        ends = {
            due(Question(datetime.combine(date(2026, 9, 1), hour, SHANGHAI), 5, Unit.WORKING_DAY), CALENDAR).due
            for hour in (time(0), time(12), time(23, 59, 59))
        }

        assert ends == {date(2026, 9, 8)}
