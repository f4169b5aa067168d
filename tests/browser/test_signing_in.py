"""Signing in by every way, in a real Chromium with an authenticator of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import journey
from tests.browser.conftest import PHONE, House, prefer

pytestmark = pytest.mark.browser
LARGE = 60


@pytest.fixture
def by_name(chromium: Browser, house: House) -> Iterator[Page]:
    """A page under the name localhost, for which browsers make passkeys, with a device that knows its holder."""
    context = chromium.new_context(locale="zh-CN", base_url=house.url.replace("127.0.0.1", "localhost"))
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    yield page
    context.close()


@pytest.mark.parametrize(("username", "leads"), [("citizen", "/"), ("acceptor", "/desk/")])
def test_a_passkey_is_made_and_then_opens_the_account_without_a_name(by_name: Page, username: str, leads: str) -> None:
    page = by_name
    journey.sign_in(page, username)
    page.goto("/my/security/passkey/")
    page.fill("#id_password", journey.PASSWORD)
    journey.press(page, "#make-passkey")
    page.get_by_text("通行密钥已经登记").wait_for()
    journey.press(page, "form[action='/signout/'] button")

    page.goto("/signin/?by=passkey")
    journey.press(page, "#sign-in")

    assert page.url.endswith(leads)
    page.goto("/my/devices/")
    assert page.get_by_text("通行密钥 ·").count() >= 1


def test_without_a_passkey_the_page_says_what_else_to_do(by_name: Page) -> None:
    by_name.goto("/signin/?by=passkey")
    by_name.click("#sign-in")

    by_name.locator("[data-cannot]").wait_for(timeout=90_000)
    assert by_name.locator("[data-cannot]").is_visible()


def test_large_keys_type_the_number_and_the_code(page: Page, house: House) -> None:
    prefer(page.context, house, tb_elder="1")
    page.set_viewport_size(PHONE)
    page.goto("/signin/")
    keys = page.locator("[data-key]")
    assert all(min(box["width"], box["height"]) >= LARGE for key in keys.all() if (box := key.bounding_box()))
    for digit in "19900000002":
        page.click(f"[data-key='{digit}']")
    assert page.input_value("#id_mobile") == "19900000002"
    journey.press(page, "main form[action='/signin/code/'] button.govuk-button")

    outbox = page.context.new_page()
    outbox.goto("/sample/outbox/")
    words = outbox.locator(".tb-inbox li").first.inner_text()
    for digit in words.split("验证码")[1][:6]:
        page.click(f"[data-key='{digit}']")
    journey.press(page, "#sign-in")

    assert page.locator("form[action='/signout/']").count() == 1


def test_a_session_that_is_about_to_end_asks_and_one_press_keeps_it(page: Page) -> None:
    page.clock.install()
    journey.sign_in(page, "citizen")
    note = page.locator("[data-idle]")
    page.clock.fast_forward(114 * 60 * 1000)
    assert not note.is_visible()

    page.clock.fast_forward(2 * 60 * 1000)
    note.wait_for()
    note.locator("button").click()

    note.wait_for(state="hidden")
