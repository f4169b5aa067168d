"""Two operators put a year's notice in force in the browser, and the clock of a case moves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.cases.samples import Desk
from tests.orgs.samples import LINES, SOURCE
from tests.web_cases.conftest import As
from tongban.duties import api as duties
from tongban.kernel.days import SHANGHAI
from tongban.orgs import api as orgs
from tongban.orgs.services.calendars import CALENDARS

PROPOSE = "/desk/calendars/propose/"
NOTICE = {"year": "2027", "source": SOURCE, "published_on": "2026-11-18", "correction": ""}
KEY = UUID(int=9)
PAGES = [
    "/desk/calendars/",
    "/desk/calendars/2026/",
    PROPOSE,
    f"/desk/calendars/proposals/{KEY}/",
    "/desk/closures/",
    "/desk/closures/propose/",
    f"/desk/closures/{KEY}/",
]


@pytest.fixture(autouse=True)
def _november(desk: Desk) -> None:
    desk.at = datetime(2026, 12, 28, 10, tzinfo=SHANGHAI)


def form(**changes: str) -> dict[str, str]:
    """Return what the form sends for the notice of 2027, with something else in it."""
    rows = {}
    for number, line in enumerate(LINES):
        values = (line.name, str(line.first), str(line.last), "、".join(map(str, line.make_up)))
        for part, value in zip(("name", "first", "last", "make_up"), values, strict=True):
            rows[f"row.{number}.{part}"] = value
    return {**NOTICE, **rows, **{name.replace("__", "."): value for name, value in changes.items()}}


def words(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def proposed(client: Client, posted: Mapping[str, str] | None = None) -> str:
    """Propose the notice and return the address of its page."""
    answer = client.post(PROPOSE, posted or form())
    assert answer.status_code == 302, re.findall(r"govuk-error-message.*", words(answer))
    return str(answer.headers["Location"])


def run_jobs() -> None:
    for job in ProcrastinateJob.objects.filter(task_name__startswith="duties."):
        app.tasks[job.task_name].func(**job.args)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("username", ["acceptor", "supervisor", "auditor", "citizen"])
def test_only_operators_get_in(as_: As, path: str, username: str) -> None:
    assert as_(username).get(path).status_code == 403


@pytest.mark.parametrize("path", PAGES)
def test_a_visitor_signs_in_first(as_: As, path: str) -> None:
    assert as_("").get(path).status_code == 302


def test_only_operators_see_the_way_there(as_: As) -> None:
    assert "/desk/calendars/" in words(as_("operator").get("/desk/", follow=True))
    assert "/desk/calendars/" not in words(as_("acceptor").get("/desk/"))


def test_from_the_notice_to_the_due_date_that_moves(as_: As, desk: Desk) -> None:
    case = desk.submitted()
    before = duties.open_duty(duties.Kind.NOTICE, subject=case.pk)
    assert before is not None
    assert (before.due_date, before.estimated) == (date(2027, 1, 5), True)
    first, second = as_("operator"), as_("operator-two")
    lines = form(row__0__last="2027-01-05", row__0__make_up="1月9日")
    page = proposed(first, lines)
    assert "等待另一位系统运行人员复核" in words(first.get(page))
    shown = words(second.get(page))
    assert "1</strong> 个未办结的时限要用到2027年的日历" in shown
    assert "2027年1月4日（周一）" in shown
    assert "元旦放假" in shown

    answer = second.post(page, {"verb": "APPROVE"}, follow=True)
    assert "已批准，正在重新计算" in words(answer)
    run_jobs()

    assert "已生效" in words(second.get(page))
    after = duties.open_duty(duties.Kind.NOTICE, subject=case.pk)
    assert after is not None
    assert (after.due_date, after.estimated) == (date(2027, 1, 7), False)
    assert "暂估" not in words(as_("citizen").get(f"/my/cases/{case.number}/"))


def test_the_list_shows_years_with_state_source_and_date(as_: As) -> None:
    shown = words(as_("operator").get("/desk/calendars/"))

    assert "国办发明电〔2025〕7号" in shown
    assert "2025年11月4日（周二）" in shown
    assert "暂估" in shown
    assert "还没有录入过放假安排" in shown


def test_a_year_is_shown_month_by_month_in_colour_and_words(as_: As) -> None:
    shown = words(as_("operator").get("/desk/calendars/2026/"))

    assert shown.count('<table class="tb-month">') == 12
    assert shown.count("国庆节放假") == 7
    assert shown.count("国庆节调休上班") == 2
    assert "周末调休上班" in shown


def test_a_year_that_is_not_loaded_is_not_found(as_: As) -> None:
    assert as_("operator").get("/desk/calendars/2031/").status_code == 404


def test_the_form_begins_with_the_first_year_without_a_notice_and_the_seven_holidays(as_: As) -> None:
    shown = words(as_("operator").get(PROPOSE))

    assert 'name="year" value="2027"' in shown
    assert [name for name in ("元旦", "春节", "清明节", "国庆节") if f'value="{name}"' not in shown] == []


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"source": ""}, "source", "请填写通知的标题和文号"),
        ({"published_on": "yesterday"}, "published_on", "请填写通知的公布日期"),
        ({"year": "next"}, "year", "请填写四位数的年份"),
        ({"row__0__first": "2027-02-30"}, "row.0.first", "请填写日期"),
        ({"row__1__make_up": "下周六"}, "row.1.make_up", "看不懂“下周六”"),
        ({"row__1__make_up": "2月30日"}, "row.1.make_up", "看不懂“2月30日”"),
        ({"row__1__make_up": "2027-02-12"}, "row.1.make_up", "本来就上班"),
        ({"row__0__name": ""}, "row.0.name", "请填写节日名称"),
        ({"row__6__first": "2027-10-04"}, "holidays", "国庆节（10月1日）"),
    ],
)
def test_a_fault_is_told_at_its_field_and_nothing_typed_is_lost(
    as_: As, changes: dict[str, str], field: str, sentence: str
) -> None:
    answer = as_("operator").post(PROPOSE, form(**changes))

    shown = words(answer)
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in shown
    assert f'id="id_{field}"' in shown
    assert sentence in shown
    assert 'value="2027-05-05"' in shown
    assert not orgs.calendar_proposals().exists()


def test_rows_with_nothing_but_a_name_stay_in_sight(as_: As) -> None:
    answer = as_("operator").post(PROPOSE, form(row__2__first="", row__2__last=""))

    shown = words(answer)
    assert "清明节（1天）" in shown
    assert 'value="清明节"' in shown


def test_a_second_proposal_of_the_year_keeps_what_was_typed(as_: As) -> None:
    operator = as_("operator")
    proposed(operator)

    answer = as_("operator-two").post(PROPOSE, form())

    assert answer.status_code == 422
    assert "已经有一份日历在等待复核" in words(answer)
    assert 'value="2027-05-05"' in words(answer)


def test_a_file_fills_the_form_in_and_proposes_nothing(as_: As) -> None:
    file = SimpleUploadedFile("2026.toml", (CALENDARS / "2026.toml").read_bytes())

    shown = words(as_("operator").post(PROPOSE, {"file": file}))

    assert "还没有提交" in shown
    assert 'value="2026-02-14、2026-02-28"' in shown
    assert not orgs.calendar_proposals().exists()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "内容有误"),
        (b"\xff", "读不出来"),
        (b"#" * 70_000, "太大了"),
        ((CALENDARS / "2027.toml").read_bytes(), "暂估的日历"),
    ],
)
def test_a_wrong_file_is_told_at_the_field(as_: As, data: bytes, sentence: str) -> None:
    answer = as_("operator").post(PROPOSE, {"file": SimpleUploadedFile("x.toml", data)})

    assert answer.status_code == 422
    assert 'href="#id_file"' in words(answer)
    assert sentence in words(answer)


def test_a_notice_in_force_is_corrected_with_a_reason_only(as_: As) -> None:
    operator = as_("operator")
    rows = {name: value.replace("2027", "2026") for name, value in form().items()}
    file = orgs.CalendarFile.model_validate({**_raw_2026(), "source": "更正（测试）"})
    for number, one in enumerate(file.holidays):
        make_up = "、".join(map(str, one.make_up))
        parts = {"name": one.name, "first": str(one.first), "last": str(one.last), "make_up": make_up}
        rows |= {f"row.{number}.{part}": value for part, value in parts.items()}
    rows |= {"year": "2026", "source": file.source, "published_on": "2025-11-04"}

    refused = operator.post(PROPOSE, rows)
    assert refused.status_code == 422
    assert 'href="#id_correction"' in words(refused)

    page = proposed(operator, rows | {"correction": "标题写错了。"})
    assert "标题写错了。" in words(operator.get(page))
    assert "与现行日历完全一致" in words(operator.get(page))


class TestDeciding:
    def test_who_proposed_is_offered_only_to_withdraw(self, as_: As) -> None:
        operator = as_("operator")
        page = proposed(operator)

        shown = words(operator.get(page))

        assert 'value="APPROVE"' not in shown
        assert 'value="WITHDRAW"' in shown

    def test_who_proposed_is_refused_who_presses_all_the_same(self, as_: As) -> None:
        operator = as_("operator")
        page = proposed(operator)

        answer = operator.post(page, {"verb": "APPROVE"})

        assert answer.status_code == 403
        assert "不能复核自己提交的内容" in words(answer)
        assert not ProcrastinateJob.objects.filter(task_name__startswith="duties.put").exists()

    def test_rejecting_needs_a_reason_and_shows_it(self, as_: As) -> None:
        page = proposed(as_("operator"))
        second = as_("operator-two")

        assert 'href="#id_reason"' in words(second.post(page, {"verb": "REJECT", "reason": " "}))
        second.post(page, {"verb": "REJECT", "reason": "端午节写错了。"})

        assert "端午节写错了。" in words(as_("operator").get(page))

    def test_withdrawing_leaves_everything_as_it_was(self, as_: As) -> None:
        operator = as_("operator")
        page = proposed(operator)

        assert "已撤回" in words(operator.post(page, {"verb": "WITHDRAW"}, follow=True))
        assert orgs.calendar_year(2027).status == orgs.CalendarStatus.ESTIMATED

    def test_somebody_was_faster(self, as_: As) -> None:
        page = proposed(as_("operator"))
        second = as_("operator-two")
        second.post(page, {"verb": "APPROVE"})

        assert second.post(page, {"verb": "APPROVE"}).status_code == 409

    @pytest.mark.parametrize("verb", ["", "PUT_IN_FORCE", "CONFIRM", "x"])
    def test_an_unknown_verb_is_no_page(self, as_: As, verb: str) -> None:
        page = proposed(as_("operator"))

        assert as_("operator-two").post(page, {"verb": verb}).status_code == 404

    def test_what_there_is_not_is_not_found(self, as_: As) -> None:
        operator = as_("operator")

        assert operator.get(f"/desk/calendars/proposals/{KEY}/").status_code == 404
        assert operator.post(f"/desk/calendars/proposals/{KEY}/", {"verb": "APPROVE"}).status_code == 404


def _raw_2026() -> dict[str, object]:
    return orgs.notice((CALENDARS / "2026.toml").read_bytes()).model_dump(by_alias=True)
