"""Who acts for a company by a mandate: signs in as themselves, chooses the company, applies, and collects for it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser import journey
from tests.browser.conftest import People

pytestmark = pytest.mark.browser

COMPANY, AGENT = "无锡太湖测试食品有限公司", "测试未"
OPERATOR = {"subject_name": [COMPANY], "uscc": ["91320200MAYYYY032Y"]}


def act_for_company(page: Page) -> None:
    page.locator(".tb-topline__who summary").first.click()
    journey.press(page, f".tb-topline__choices button:has-text('代“{COMPANY}”办理')")


def test_an_agent_applies_for_the_company_and_collects_and_both_names_are_on_the_papers(people: People) -> None:
    page = people["agent"]
    page.goto("/items/ZISPJY/")
    act_for_company(page)
    assert COMPANY in page.locator(".tb-topline__who summary").inner_text()

    journey.begin(page)
    journey.fill_in(page, operator=OPERATOR)
    journey.upload_all(page)
    number = journey.submit(page)

    receipt = journey.text_of(page, f"/my/cases/{number}/documents/receipt/")
    assert COMPANY in receipt
    assert AGENT in receipt

    journey.do(people["acceptor"], number, "accept")
    assert AGENT in people["acceptor"].locator("main").inner_text()
    journey.do(people["decider"], number, "extend", reason="经营场所正在改造，需要再次核查。")
    extension = journey.text_of(page, f"/my/cases/{number}/documents/extension/")
    assert COMPANY in extension
    assert "经营场所正在改造" in extension
    journey.do(people["examiner"], number, "examine", reason="现场核查不符合。", passed=False)
    journey.do(people["decider"], number, "refuse", reason="排烟不符合规定。")

    page.goto(f"/my/cases/{number}/")
    journey.press(page, "main button:has-text('签收结果')")
    assert "已签收" in page.locator("main").inner_text()
    refusal = journey.text_of(page, f"/my/cases/{number}/documents/refusal/")
    assert COMPANY in refusal
    assert "排烟不符合规定" in refusal
    assert "行政复议" in refusal
    assert AGENT in journey.text_of(page, f"/my/cases/{number}/documents/delivery/")
