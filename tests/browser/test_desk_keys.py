"""The desk by keyboard: the list, the case, a file beside the form, a text set in; every new page without a barrier."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser import journey
from tests.browser.test_case_pages import Looker

pytestmark = pytest.mark.browser


def press_and_wait(page: Page, key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)


def test_a_decider_works_through_the_list_without_a_mouse(page: Page) -> None:
    looker = Looker(page)
    journey.sign_in(page, "decider", to="/desk/texts/write/")
    looker.look("a text")
    page.select_option("#id_department", index=1)
    page.select_option("#id_verb", "GRANT")
    page.fill("#id_title", "符合条件")
    page.fill("#id_text", "{申请人}申请的{事项}符合法定条件。")
    journey.press(page, "main form[method=post] button")
    looker.look("texts")

    page.goto("/desk/?tab=deciding&light=")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator(".tb-queue input:checked").count() == 1
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 1
    page.keyboard.press("Escape")
    page.locator("summary:has-text('筛选')").click()
    looker.look("the list")
    page.fill("[name=item]", "jk?")
    assert page.locator("dialog[open]").count() == 0
    journey.press(page, ".tb-several__do button")
    looker.look("several")

    page.goto("/desk/?tab=deciding")
    page.keyboard.press("j")
    press_and_wait(page, "Enter")
    press_and_wait(page, "m")
    assert page.locator("[data-viewer]").count() == 1
    press_and_wait(page, "]")
    assert "第 2 份" in page.inner_text("[data-viewer] h2")
    looker.look("a file beside the form")
    journey.press(page, "[data-close]")
    press_and_wait(page, "1")
    page.click("[data-insert]")
    assert page.input_value("#id_reason").endswith("符合法定条件。")
    with page.context.expect_page():
        page.click("[name=preview]")
    assert page.locator("form[data-sent]").count() == 0
    looker.look("deciding")

    assert looker.wrong == []
