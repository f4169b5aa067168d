"""Answers that contradict each other are refused where they are given, and once more before they are signed for."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape

from django.test import Client

from tests.cases.samples import Desk
from tests.web_cases.conftest import As
from tongban.kernel.days import day_of

ITEM = "ZIJHDJ320213"
SAME = "11010519491231002X"


def words_of(answer: object) -> str:
    return unescape(answer.content.decode())  # type: ignore[attr-defined]


def draft_of(browser: Client) -> str:
    answer = browser.post(f"/apply/{ITEM}/", follow=True)
    return str(answer.redirect_chain[0][0]).split("/")[3]


def sunday_after(day: date) -> date:
    return day + timedelta(days=7 - day.isoweekday() or 7)


def test_the_page_says_how_an_answer_must_stand_and_refuses_what_does_not(as_: As, desk: Desk) -> None:
    browser = as_("citizen")
    path = f"/apply/draft/{draft_of(browser)}/form/appointment/"
    sunday = sunday_after(day_of(desk.at))

    shown = words_of(browser.get(path))
    refused = browser.post(path, {"appointment": sunday.isoformat()})

    assert "选登记机关开放的日子。不得早于提交申请的当天；要选工作日。" in shown
    assert refused.status_code == 422
    assert f"{sunday.day}日（周日）不是工作日，请另选一天。" in words_of(refused)


def test_two_persons_with_one_number_are_refused_in_the_words_of_the_form_on_the_second_page(as_: As) -> None:
    browser = as_("citizen")
    draft = draft_of(browser)
    browser.post(f"/apply/draft/{draft}/form/man/", {"male_id": SAME})

    refused = browser.post(f"/apply/draft/{draft}/form/woman/", {"female_id": f" {SAME.lower()} "})
    mended = browser.post(f"/apply/draft/{draft}/form/woman/", {"female_id": "320200199203159027"})

    assert "男方和女方不能填同一个身份证号，请核对。" in words_of(refused)
    assert "男方和女方不能填同一个身份证号" not in words_of(mended)


def test_what_an_earlier_page_makes_contradict_is_told_before_signing_and_leads_to_its_page(as_: As) -> None:
    browser = as_("citizen")
    draft = draft_of(browser)
    browser.post(f"/apply/draft/{draft}/form/woman/", {"female_id": SAME})
    browser.post(f"/apply/draft/{draft}/form/man/", {"male_id": SAME})

    check = words_of(browser.get(f"/apply/draft/{draft}/check/"))

    assert (
        f'<a href="/apply/draft/{draft}/form/woman/#id_female_id">男方和女方不能填同一个身份证号，请核对。</a>' in check
    )


def test_the_day_on_which_one_submits_counts_and_not_the_one_on_which_one_saved(as_: As, desk: Desk) -> None:
    browser = as_("citizen")
    draft, today = draft_of(browser), day_of(desk.at)
    told = f"“预约日期”不得早于提交申请的当天，今天是{today.year}年"
    browser.post(f"/apply/draft/{draft}/form/appointment/", {"appointment": today.isoformat()})
    assert told not in words_of(browser.get(f"/apply/draft/{draft}/check/"))

    desk.at += timedelta(days=1)

    assert told in words_of(as_("citizen").get(f"/apply/draft/{draft}/check/"))
