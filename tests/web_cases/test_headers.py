"""Every address there is, whoever opens it: the headers that guard a page are on the answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings

from tests.web_cases.conftest import As
from tongban.web.middleware import HEADERS

SAMPLES = {"int": "1", "uuid": str(UUID(int=1)), "slug": "x", "str": "x", "path": "x"}
API = "api/"


def addresses(resolver: URLResolver | None = None, head: str = "") -> Iterator[str]:
    """Yield an address of every route of the house."""
    for one in (resolver or get_resolver()).url_patterns:
        route = head + _filled(one)
        if isinstance(one, URLResolver):
            yield from addresses(one, route)
        else:
            yield f"/{route}"


def _filled(one: URLPattern | URLResolver) -> str:
    text = str(one.pattern)
    for name, converter in getattr(one.pattern, "converters", {}).items():
        kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        text = text.replace(f"<{kind}:{name}>", SAMPLES[kind]).replace(f"<{name}>", SAMPLES[kind])
    return text.removeprefix("^").removesuffix("$")


ALL = sorted({path for path in addresses() if not path.startswith(f"/{API}")})


# What a departments' system may keep for an hour: our address book and public keys, the same for everybody.
FOR_ALL = {"/.well-known/openid-configuration", "/oidc/jwks/"}


def test_there_are_many_addresses_and_none_is_left_unfilled() -> None:
    assert len(ALL) > 80
    assert [path for path in ALL if "<" in path] == []


@pytest.mark.parametrize("who", ["", "citizen", "acceptor"])
def test_every_answer_is_guarded(as_: As, who: str) -> None:
    browser = as_(who)
    wanting = []
    for path in ALL:
        answer = browser.get(path)
        missing = {name for name in HEADERS if name not in answer.headers}
        personal = bool(who) and path not in FOR_ALL
        cached = personal and "no-store" not in answer.headers.get("Cache-Control", "") and answer.status_code == 200
        if answer.status_code >= 500 or missing or cached:
            wanting.append((path, answer.status_code, missing, cached))

    assert wanting == []


@pytest.mark.parametrize("who", ["", "citizen"])
def test_every_cookie_is_closed_to_scripts_and_to_other_sites(as_: As, who: str) -> None:
    browser = as_(who)
    loose = [
        (path, name)
        for path in ALL
        for name, cookie in browser.get(path).cookies.items()
        if not cookie["httponly"] or cookie["samesite"] not in {"Lax", "Strict"}
    ]

    assert loose == []


def test_passkeys_are_ours_and_the_rest_is_closed(client: Client) -> None:
    allowed = client.get("/livez").headers["Permissions-Policy"]

    assert "publickey-credentials-get=(self)" in allowed
    assert "camera=()" in allowed


class TestReports:
    def test_name_the_rule_and_the_origin_and_no_page(self, client: Client, caplog: pytest.LogCaptureFixture) -> None:
        report = {
            "csp-report": {
                "effective-directive": "script-src",
                "blocked-uri": "https://evil.example/x.js?id=320200198804169015",
                "document-uri": "http://127.0.0.1/my/cases/320200198804169015/",
            }
        }

        answer = client.post("/policy-report/", json.dumps(report), content_type="application/csp-report")

        assert answer.status_code == 204
        assert [record.task for record in caplog.records if record.name == "tongban.policy"] == [  # type: ignore[attr-defined]
            "script-src evil.example"
        ]

    @pytest.mark.parametrize("body", [b"", b"[]", b"[1]", b'{"csp-report": 1}', b"\xff", b"[" * 20_000])
    def test_that_are_none_are_passed_over(self, client: Client, body: bytes) -> None:
        answer = client.post("/policy-report/", body, content_type="application/reports+json")

        assert answer.status_code == 204

    def test_that_flood_are_not_all_logged(
        self, client: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tongban.web.reports._seen", [])
        for _ in range(40):
            client.post("/policy-report/", b'{"csp-report": {}}', content_type="application/csp-report")

        assert sum(record.name == "tongban.policy" for record in caplog.records) == 30


def test_over_tls_the_cookies_are_of_this_host_alone(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    import runpy  # noqa: PLC0415 -- for this test alone

    monkeypatch.setenv("TONGBAN_HTTPS", "1")
    read = runpy.run_path(str(settings.BASE_DIR / "tongban" / "config" / "settings.py"))

    assert read["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert read["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert read["SESSION_COOKIE_SECURE"] is read["CSRF_COOKIE_SECURE"] is True
