from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rest.conftest import Ask, refused

GOOD = {"start": "2026-09-29", "amount": 10, "unit": "working_day"}

pytestmark = pytest.mark.usefixtures("small_city")


class TestDue:
    def test_ten_working_days_pass_over_national_day(self, ask: Ask) -> None:
        answer = ask.json("calendar/due", **GOOD)

        assert set(answer) == {"due", "estimated", "explanation"}
        assert answer["due"] == "2026-10-19"
        assert answer["estimated"] is False
        assert "国庆节" in answer["explanation"]

    def test_day_of_the_event_is_not_counted(self, ask: Ask) -> None:
        answer = ask.json("calendar/due", start="2026-09-28", amount=1, unit="working_day")

        assert answer["due"] == "2026-09-29"

    @pytest.mark.parametrize(
        ("unit", "amount", "due"),
        [("natural_day", 7, "2026-10-08"), ("month", 1, "2026-10-29"), ("year", 1, "2027-09-29")],
    )
    def test_other_units_end_on_a_worked_day(self, ask: Ask, unit: str, amount: int, due: str) -> None:
        assert ask.json("calendar/due", start="2026-09-29", amount=amount, unit=unit)["due"] == due

    def test_year_not_announced_yet_is_said_to_be_estimated(self, ask: Ask) -> None:
        answer = ask.json("calendar/due", start="2026-12-28", amount=10, unit="working_day")

        assert answer["estimated"] is True
        assert "暂估" in answer["explanation"]

    def test_year_without_a_calendar_is_refused_with_a_sentence(self, ask: Ask) -> None:
        problem = refused(ask("calendar/due", start="2031-01-06", amount=5, unit="working_day"), 422)

        assert problem.code == "rule_broken"
        assert "2031" in problem.detail


class TestMoreThanDays:
    def test_hours_run_from_the_minute_and_say_the_moment(self, ask: Ask) -> None:
        answer = ask.json("calendar/due", start="2026-09-29", amount=24, unit="hour", time="09:30")

        assert (answer["due"], answer["at"]) == ("2026-09-30", "2026-09-30T09:30:00+08:00")
        assert "9月29日（周二）09:30起数24小时" in answer["explanation"]

    @pytest.mark.parametrize(
        ("time", "ends"), [("09:00", "2026-09-29T24:00"), ("13:00", "2026-09-30T12:00"), ("11:59", "2026-09-29T24:00")]
    )
    def test_half_a_working_day_is_the_next_half(self, ask: Ask, time: str, ends: str) -> None:
        answer = ask.json("calendar/due", start="2026-09-29", amount=1, unit="half_working_day", time=time)

        assert answer["at"] == ends.replace("29T24", "30T00") + ":00+08:00"

    @pytest.mark.parametrize(
        ("more", "due"),
        [
            ({"direction": "backward"}, "2026-08-31"),
            ({"direction": "backward", "inclusive": "true"}, "2026-08-31"),
            ({"inclusive": "true"}, "2026-10-28"),
            ({"roll": "none"}, "2026-10-29"),
        ],
    )
    def test_thirty_natural_days_are_counted_as_asked(self, ask: Ask, more: dict[str, str], due: str) -> None:
        assert ask.json("calendar/due", start="2026-09-29", amount=30, unit="natural_day", **more)["due"] == due

    @pytest.mark.parametrize(
        ("roll", "due"), [("next_workday", "2026-10-08"), ("previous_workday", "2026-09-30"), ("none", "2026-10-02")]
    )
    def test_a_last_day_of_rest_rolls_as_asked(self, ask: Ask, roll: str, due: str) -> None:
        assert ask.json("calendar/due", start="2026-09-29", amount=3, unit="natural_day", roll=roll)["due"] == due

    def test_what_is_not_asked_for_is_what_it_always_was(self, ask: Ask) -> None:
        plain = ask.json("calendar/due", **GOOD)

        said = {"direction": "forward", "inclusive": "false", "roll": "next_workday"}
        assert ask.json("calendar/due", **GOOD, **said) == plain
        assert "at" not in plain

    @pytest.mark.parametrize(
        ("wrong", "says"),
        [
            ({"unit": "hour"}, "要写明事件发生的时间"),
            ({"unit": "half_working_day"}, "要写明事件发生的时间"),
            ({"time": "09:30"}, "才填时间"),
        ],
    )
    def test_the_time_is_for_hours_and_halves_and_they_need_it(
        self, ask: Ask, wrong: dict[str, str], says: str
    ) -> None:
        problem = refused(ask("calendar/due", **(GOOD | wrong)), 422)

        assert says in problem.errors["time"]

    @pytest.mark.parametrize(
        ("wrong", "says"),
        [
            ({"time": "9:30"}, "时:分"),
            ({"time": "24:00"}, "时:分"),
            ({"time": "09:30:00"}, "时:分"),
            ({"direction": "sideways"}, "backward"),
            ({"inclusive": "perhaps"}, "true或者false"),
            ({"roll": "over"}, "previous_workday"),
        ],
    )
    def test_what_is_not_understood_is_told_at_its_name(self, ask: Ask, wrong: dict[str, str], says: str) -> None:
        problem = refused(ask("calendar/due", **({**GOOD, "unit": "hour"} | wrong)), 422)

        [field] = wrong
        assert says in problem.errors[field]

    @pytest.mark.parametrize("start", ["1219-06-15", "1927-12-31", "1990-07-01", "1999-12-31"])
    def test_moments_are_told_only_where_the_clock_of_the_city_has_a_whole_offset(self, ask: Ask, start: str) -> None:
        problem = refused(ask("calendar/due", start=start, amount=24, unit="hour", time="09:30"), 422)

        assert "2000年1月1日以后" in problem.errors["start"]

    @pytest.mark.parametrize("start", ["9999-12-31", "9999-12-30", "0001-01-01", "0001-01-02", "0002-01-01"])
    @pytest.mark.parametrize("direction", ["forward", "backward"])
    @pytest.mark.parametrize("amount", [1, 24, 3660])
    def test_the_ends_of_time_are_no_error_of_ours(self, ask: Ask, start: str, direction: str, amount: int) -> None:
        for unit in ("working_day", "half_working_day", "natural_day", "hour", "month", "year"):
            for roll in ("none", "next_workday", "previous_workday"):
                given_ = {"start": start, "amount": amount, "unit": unit, "direction": direction, "roll": roll}
                more = {"time": "23:59"} if unit in {"hour", "half_working_day"} else {}
                for inclusive in ("true", "false"):
                    answer = ask("calendar/due", **given_, **more, inclusive=inclusive)
                    assert answer.status_code in {200, 422}, given_


class TestDueRefusesBadInput:
    @pytest.mark.parametrize(
        ("wrong", "says"),
        [
            ({"start": "2026-9-29"}, "年-月-日"),
            ({"start": "2026-02-30"}, "没有这一天"),
            ({"start": "2026-09-29T08:00:00"}, "年-月-日"),
            ({"start": "1790000000"}, "年-月-日"),
            ({"start": "二〇二六年九月"}, "年-月-日"),
            ({"start": "２０２６-09-29"}, "年-月-日"),
            ({"start": ""}, "缺少这个参数"),
            ({"amount": "ten"}, "整数"),
            ({"amount": "1.5"}, "整数"),
            ({"amount": 0}, "1到3660"),
            ({"amount": -3}, "1到3660"),
            ({"amount": 3661}, "1到3660"),
            ({"amount": "9" * 5000}, "1到3660"),
            ({"unit": "WORKING_DAY"}, "working_day"),
            ({"unit": "week"}, "working_day"),
        ],
    )
    def test_and_says_which_and_what_is_right(self, ask: Ask, wrong: dict[str, Any], says: str) -> None:
        problem = refused(ask("calendar/due", **(GOOD | wrong)), 422)

        [field] = wrong
        assert problem.code == "invalid_request"
        assert list(problem.errors) == [field]
        assert says in problem.errors[field]
        assert problem.detail.startswith(f"{field}：")

    @pytest.mark.parametrize("absent", ["start", "amount", "unit"])
    def test_that_lacks_a_parameter(self, ask: Ask, absent: str) -> None:
        given_ones = {name: value for name, value in GOOD.items() if name != absent}

        problem = refused(ask("calendar/due", **given_ones), 422)

        assert problem.errors[absent].startswith("缺少这个参数。")

    def test_and_names_every_fault_at_once(self, ask: Ask) -> None:
        problem = refused(ask("calendar/due"), 422)

        assert set(problem.errors) == {"start", "amount", "unit"}

    @pytest.mark.parametrize("start", ["9999-12-30", "0001-01-01"])
    def test_at_the_ends_of_time(self, ask: Ask, start: str) -> None:
        for unit in ("working_day", "natural_day", "month", "year"):
            refused(ask("calendar/due", start=start, amount=3660, unit=unit), 422)

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        start=st.one_of(st.dates().map(str), st.text(max_size=20)),
        amount=st.one_of(st.integers(), st.text(max_size=10)),
        unit=st.one_of(st.sampled_from(["working_day", "natural_day", "month", "year"]), st.text(max_size=12)),
    )
    def test_whatever_it_is_without_ever_failing(self, ask: Ask, start: str, amount: object, unit: str) -> None:
        response = ask("calendar/due", start=start, amount=amount, unit=unit)

        assert response.status_code in {200, 422}
        if response.status_code == 422:
            assert refused(response, 422).detail


class TestYear:
    def test_announced_one_names_its_source_and_its_days(self, ask: Ask) -> None:
        answer = ask.json("calendar/2026")

        assert (answer["year"], answer["estimated"]) == (2026, False)
        assert "国务院办公厅" in answer["source"]
        assert {"date": "2026-10-10", "workday": True, "name": "国庆节"} in answer["days"]
        assert {"date": "2026-10-01", "workday": False, "name": "国庆节"} in answer["days"]

    def test_estimated_one_says_so(self, ask: Ask) -> None:
        answer = ask.json("calendar/2027")

        assert (answer["estimated"], answer["published_on"]) == (True, None)

    def test_one_that_is_not_loaded_is_not_found(self, ask: Ask) -> None:
        assert refused(ask("calendar/2050"), 404).code == "calendar_not_loaded"

    @pytest.mark.parametrize("year", ["26", "1999", "2101", "soon", "2026年", "-2026"])
    def test_one_that_is_no_year_is_refused(self, ask: Ask, year: str) -> None:
        problem = refused(ask(f"calendar/{year}"), 422)

        assert "2000到2100" in problem.errors["year"]
