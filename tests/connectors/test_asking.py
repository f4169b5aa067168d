"""What the other side may do to us, and what comes of it: a sentence, and nothing else."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from wsgiref.simple_server import make_server

import pytest

from tests.connectors.conftest import Quiet
from tongban.connectors import api as connectors
from tongban.connectors import asking
from tongban.connectors.alipay import Alipay
from tongban.connectors.configuring import KINDS
from tongban.connectors.partner import Partner
from tongban.identity import api as identity

AT = datetime(2026, 9, 1, 2, tzinfo=UTC)
ATTEMPT = identity.Attempt("state", "nonce", "verifier", "https://zwfw.example.cn/back")
PARAMS = {"code": "c", "ticket": "c", "auth_code": "c", "app_id": "2021000000000000"}
Says = Callable[[int, bytes, dict[str, str]], str]


@pytest.fixture
def says() -> Iterator[Says]:
    """Start a server that answers everything with this."""
    servers = []

    def start(status: int, body: bytes, headers: dict[str, str]) -> str:
        def application(_environ, start_response):  # noqa: ANN202
            start_response(f"{status} X", [("Content-Length", str(len(body))), *headers.items()])
            return [body]

        server = make_server("127.0.0.1", 0, application, handler_class=Quiet)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def provider(outside: tuple[str, Path], code: str, address: str) -> identity.IdentityProvider:
    _, keys = outside
    settings = connectors.sample_settings(address, keys)
    [found], _ = connectors.configured({code: settings[code]}, folder=keys)
    return found


@pytest.mark.parametrize("code", KINDS)
@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        (200, b"", {}),
        (200, b"<html>", {}),
        (200, b"[]", {}),
        (200, b'{"errcode": 0, "access_token": "t", "openid": "o", "retcode": "000000", "code": 200, "data": {}}', {}),
        (200, b"{" + b" " * 70_000 + b"}", {}),
        (500, b"{}", {}),
        (302, b"", {"Location": "http://127.0.0.1:1/"}),
        (200, b'{"data": 1}', {"X-Sign": "0" * 64}),
    ],
)
def test_whatever_a_service_answers_wrongly_signs_nobody_in(
    outside: tuple[str, Path], says: Says, code: str, status: int, body: bytes, headers: dict[str, str]
) -> None:
    one = provider(outside, code, says(status, body, headers))
    if code == "wechat" and b'"openid"' in body:
        pytest.skip("unsigned by its own protocol: TLS and the secret are all it has")

    with pytest.raises((identity.ProviderUnavailable, identity.ProviderDeclined)):
        one.redeem(PARAMS, ATTEMPT, at=AT)


@pytest.mark.parametrize("code", KINDS)
def test_a_service_that_is_not_there_is_said_to_be_unavailable(outside: tuple[str, Path], code: str) -> None:
    one = provider(outside, code, "http://127.0.0.1:1")

    with pytest.raises(identity.ProviderUnavailable) as refusal:
        one.redeem(PARAMS, ATTEMPT, at=AT)

    assert "换一种方式登录" in refusal.value.message


def test_a_service_that_never_ends_its_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "READ", 0.3)

    def application(_environ, start_response):  # noqa: ANN202
        time.sleep(1.5)
        start_response("200 OK", [])
        return [b"{}"]

    server = make_server("127.0.0.1", 0, application, handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    started = time.monotonic()

    with pytest.raises(identity.ProviderUnavailable):
        asking.get(f"http://127.0.0.1:{server.server_port}/", {})

    assert time.monotonic() - started < 1.4
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("code", KINDS)
@pytest.mark.parametrize("params", [{}, {"error": "access_denied"}, {"code": "", "ticket": "", "auth_code": ""}])
def test_without_a_code_nobody_is_asked(outside: tuple[str, Path], code: str, params: dict[str, str]) -> None:
    one = provider(outside, code, "http://127.0.0.1:1")

    with pytest.raises(identity.ProviderDeclined):
        one.redeem(params, ATTEMPT, at=AT)


def test_a_signed_part_of_alipay_is_read_as_it_was_signed_and_no_other(outside: tuple[str, Path], says: Says) -> None:
    """A second part of the same name, which a reader of JSON would prefer, is not what was signed."""
    address, keys = outside
    real = provider(outside, "alipay", address)
    assert isinstance(real, Alipay)
    honest = real._ask("alipay.system.oauth.token", {"grant_type": "authorization_code", "code": "x"}, AT)
    assert honest["code"] == "40002"
    text = json.dumps({"alipay_system_oauth_token_response": {"user_id": "2088", "access_token": "t"}, "sign": "AAAA"})
    partner = replace(real.partner, address=says(200, text.encode(), {}))

    with pytest.raises(identity.ProviderUnavailable):
        Alipay(partner).redeem(PARAMS, ATTEMPT, at=AT)
    assert keys.is_dir()


class TestConfiguration:
    GOOD = {"app": "a", "pages": "https://a.example", "address": "https://b.example", "secret_file": "s"}

    def test_addresses_secrets_and_order_are_taken(self, tmp_path: Path) -> None:
        found, check = connectors.configured({"wechat": self.GOOD, "national": self.GOOD}, folder=tmp_path)

        assert [one.code for one in found] == ["national", "wechat"]
        assert check is None
        assert found[0].authorize_url(ATTEMPT).startswith("https://a.example/authorize?")

    @pytest.mark.parametrize(
        "settings",
        [
            {"nobody": GOOD},
            {"wechat": {}},
            {"wechat": GOOD | {"pages": "http://a.example"}},
            {"wechat": GOOD | {"address": "https://user@a.example"}},
            {"wechat": GOOD | {"address": "file:///etc/passwd"}},
            {"wechat": GOOD | {"app": 1}},
            {"alipay": GOOD},
        ],
    )
    def test_what_is_wrong_is_refused_at_start(self, tmp_path: Path, settings: dict[str, dict[str, str]]) -> None:
        with pytest.raises(connectors.BadConfiguration):
            connectors.configured(settings, folder=tmp_path)

    def test_a_file_is_read_and_one_that_cannot_be_is_named(self, tmp_path: Path) -> None:
        file = tmp_path / "providers.toml"
        file.write_text('[wechat]\napp = "a"\n', "utf-8")

        assert connectors.read(file) == {"wechat": {"app": "a"}}
        with pytest.raises(connectors.BadConfiguration, match="nowhere"):
            connectors.read(tmp_path / "nowhere.toml")


def test_the_check_tells_whether_name_number_and_telephone_agree(outside: tuple[str, Path]) -> None:
    address, keys = outside
    _, check = connectors.configured({"realname": connectors.sample_settings(address, keys)["realname"]}, folder=keys)
    assert check

    said = {"name": "测试甲", "number": "320200198804169015", "mobile": "19900000001"}
    assert check.agrees(**said, at=AT)
    assert not check.agrees(**said | {"mobile": "19900000002"}, at=AT)
    assert not check.agrees(**said | {"name": "测试乙"}, at=AT)


def test_a_partner_is_never_shown_with_its_secret(tmp_path: Path) -> None:
    partner = Partner("a", "b", "c", "https://a", "https://b", tmp_path / "secret")

    assert "secret" in repr(partner)
    assert not (tmp_path / "secret").exists()
