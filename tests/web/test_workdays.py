from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tongban.orgs import api as orgs
from tongban.web.months import Mark, Sort, month, months

pytestmark = pytest.mark.usefixtures("city")
ASK = "/workdays/?start={}&amount={}&unit={}"


@pytest.mark.parametrize(
    ("start", "amount", "due"),
    [
        ("2026-02-13", 5, "2026年2月27日（周五）"),
        ("2026-04-30", 5, "2026年5月11日（周一）"),
        ("2026-09-18", 5, "2026年9月24日（周四）"),
        ("2025-09-29", 10, "2025年10月20日（周一）"),
    ],
)
def test_the_page_counts_as_the_cases_do_and_says_how(client: Client, start: str, amount: int, due: str) -> None:
    page = client.get(ASK.format(start, amount, "WORKING_DAY"))

    assert page.status_code == 200
    assert due in page.text
    assert "当天不算，从次日起" in page.text


def test_every_working_day_of_the_count_is_numbered_and_the_last_is_marked(client: Client) -> None:
    page = client.get(ASK.format("2026-09-18", 3, "WORKING_DAY"))

    assert page.text.count("tb-month__day--counted") == 2 + 1  # two before the last, and the legend
    assert page.text.count('tb-month__day--due"><span class="tb-month__number">22<') == 1


def test_a_limit_can_be_counted_back_from_what_expires(client: Client) -> None:
    page = client.get(ASK.format("2026-12-31", 30, "NATURAL_DAY") + "&way=BACKWARD")

    assert "2026年12月1日（周二）" in page.text


def test_a_limit_that_touches_a_year_not_announced_yet_is_an_estimate(client: Client) -> None:
    page = client.get(ASK.format("2026-12-29", 10, "WORKING_DAY"))

    assert "暂估" in page.text


@pytest.mark.parametrize(
    ("query", "sentences"),
    [
        ("start=2026-02-30&amount=5&unit=WORKING_DAY", ["请选择日期"]),
        ("start=&amount=0&unit=FORTNIGHT", ["请选择日期", "请填写 1 到 3660 的整数", "请选择按什么计算"]),
        ("start=2026-09-18&amount=5&unit=HOUR&at=25:00", ["时间请写成 09:30 这样"]),
        ("start=1999-09-18&amount=5&unit=WORKING_DAY", ["1999年的工作日安排还没有导入"]),
        ("start=9999-12-30&amount=3660&unit=YEAR", ["期限太长"]),
        ("start=2026-09-18&amount=٣&unit=WORKING_DAY", ["请填写 1 到 3660 的整数"]),
    ],
)
def test_what_cannot_be_understood_is_said_all_at_once_and_kept(
    client: Client, query: str, sentences: list[str]
) -> None:
    page = client.get(f"/workdays/?{query}")

    assert page.status_code == 422
    assert [sentence for sentence in sentences if sentence not in page.text] == []


def test_half_days_and_hours_end_at_a_time_of_day(client: Client) -> None:
    page = client.get(ASK.format("2026-09-22", 2, "HOUR") + "&at=10:30")

    assert "2026年9月22日（周二）12:30" in page.text


def test_the_page_speaks_english_around_the_official_explanation(client: Client) -> None:
    client.cookies["django_language"] = "en"

    page = client.get(ASK.format("2026-09-18", 5, "WORKING_DAY"))

    assert "Working day calculator" in page.text
    assert "Thu 24 Sep 2026" in page.text


def test_a_month_knows_days_off_days_worked_in_exchange_and_marks() -> None:
    drawn = month(date(2026, 2, 1), orgs.work_calendar(), {date(2026, 2, 27): Mark("5", "due")})

    days = {day.date: day for week in drawn.weeks for day in week if day}
    assert len(days) == 28
    assert all(len(week) == 7 for week in drawn.weeks)
    assert days[date(2026, 2, 14)].sort == Sort.MADE_UP
    assert (days[date(2026, 2, 17)].sort, days[date(2026, 2, 17)].name) == (Sort.HOLIDAY, "春节")
    assert days[date(2026, 2, 7)].sort == Sort.REST
    assert days[date(2026, 2, 27)].mark == Mark("5", "due")


def test_months_run_from_the_first_to_the_last_over_the_year() -> None:
    assert list(months(date(2026, 11, 30), date(2027, 1, 1))) == [
        date(2026, 11, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
    ]
