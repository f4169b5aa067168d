"""Two operators put a calendar in force and declare a closure; their pages have no barrier at any stop."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from tests.browser import journey
from tests.browser.conftest import PHONE, House, People
from tests.browser.looking import Looker
from tests.orgs.samples import LINES, SOURCE
from tongban.kernel.days import day_of

pytestmark = pytest.mark.browser
SUBMIT = "main form[data-keep] button.govuk-button"


@pytest.fixture
def operators(people: People) -> list[Looker]:
    """Both operators, each in a browser of their own."""
    return [Looker(people[name]) for name in ("operator", "operator-two")]


def test_the_pages_of_calendars_have_no_barrier(operators: list[Looker]) -> None:
    first, second = operators
    first.at("/desk/calendars/")
    first.at("/desk/calendars/2026/")
    first.at("/desk/calendars/propose/")
    journey.press(first.page, SUBMIT)
    first.look("proposal with faults")
    _fill_in(first)
    journey.press(first.page, SUBMIT)
    first.look("what one proposed oneself")
    second.at(first.page.url)
    journey.press(second.page, "button[value=REJECT]")
    second.look("rejecting without a reason")
    journey.press(second.page, "button[value=APPROVE]")
    second.look("approved")
    journey.press(second.page, "button[value=WITHDRAW]")
    second.look("withdrawn")
    second.at("/desk/calendars/")

    assert "\n".join(first.wrong + second.wrong) == ""


def test_the_pages_of_closures_have_no_barrier(operators: list[Looker]) -> None:
    first, second = operators
    first.at("/desk/closures/")
    first.at("/desk/closures/propose/")
    journey.press(first.page, SUBMIT)
    first.look("closure with faults")
    first.page.check("#id_kind")
    first.page.select_option("#id_region", "320206")
    for name, text in {"name": "台风", "first": "2026-09-02", "last": "2036-09-03", "source": "公告（测试）"}.items():
        first.page.fill(f"#id_{name}", text)
    journey.press(first.page, SUBMIT)
    first.look("closure of ten years")
    first.page.fill("#id_last", _in_a_month())
    journey.press(first.page, SUBMIT)
    first.look("what one declared oneself")
    second.at(first.page.url)
    journey.press(second.page, "button[value=CONFIRM]")
    second.look("in effect")
    second.at("/desk/closures/")
    second.at("/places/ZP320206/")
    first.at(first.page.url)
    journey.press(first.page, "button[value=WITHDRAW]")
    first.look("withdrawn")

    assert "\n".join(first.wrong + second.wrong) == ""


def test_the_words_of_the_desk_stay_whole_on_a_telephone(people: People) -> None:
    page = people["operator"]
    page.set_viewport_size(PHONE)
    page.goto("/desk/calendars/")

    heights = page.locator(".tb-nav--desk a").evaluate_all("links => links.map(a => a.getBoundingClientRect().height)")

    assert len(heights) >= 6
    assert max(heights) < 60  # one line of a link that may be pressed, never one character to a line
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def _in_a_month() -> str:
    """Return a last day that is still to come, so that the closure is announced at the door."""
    return str(day_of(timezone.now()) + timedelta(days=30))


def _fill_in(first: Looker) -> None:
    first.page.fill("#id_source", SOURCE)
    first.page.fill("#id_published_on", "2026-11-18")
    for number, line in enumerate(LINES):
        make_up = "、".join(map(str, line.make_up))
        parts = {"name": line.name, "first": str(line.first), "last": str(line.last), "make_up": make_up}
        for part, text in parts.items():
            first.page.fill(f"[id='id_row.{number}.{part}']", text)


def test_a_closure_is_declared_and_withdrawn_without_scripts(chromium: Browser, house: House) -> None:
    context = chromium.new_context(base_url=house.url, locale="zh-CN", java_script_enabled=False)
    page = context.new_page()
    journey.sign_in(page, "operator")
    page.goto("/desk/closures/propose/")
    page.check("#id_kind")
    for name, text in {"name": "搬迁", "first": "2026-09-02", "last": "2026-09-03", "source": "公告（测试）"}.items():
        page.fill(f"#id_{name}", text)
    journey.press(page, SUBMIT)
    journey.press(page, "button[value=WITHDRAW]")
    words = page.locator("main").inner_text()
    context.close()

    assert "已经撤销，没有后续操作。" in words
