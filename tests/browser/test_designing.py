"""Rows of a table and the designer of forms in a real browser: at once with a script, and no row is typed twice."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

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
        "form/?q=pay_deadline",
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


def test_what_is_typed_wrong_is_said_at_once_and_goes_when_it_is_mended(page: Page) -> None:
    sign_in(page, "guide-writer")
    page.goto("/desk/items/ZIGTSL320213/revise/")
    press(page, "main button:has-text('开始修订')")
    head = page.url.split("?")[0]
    said = page.locator("[data-check-said][role=status][aria-live=polite]")

    page.goto(f"{head}limits/")
    amount = page.locator("[name='limits.promised.amount']")
    before = amount.input_value()
    _typed(page, amount, "x")
    expect(said).to_contain_text("处要改")
    expect(page.locator("[data-check-found] .tb-mend li")).to_contain_text(["承诺时限"])
    _typed(page, amount, before)
    expect(page.locator("[data-check-found] .tb-mend li")).to_have_count(0)
    expect(said).to_contain_text("齐全")

    page.goto(f"{head}form/")
    page.goto(page.locator(".tb-designed a:has-text('修改')").first.evaluate("link => link.href"))
    label = page.locator("[name='fact.x-label']")
    expect(said).to_be_hidden()
    called = label.input_value()
    _typed(page, label, " ")
    expect(said).to_contain_text("按您现在写的还不能保存")
    _typed(page, label, called + "？")
    expect(said).to_contain_text("还没有保存")
    expect(said).not_to_contain_text("还不能保存")
    assert label.evaluate("field => field === document.activeElement"), "whoever types goes on typing"
    assert violations(page) == []
    page.reload()
    assert label.input_value() == called


def _typed(page: Page, field: Locator, words: str) -> None:
    """Write a field anew as hands do: into it, all of it, and the words instead."""
    field.focus()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(words)


def _names(page: Page) -> list[str]:
    return [one.input_value() for one in page.locator(NAMES).all()]
