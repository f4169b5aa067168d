"""One login for departments' systems, in a real browser and by two libraries that know nothing of each other."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import PHONE, ROOT, House, _free_port, _wait
from tests.browser.journey import sign_in

LIBRARY = "http://127.0.0.1:9"  # where nobody listens: the test itself answers for it
pytestmark = [pytest.mark.browser, pytest.mark.slow]


@dataclass(frozen=True)
class City:
    """A portal with the world outside beside it, as the launcher starts them."""

    portal: str
    outside: str


@pytest.fixture(scope="module")
def city(house: House, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    keys, word = tmp_path_factory.mktemp("outside"), secrets.token_urlsafe(24)
    portal, outside = _free_port(), _free_port()
    beside = {
        "TONGBAN_OUTSIDE": f"http://127.0.0.1:{outside}",
        "TONGBAN_OUTSIDE_KEYS": str(keys),
        "TONGBAN_OUTSIDE_WORD": word,
    }
    told = {"OUTSIDE_PORTAL": f"http://127.0.0.1:{portal}", "OUTSIDE_KEYS": str(keys), "OUTSIDE_WORD": word}
    with (
        _served("tongban.config.wsgi:application", portal, house.environment | beside, keys / "portal.log"),
        _served("sample.outside.app:application", outside, dict(os.environ) | told, keys / "outside.log"),
    ):
        yield City(f"http://127.0.0.1:{portal}", f"http://127.0.0.1:{outside}")


@contextmanager
def _served(application: str, port: int, environment: dict[str, str], log: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--blocking-threads", "4"]
    with log.open("wb") as out:
        server = subprocess.Popen([*command, application], cwd=ROOT, env=environment, stdout=out, stderr=out)
        try:
            if application.startswith("tongban"):
                _wait(f"http://127.0.0.1:{port}/healthz", server, log)
            else:
                _answering(f"http://127.0.0.1:{port}/", server)
            yield
        finally:
            server.terminate()
            server.wait(20)


def _answering(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            urlopen(url, timeout=5).close()  # noqa: S310 - our own
        except OSError:
            assert server.poll() is None
            time.sleep(0.2)
        else:
            return
    pytest.fail("the world outside did not answer")


@pytest.fixture
def visitor(chromium: Browser, city: City) -> Iterator[BrowserContext]:
    """A person on a telephone, who may be led from the portal to the department and back, and nowhere else."""
    context = chromium.new_context(viewport=PHONE, locale="zh-CN", base_url=city.portal)
    strangers: list[str] = []
    homes = (city.portal, city.outside, LIBRARY)
    context.on("request", lambda r: None if r.url.startswith(homes) else strangers.append(r.url))
    yield context
    context.close()
    assert strangers == []


@pytest.fixture
def phone(visitor: BrowserContext) -> Iterator[Page]:
    page = visitor.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    yield page
    assert complaints == []


def test_the_department_is_entered_without_a_second_login_and_left_for_all(phone: Page, city: City) -> None:
    sign_in(phone, "owner")
    phone.goto("/my/")
    phone.get_by_role("link", name="公共租赁住房").click()
    phone.get_by_role("button", name="同意并进入").click()

    phone.wait_for_url(f"{city.outside}/housing/")
    assert "测试丙" in phone.locator("#claims").inner_text()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    phone.goto(f"{city.portal}/my/")
    phone.get_by_role("link", name="公共租赁住房").click()
    phone.wait_for_url(f"{city.outside}/housing/")  # no question, no form

    phone.get_by_role("button", name="全部退出").click()
    phone.wait_for_url(f"{city.outside}/housing/")
    phone.goto(f"{city.portal}/my/")
    assert "/signin/" in phone.url


def test_who_comes_from_the_department_signs_in_once_and_is_led_back(phone: Page, city: City) -> None:
    phone.goto(f"{city.outside}/housing/")
    phone.locator("a.button").click()
    phone.fill("#id_username", "citizen")
    phone.fill("#id_password", "tongban-sample")
    phone.locator("#sign-in").click()
    phone.get_by_role("button", name="同意并进入").click()

    phone.wait_for_url(f"{city.outside}/housing/")
    assert "测试甲" in phone.locator("#claims").inner_text()

    # Again from a fresh visit: the way through our own form is broken by a page, and consent is remembered.
    phone.context.clear_cookies()
    phone.goto(f"{city.outside}/housing/login")
    phone.fill("#id_username", "citizen")
    phone.fill("#id_password", "tongban-sample")
    phone.locator("#sign-in").click()
    phone.wait_for_url(f"{city.outside}/housing/")


@pytest.mark.parametrize("code", ["national", "jiangsu", "lingxi"])
def test_every_service_that_names_people_lets_them_in(phone: Page, city: City, code: str) -> None:
    phone.goto("/signin/")
    phone.locator(f'a[href^="/outside/{code}/"]').click()
    assert phone.url.startswith(city.outside)
    phone.locator('button[value="citizen"]').click()

    phone.wait_for_url(f"{city.portal}/")
    phone.goto("/my/links/")
    assert "解除关联" in phone.content()


@pytest.mark.parametrize("code", ["wechat", "alipay"])
def test_a_service_that_names_nobody_is_linked_first(phone: Page, city: City, code: str) -> None:
    phone.goto("/signin/")
    phone.locator(f'a[href^="/outside/{code}/"]').click()
    phone.locator('button[value="elder"]').click()

    phone.wait_for_url(f"{city.portal}/outside/{code}/unknown/")
    assert "还没有关联" in phone.content()


def test_an_independent_library_agrees_with_the_provider(visitor: BrowserContext, city: City, house: House) -> None:
    """idpyoidc as the relying party: discovery, code with PKCE, signature, nonce, audience, user info."""
    from idpyoidc.client.rp_handler import RPHandler  # noqa: PLC0415 - it is heavy, and for this test alone

    back = f"{LIBRARY}/back"
    code, secret = _register(house, back)
    handler = RPHandler(
        base_url=LIBRARY,
        client_configs={
            "portal": {
                "issuer": city.portal,
                "client_type": "oidc",
                "client_id": code,
                "client_secret": secret,
                "redirect_uris": [back],
                "scopes_supported": ["openid", "profile"],
                "response_types_supported": ["code"],
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
                "add_ons": {
                    "pkce": {
                        "function": "idpyoidc.client.oauth2.add_on.pkce.add_support",
                        "kwargs": {"code_challenge_length": 64, "code_challenge_method": "S256"},
                    }
                },
            }
        },
    )
    begun = handler.begin("portal", req_args={"scope": ["openid", "profile"]})
    address = begun if isinstance(begun, str) else begun["url"]
    page = visitor.new_page()
    sign_in(page, "elder")
    answered: list[str] = []
    page.on("request", lambda request: answered.append(request.url) if request.url.startswith(back) else None)
    visitor.route(f"{back}**", lambda route: route.fulfill(body="ok"))
    page.goto(address)
    page.get_by_role("button", name="同意并进入").click()
    page.wait_for_url(f"{back}**")

    said = {name: values[0] for name, values in parse_qs(urlsplit(answered[0]).query).items()}
    result = handler.finalize(city.portal, said)

    assert result.get("error") is None, result
    assert result["userinfo"]["name"] == "测试乙"
    assert result["id_token"]["iss"] == city.portal
    assert result["id_token"]["sub"] == result["userinfo"]["sub"]


def _register(house: House, back: str) -> tuple[str, str]:
    """Register a system as the security administrator would, from beside the server."""
    script = (
        "import django; django.setup()\n"
        "from django.utils import timezone\n"
        "from tongban.identity import api as identity\n"
        "from tongban.kernel.actors import SYSTEM\n"
        "said = identity.Registration(name='独立验证系统', department='ZD320213HUC', purpose='验证',"
        f" redirects=({back!r},), scopes=('openid', 'profile'))\n"
        "row, secret = identity.register_client(said=said, by=SYSTEM, at=timezone.now())\n"
        "print(row.code, secret)\n"
    )
    environment = house.environment | {"DJANGO_SETTINGS_MODULE": "tongban.config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    code, secret = done.stdout.split()[-2:]
    return code, secret
