"""A notice that two people put in force holds what the law and the calendar ask for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.orgs.samples import LINES, SOURCE, with_line
from tongban.kernel.workdays import SpecialDay, WorkCalendar
from tongban.orgs import api as orgs
from tongban.orgs.notices import Notice, changes, faults, said
from tongban.orgs.reading import CalendarFile, calendar_file
from tongban.orgs.services.calendars import CALENDARS

TODAY = date(2026, 11, 20)
PUBLISHED = date(2026, 11, 18)
Line = orgs.Line


def found(lines: Sequence[Line] = LINES, **head: Any) -> dict[str, str]:  # noqa: ANN401 -- any field
    said = {"year": 2027, "source": SOURCE, "published_on": PUBLISHED, "lines": lines}
    return faults(Notice(**{**said, **head}), today=TODAY)


def test_a_whole_notice_has_no_faults() -> None:
    assert found() == {}


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_notices_of_past_years_pass_as_they_were_announced(year: int) -> None:
    file = calendar_file(CALENDARS / f"{year}.toml")
    lines = [Line(one.name, one.first, one.last, one.make_up) for one in file.holidays]
    if year == 2024:  # before the law of 2025, New Year's Eve and 2 May were no statutory days
        assert "春节" not in found(lines, year=year, published_on=file.published_on).get("holidays", "")
        return

    assert found(lines, year=year, published_on=file.published_on) == {}


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ({"source": ""}, "source"),
        ({"source": "长" * 201}, "source"),
        ({"published_on": None}, "published_on"),
        ({"published_on": TODAY + timedelta(days=1)}, "published_on"),
        ({"published_on": date(2025, 12, 31)}, "published_on"),
        ({"year": 27}, "year"),
    ],
)
def test_a_head_that_cannot_be_is_told_at_its_field(head: dict[str, Any], field: str) -> None:
    assert list(found(**head)) == [field]


@pytest.mark.parametrize(
    ("lines", "field", "words"),
    [
        (with_line(0, name=""), "row.0.name", "请填写节日名称"),
        (with_line(0, name="长" * 31), "row.0.name", "最多30个字"),
        (with_line(0, first=None), "row.0.first", "请填写日期"),
        (with_line(0, first=date(2026, 12, 31)), "row.0.first", "不在2027年"),
        (with_line(0, last=date(2028, 1, 1)), "row.0.last", "不在2027年"),
        (with_line(6, last=date(2027, 9, 30)), "row.6.last", "不能早于第一天"),
        (with_line(2, first=date(2027, 1, 3), last=date(2027, 4, 5)), "row.2.first", "已经写在“元旦”里"),
        (with_line(1, make_up=(date(2027, 2, 12),)), "row.1.make_up", "本来就上班"),
        (with_line(0, make_up=(date(2026, 12, 26),)), "row.0.make_up", "不在2027年"),
        (with_line(1, make_up=(date(2027, 1, 2),)), "row.1.make_up", "已经写在“元旦”里"),
        (with_line(3, make_up=(date(2027, 1, 31),)), "row.3.make_up", "已经写在“春节”里"),
    ],
)
def test_a_line_that_contradicts_itself_is_told_at_its_field(lines: list[Line], field: str, words: str) -> None:
    assert words in found(lines)[field]


@pytest.mark.parametrize(
    ("lines", "missing"),
    [
        ((), "元旦（1月1日）"),
        (LINES[1:], "元旦（1月1日）"),
        (with_line(3, last=date(2027, 5, 1)), "劳动节（5月2日）"),
        (with_line(6, first=date(2027, 10, 4)), "国庆节（10月1日）"),
        (with_line(1, last=date(2027, 2, 7)), "春节（4天）"),
        (with_line(2, name="植树节"), "清明节（1天）"),
        (with_line(4, first=date(2027, 7, 1), last=date(2027, 7, 3)), "端午节（1天）"),
        (LINES[:5] + LINES[6:], "中秋节（1天）"),
    ],
)
def test_a_statutory_day_that_is_not_off_is_named(lines: Sequence[Line], missing: str) -> None:
    assert missing in found(lines)["holidays"]


def test_the_mid_autumn_day_may_lie_within_the_national_day() -> None:
    lines = [Line("国庆节、中秋节", date(2028, 10, 1), date(2028, 10, 7))]

    missing = found(lines, year=2028)

    assert "端午" in missing["holidays"]
    assert "中秋" not in missing["holidays"]


def special(days: dict[date, bool]) -> dict[date, SpecialDay]:
    return {day: SpecialDay(working, "节") for day, working in days.items()}


YEAR = st.dictionaries(st.dates(date(2027, 1, 1), date(2027, 12, 31)), st.booleans(), max_size=30)


@given(before=YEAR, after=YEAR)
def test_the_changes_are_exactly_the_days_on_which_two_calendars_differ(
    before: dict[date, bool], after: dict[date, bool]
) -> None:
    old, new = WorkCalendar(special(before), [2027]), WorkCalendar(special(after), [2027])
    days = [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]

    counted = [change.day for change in changes(special(before), special(after)) if change.counts]

    assert counted == [day for day in days if old.is_workday(day) != new.is_workday(day)]


def test_a_day_is_said_in_words() -> None:
    saturday = date(2027, 1, 2)

    assert said(saturday, None) == "周末"
    assert said(saturday, SpecialDay(working=False, name="元旦")) == "元旦放假"
    assert said(saturday, SpecialDay(working=True, name="春节")) == "调休上班（春节）"
    assert said(date(2027, 1, 4), None) == "上班"


TOML = (CALENDARS / "2026.toml").read_text("utf-8")


def test_an_uploaded_file_is_read_like_those_of_the_house() -> None:
    read = orgs.notice(TOML.encode())

    assert isinstance(read, CalendarFile)
    assert read == calendar_file(CALENDARS / "2026.toml")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\xff\xfe\x00", "读不出来"),
        (b"year = ", "读不出来"),
        (b"x" * 70_000, "太大了"),
        (TOML.replace("year = 2026", 'year = "x"').encode(), "year：要填整数"),
        (TOML.replace("to = 2026-01-03", 'to = "3 January"').encode(), "holidays、第1个、to：日期要写成"),
        (TOML.replace('name = "元旦"', "title = 1").encode(), "缺少这一项"),
        (TOML.replace("2026-01-04]", "2026-01-05]").encode(), "元旦的起止日期或调休日期不对"),
        ((CALENDARS / "2027.toml").read_bytes(), "暂估的日历"),
    ],
)
def test_a_wrong_file_is_refused_in_plain_chinese(data: bytes, words: str) -> None:
    with pytest.raises(orgs.UnreadableNotice, match=words):
        orgs.notice(data)
