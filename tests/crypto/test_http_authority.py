"""An authority outside, as a real server on this machine: it answers, and fails in every way that a server can."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic

import pytest

from tongban.crypto import api as crypto
from tongban.crypto import asking
from tongban.crypto.devauthority import SoftwareAuthority
from tongban.kernel.days import SHANGHAI

THEIR_TIME = datetime(2026, 9, 1, 10, tzinfo=SHANGHAI)
OUR_TIME = datetime(2020, 1, 1, tzinfo=SHANGHAI)
DIGEST = crypto.hasher(crypto.Suite.SM)(b"root")

Answering = Callable[[BaseHTTPRequestHandler, bytes], None]
pytestmark = pytest.mark.usefixtures("state", "wiring")


@contextmanager
def serving(answering: Answering) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            answering(self, query)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/tsa"
        finally:
            server.shutdown()
            thread.join()


def answer(
    to: BaseHTTPRequestHandler, body: bytes, *, kind: str = "application/timestamp-reply", code: int = 200
) -> None:
    to.send_response(code)
    to.send_header("Content-Type", kind)
    to.send_header("Content-Length", str(len(body)))
    to.end_headers()
    to.wfile.write(body)


@pytest.fixture
def theirs(tmp_path: Path) -> SoftwareAuthority:
    return SoftwareAuthority(tmp_path / "theirs")


def refused(answering: Answering, *, seconds: float = 10) -> None:
    with serving(answering) as url:
        crypto.use(timestamps=crypto.HttpAuthority(url, seconds=seconds))
        with pytest.raises(crypto.TimestampUnavailable) as refusal:
            crypto.stamp(DIGEST, at=OUR_TIME)
    assert "请稍后重试" in refusal.value.message


@pytest.mark.parametrize("suite", crypto.Suite)
def test_a_token_comes_from_outside_with_the_time_of_the_authority(
    theirs: SoftwareAuthority, suite: crypto.Suite
) -> None:
    seen: list[tuple[str, str]] = []

    def answering(to: BaseHTTPRequestHandler, query: bytes) -> None:
        seen.append((to.path, to.headers["Content-Type"]))
        answer(to, theirs.respond(query, at=THEIR_TIME))

    with serving(answering) as url:
        crypto.use(timestamps=crypto.HttpAuthority(url))
        token = crypto.stamp(DIGEST, at=OUR_TIME, suite=suite)

    assert crypto.check_timestamp(token, DIGEST, suite=suite).moment == THEIR_TIME
    assert seen == [("/tsa", "application/timestamp-query")]


def test_with_an_authority_outside_none_is_made_here(theirs: SoftwareAuthority, state: Path) -> None:
    with serving(lambda to, query: answer(to, theirs.respond(query, at=THEIR_TIME))) as url:
        crypto.use(timestamps=crypto.HttpAuthority(url))
        crypto.ensure_keys()
        crypto.stamp(DIGEST, at=OUR_TIME)

    assert not (state / "keys" / "tsa-1.key").exists()


def test_a_token_for_another_request_or_digest_is_refused(theirs: SoftwareAuthority) -> None:
    for digest, nonce in ((DIGEST, 7), (bytes(32), 7)):
        other = asking.request(digest, suite=crypto.Suite.SM, nonce=nonce)
        ready = theirs.respond(other, at=THEIR_TIME)
        refused(partial(lambda body, to, _: answer(to, body), ready))


def test_an_old_answer_played_again_is_refused(theirs: SoftwareAuthority) -> None:
    kept: list[bytes] = []

    def answering(to: BaseHTTPRequestHandler, query: bytes) -> None:
        kept.append(theirs.respond(query, at=THEIR_TIME))
        answer(to, kept[0])

    with serving(answering) as url:
        crypto.use(timestamps=crypto.HttpAuthority(url))
        assert crypto.stamp(DIGEST, at=OUR_TIME)
        with pytest.raises(crypto.TimestampUnavailable):
            crypto.stamp(DIGEST, at=OUR_TIME)


def test_a_refusal_of_the_authority_is_refused(theirs: SoftwareAuthority) -> None:
    refused(lambda to, _: answer(to, theirs.respond(b"no request", at=THEIR_TIME)))


@pytest.mark.parametrize("body", [b"", b"garbage", b"\x30\x82\xff\xff", b"\x30\x80" * 30_000])
def test_garbage_is_refused(body: bytes) -> None:
    refused(lambda to, _: answer(to, body))


@pytest.mark.parametrize("code", [204, 302, 400, 403, 404, 429, 500, 503])
def test_any_status_but_success_is_refused_even_with_a_token(theirs: SoftwareAuthority, code: int) -> None:
    refused(lambda to, query: answer(to, theirs.respond(query, at=THEIR_TIME), code=code))


def test_an_answer_of_another_kind_is_refused(theirs: SoftwareAuthority) -> None:
    refused(lambda to, query: answer(to, theirs.respond(query, at=THEIR_TIME), kind="text/html"))


def test_an_answer_that_sends_us_elsewhere_is_not_followed(theirs: SoftwareAuthority) -> None:
    visited: list[str] = []

    def elsewhere(to: BaseHTTPRequestHandler, query: bytes) -> None:
        visited.append(to.path)
        answer(to, theirs.respond(query, at=THEIR_TIME))

    with serving(elsewhere) as other:

        def answering(to: BaseHTTPRequestHandler, _query: bytes) -> None:
            to.send_response(307)
            to.send_header("Location", other)
            to.send_header("Content-Length", "0")
            to.end_headers()

        refused(answering)

    assert visited == []


def test_an_endless_answer_is_cut_off() -> None:
    def answering(to: BaseHTTPRequestHandler, _query: bytes) -> None:
        to.send_response(200)
        to.send_header("Content-Type", "application/timestamp-reply")
        to.end_headers()
        try:
            while True:
                to.wfile.write(b"\0" * 65_536)
        except OSError:
            to.close_connection = True

    refused(answering)


def test_a_connection_that_breaks_in_the_middle_is_refused(theirs: SoftwareAuthority) -> None:
    def answering(to: BaseHTTPRequestHandler, query: bytes) -> None:
        body = theirs.respond(query, at=THEIR_TIME)
        to.send_response(200)
        to.send_header("Content-Type", "application/timestamp-reply")
        to.send_header("Content-Length", str(len(body)))
        to.end_headers()
        to.wfile.write(body[:100])
        to.close_connection = True

    refused(answering)


def test_silence_is_refused_in_time() -> None:
    over = threading.Event()
    begun = monotonic()

    def answering(_to: BaseHTTPRequestHandler, _query: bytes) -> None:
        over.wait(20)

    refused(answering, seconds=0.3)

    over.set()
    assert monotonic() - begun < 5


def test_an_answer_that_comes_drop_by_drop_is_refused_in_time() -> None:
    over = threading.Event()

    def answering(to: BaseHTTPRequestHandler, _query: bytes) -> None:
        to.send_response(200)
        to.send_header("Content-Type", "application/timestamp-reply")
        to.end_headers()
        try:
            while not over.wait(0.05):
                to.wfile.write(b"\0")
        except OSError:
            to.close_connection = True

    begun = monotonic()

    refused(answering, seconds=0.4)

    over.set()
    assert monotonic() - begun < 5


def test_nobody_there_is_refused() -> None:
    with serving(lambda *_: None) as url:
        pass
    crypto.use(timestamps=crypto.HttpAuthority(url))

    with pytest.raises(crypto.TimestampUnavailable):
        crypto.stamp(DIGEST, at=OUR_TIME)


@pytest.mark.parametrize(
    "url", ["tsa.example.cn", "file:///etc/passwd", "ftp://tsa.example.cn", "http://", "http://[", "https://a:0", "//a"]
)
def test_what_is_no_address_is_refused_at_once(url: str) -> None:
    with pytest.raises(crypto.TimestampAddressWrong) as refusal:
        crypto.HttpAuthority(url)

    assert "TONGBAN_TIMESTAMP_URL" in refusal.value.message


def test_an_authority_is_called_by_its_host() -> None:
    assert crypto.HttpAuthority("https://tsa.example.cn:8443/stamp").name == "tsa.example.cn"
