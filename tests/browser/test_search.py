"""What is offered while somebody types, by keyboard and by finger, and that nothing depends on it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("typed", ["身份证", "shenfenz", "sfz"])
def test_an_item_is_offered_and_opened_by_keyboard(page: Page, typed: str) -> None:
    page.goto("/")
    box = page.locator("main").get_by_role("combobox")
    box.press_sequentially(typed)
    option = page.get_by_role("option").first
    expect(option).to_contain_text("居民身份证")

    box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    box.press("Enter")

    page.wait_for_url("**/items/ZISFZH/")


def test_escape_closes_what_is_offered_and_enter_still_searches(page: Page) -> None:
    page.goto("/search/")
    box = page.locator("main").get_by_role("combobox")
    box.press_sequentially("开饭店")
    expect(page.get_by_role("listbox")).to_be_visible()

    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert box.input_value() == "开饭店"
    box.press("Enter")

    page.wait_for_url("**/search/?q=*")
    expect(page.locator("mark").first).to_be_visible()
