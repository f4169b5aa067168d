"""Letters through the adapters: WeChat against the simulator of the sample city, mail against a server that answers."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import requests
from pytest_django import Settings

from tests.city import City
from tests.conftest import usual_ways
from tests.connectors.browser import browser, through
from tongban.connectors import api as connectors
from tongban.identity import api as identity
from tongban.identity.queries.outside import reached_at
from tongban.messages import api as messages
from tongban.messages.api import Letter, NotCarried, Way
from tongban.messages.models import Dispatch

FACTS = {"number": "32021320260901000000010", "item": "食品经营许可"}


class Answers(socketserver.StreamRequestHandler):
    """A mail server, as far as one letter needs it; what a mailbox is called says how it is answered."""

    timeout = 10  # seconds: who goes away in the middle is not waited for

    def handle(self) -> None:
        said = ["220 here"]
        while said:
            self.wfile.write((said.pop(0) + "\r\n").encode())
            line = self.rfile.readline().decode()
            said.append(self.answer(line))
            if line.upper().startswith("QUIT") or not line:
                return

    def answer(self, line: str) -> str:
        if line.upper().startswith("RCPT"):
            return {"n": "550 no such mailbox", "b": "451 busy"}.get(line.split("<")[1][0], "250 ok")
        if line.upper().startswith("DATA"):
            self.wfile.write(b"354 go on\r\n")
            taken = b""
            for part in self.rfile:
                taken += part
                if taken.endswith(b"\r\n.\r\n"):
                    break
            TAKEN.append(taken.decode())
        return "250 ok"


TAKEN: list[str] = []


@pytest.fixture
def mail(settings: Settings) -> Iterator[connectors.Mail]:
    TAKEN.clear()
    with socketserver.TCPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_SSL = "127.0.0.1", server.server_address[1], False
        settings.DEFAULT_FROM_EMAIL = "通办 <tell@city.example.com>"
        yield connectors.Mail()
        server.shutdown()


def test_a_letter_is_handed_to_the_mail_server_under_one_name(mail: connectors.Mail, at: datetime) -> None:
    key = uuid4()

    mail.carry(Letter("zhang@example.com", "请补正材料", "请登录查看。"), key=key, at=at)

    assert f"Message-ID: <{key}@city.example.com>" in TAKEN[0]
    assert "To: zhang@example.com" in TAKEN[0]


@pytest.mark.parametrize(
    ("address", "code", "for_good"),
    [("nobody@example.com", "SMTP:550", True), ("busy@example.com", "SMTP:451", False)],
)
def test_what_the_server_refuses_for_good_is_told_apart(
    mail: connectors.Mail, at: datetime, address: str, code: str, *, for_good: bool
) -> None:
    with pytest.raises(NotCarried) as fault:
        mail.carry(Letter(address, "题", "文"), key=uuid4(), at=at)

    assert (fault.value.code, fault.value.for_good) == (code, for_good)


def test_a_server_that_is_away_is_tried_again(settings: Settings, at: datetime) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_SSL = "127.0.0.1", 1, False

    with pytest.raises(NotCarried) as fault:
        connectors.Mail().carry(Letter("zhang@example.com", "题", "文"), key=uuid4(), at=at)

    assert (fault.value.code, fault.value.for_good) == ("SMTP:ConnectionRefusedError", False)


@pytest.fixture
def bound(wired: City, outside: tuple[str, Path]) -> Iterator[UUID]:
    """The citizen, who has linked their WeChat by signing in with it and wants every message there."""
    address, keys = outside
    notes = connectors.notes(connectors.sample_settings(address, keys), folder=keys)
    assert notes
    messages.use(identity.Outside(), carriers={Way.WECHAT: notes}, fallback=identity.ByText())
    client = browser()
    client.force_login(wired.user("citizen"), backend="django.contrib.auth.backends.ModelBackend")
    through(client, "wechat", "citizen")
    me = wired.actor("citizen")
    assert me.party
    messages.choose_ways(text="NONE", email="NONE", wechat="ALL", by=me, at=wired.at)
    yield me.party
    usual_ways()


@pytest.mark.django_db
class TestWeChat:
    def tell(self, to: UUID, at: datetime) -> Dispatch:
        messages.send(to=to, template="case.correction", facts=FACTS, at=at)
        messages.deliver(at=at)
        return Dispatch.objects.latest("created_at")

    def test_who_linked_it_is_told_there_and_the_outbox_shows_it(
        self, bound: UUID, outside: tuple[str, Path], at: datetime
    ) -> None:
        told = self.tell(bound, at)

        assert (told.carried_at, told.fault) == (at, "")
        page = requests.get(f"{outside[0]}/wechat/", timeout=5).text
        assert f"食品经营许可 · {FACTS['number']} · 请补正材料" in page
        shown = messages.outbox(1)[0]
        assert (shown.way, reached_at("wechat", bound) in shown.number) == (Way.WECHAT, False)

    def test_who_follows_no_more_is_told_by_a_text(self, bound: UUID, outside: tuple[str, Path], at: datetime) -> None:
        follow = {"person": reached_at("wechat", bound)}
        requests.post(f"{outside[0]}/wechat/", follow, timeout=5)

        told = self.tell(bound, at)

        requests.post(f"{outside[0]}/wechat/", follow, timeout=5)
        assert (told.failed_at, told.fault) == (at, "WECHAT:43004")
        assert messages.outbox(1)[0].way is Way.TEXT

    def test_a_token_that_is_over_before_its_time_is_asked_for_anew(
        self, bound: UUID, outside: tuple[str, Path], at: datetime
    ) -> None:
        address, keys = outside
        notes = connectors.notes(connectors.sample_settings(address, keys), folder=keys)
        assert notes
        notes._token, notes._until = "over", at.replace(year=2100)

        notes.carry(Letter(reached_at("wechat", bound), "题", "文", FACTS), key=uuid4(), at=at)

        assert notes._token != "over"  # noqa: S105 - of the test

    def test_without_a_registered_message_nothing_is_brought(self, outside: tuple[str, Path]) -> None:
        address, keys = outside
        said = connectors.sample_settings(address, keys)
        del said["wechat"]["template"]

        assert connectors.notes(said, folder=keys) is None
