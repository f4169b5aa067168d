"""A real house for the browser: its own database, its own server process, the sample city, a real Chromium."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright
from psycopg import sql

from tests.browser import journey
from tests.city import drop

ROOT = Path(__file__).resolve().parents[2]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WIDE: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<dir>{fonts}</dir>
<cachedir>{cache}</cachedir>
</fontconfig>
"""


@dataclass(frozen=True)
class House:
    """Where the server listens, the database behind it (owner's address), and the environment it runs in."""

    url: str
    database: str
    environment: dict[str, str]


@pytest.fixture(scope="session")
def database() -> Iterator[str]:
    """An empty database of its own, gone afterwards."""
    owner = os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"]
    name = f"tongban_browser_{secrets.token_hex(4)}"
    parts = urlsplit(owner)
    with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield urlunsplit(parts._replace(path=f"/{name}"))
        drop(server, name)


@pytest.fixture(scope="session")
def house(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The server as it is deployed, with the sample city; fails when the static files were not built."""
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        pytest.fail("the static files are not built: run npm run build and collectstatic, as bin/test does")
    state = tmp_path_factory.mktemp("house")
    environment = os.environ | {
        "DATABASE_URL": database,
        "DATABASE_OWNER_URL": database,
        "TONGBAN_STATE": str(state),
        "TONGBAN_SAMPLE": "1",
        "TONGBAN_AS_OWNER": "1",
        "TONGBAN_BUILD": str(settings.BUILD_DIR),
    }
    subprocess.run([sys.executable, "-m", "tongban", "setup"], cwd=ROOT, env=environment, check=True, timeout=300)
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--blocking-threads", "4"]
    log = (state / "server.log").open("wb")
    server = subprocess.Popen(
        [*command, "tongban.config.wsgi:application"], cwd=ROOT, env=environment, stdout=log, stderr=log
    )
    try:
        _wait(f"http://127.0.0.1:{port}/healthz", server, state / "server.log")
        yield House(f"http://127.0.0.1:{port}", database, environment)
    finally:
        server.terminate()
        server.wait(20)
        log.close()


@pytest.fixture(autouse=True)
def _unused_codes(house: House) -> None:
    """Let the sample staff sign in as often as tests want: take back which codes were used, as only the owner can."""
    with psycopg.connect(house.database, autocommit=True) as owner:
        owner.execute("UPDATE identity_totpsecret SET last_step = 0")
        owner.execute("DELETE FROM identity_throttlecount")


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Debian's Chromium, else Playwright's own; fails when there is neither. Chinese letters come from our own font."""
    folder = tmp_path_factory.mktemp("fonts")
    fonts = ROOT / "node_modules" / "@expo-google-fonts" / "noto-sans-sc"
    (folder / "fonts.conf").write_text(FONTS.format(fonts=fonts, cache=folder / "cache"))
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    environment: dict[str, str | float | bool] = {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf")}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS, env=environment)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser, house: House) -> Iterator[BrowserContext]:
    """A person who has never been here, on a wide screen, whose every request is watched."""
    context = chromium.new_context(viewport=WIDE, locale="zh-CN", base_url=house.url)
    strangers: list[str] = []
    context.on("request", lambda request: None if request.url.startswith(house.url) else strangers.append(request.url))
    yield context
    context.close()
    assert strangers == [], "a page asked another host for something"


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that complains of scripts and policies in vain: any complaint fails the test."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console", lambda message: complaints.append(message.text) if _serious(message.type, message.text) else None
    )
    yield page
    assert complaints == []


class People(dict[str, Page]):
    """Pages of people who are signed in, each in a browser of their own that begins with ``people["owner"]``.

    Everybody signs in once for all tests, and takes the cookies of it into each of their browsers. Whoever signs out or
    is to sign in before our eyes does it by ``journey.sign_in``.
    """

    def __init__(self, chromium: Browser, house: House, cookies: dict[str, list[Any]]) -> None:
        super().__init__()
        self._chromium, self._house, self._cookies = chromium, house, cookies

    def __missing__(self, name: str) -> Page:
        context = self._chromium.new_context(
            base_url=self._house.url, locale="zh-CN", viewport=WIDE, reduced_motion="reduce"
        )
        page = self[name] = context.new_page()
        self.enter(page, name)
        return page

    def enter(self, page: Page, name: str) -> None:
        """Let a page be that of somebody who is signed in."""
        if name in self._cookies:
            page.context.add_cookies(self._cookies[name])
            return
        journey.sign_in(page, name)
        self._cookies[name] = [*page.context.cookies()]

    def leave(self) -> None:
        """Close all their browsers."""
        for page in self.values():
            page.context.close()


@pytest.fixture(scope="session")
def _cookies() -> dict[str, list[Any]]:
    return {}


@pytest.fixture
def people(chromium: Browser, house: House, _cookies: dict[str, list[Any]]) -> Iterator[People]:
    """Whoever is asked for, signed in."""
    found = People(chromium, house, _cookies)
    yield found
    found.leave()


def prefer(context: BrowserContext, house: House, **cookies: str) -> None:
    """Set how a person wants the pages: tb_elder, tb_contrast, django_language, tb_area."""
    context.add_cookies([{"name": name, "value": value, "url": house.url} for name, value in cookies.items()])


def _serious(kind: str, text: str) -> bool:
    """Tell whether a line of the console is a fault of ours; a page that answers 4xx on purpose is none."""
    return kind == "error" and "the server responded with a status of 4" not in text


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, server: subprocess.Popen[bytes], log: Path, *, seconds: float = 60) -> None:
    """Wait until the server answers at all."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            urllib.request.urlopen(url.replace("/healthz", "/livez"), timeout=5).close()  # noqa: S310 - our own
        except (URLError, OSError):
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"the server did not answer:\n{log.read_text(errors='replace')[-3000:]}")
