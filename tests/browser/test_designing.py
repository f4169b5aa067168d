"""Rows of a table and the designer of forms in a real browser: at once with a script, and no row is typed twice."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, WIDE
from tests.browser.journey import press, sign_in
from tests.browser.looking import SMALL, violations

pytestmark = pytest.mark.browser

ADD, NAMES = "button[value='add:members']", "input[name^='members['][name$='.name']"


def test_rows_come_and_go_at_once_and_unsaved_words_come_back_in_their_rows(page: Page) -> None:
    sign_in(page, "citizen")
    page.goto("/apply/ZIZDBZ/")
    press(page, "main form[method=post] button")
    page.goto(page.url.split("/form/")[0] + "/form/family/")
    for number, name in enumerate(("张三", "李四", "王五"), start=1):
        if number > 1:
            page.locator(ADD).click()
        page.locator(f"[name='members[{number}].name']").fill(name)
    page.locator("button[value='drop:members[2]']").click()

    assert _names(page) == ["张三", "王五"]
    page.reload()
    assert _names(page) == ["张三", "王五"]
    press(page, "form button:has-text('下一步')")
    assert page.locator(".govuk-error-summary li").first.inner_text().startswith("第1行：")
    assert _names(page) == ["张三", "王五"]


def test_a_question_is_designed_with_the_keyboard_and_no_editor_has_a_barrier(page: Page) -> None:
    sign_in(page, "guide-writer")
    page.goto("/desk/items/ZIGSSL320213/revise/")
    press(page, "main button:has-text('开始修订')")
    head = page.url.split("?")[0]
    page.goto(f"{head}form/")
    page.locator("[name='new.label']").focus()
    page.keyboard.type("开业日期")
    page.keyboard.press("Tab")
    page.locator("[name='new.kind']").select_option("DATE")
    page.locator("button[value='add:']").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.locator("#preview .govuk-label:has-text('开业日期')").count() == 1
    editors = (
        "form/",
        "form/?q=ent_type",
        "form/?in=shareholders",
        "materials/",
        "materials/?row=1",
        "process/",
        "process/?row=examination",
        "situations/?q=name_reserved",
    )
    for editor in editors:
        page.goto(head + editor)
        assert violations(page) == [], editor
        page.set_viewport_size(PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"], editor
        assert page.evaluate(SMALL, 44) == [], editor
        page.set_viewport_size(WIDE)


def _names(page: Page) -> list[str]:
    return [one.input_value() for one in page.locator(NAMES).all()]
