from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qs
from wsgiref.simple_server import make_server

import pytest
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.city import City
from tests.connectors.conftest import Quiet
from tests.identity.systems import ISSUER, REGISTRATION, SECURITY, registered, token_of
from tongban.connectors.telling import EVENT, tell
from tongban.crypto import api as crypto
from tongban.identity import api as identity
from tongban.identity.models import Login


@pytest.fixture
def heard() -> Iterator[tuple[str, list[str]]]:
    """A system that hears of ended logins, and what it heard."""
    tokens: list[str] = []

    def application(environ, start_response):  # noqa: ANN202
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode()
        tokens.extend(parse_qs(body)["logout_token"])
        start_response("200 OK", [("Content-Length", "2")])
        return [b"{}"]

    server = make_server("127.0.0.1", 0, application, handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/ended", tokens
    server.shutdown()
    server.server_close()


def end(city: City, calls: str) -> Login:
    token_of(city, registered(city.at, replace(REGISTRATION, calls=calls)))
    identity.end_browser_logins(browser="browser-1", by=city.actor("citizen"), at=city.at)
    return Login.objects.get()


def test_a_system_hears_once_that_a_login_ended(city: City, heard: tuple[str, list[str]]) -> None:
    address, tokens = heard
    login = end(city, address)

    assert tell(at=city.at) == 1
    assert tell(at=city.at) == 0

    [token] = tokens
    said = crypto.read_token(token)
    assert (said["iss"], said["aud"], said["sid"]) == (ISSUER, login.client.code, str(login.pk))
    assert said["events"] == {EVENT: {}}
    assert "nonce" not in said


def test_a_system_that_does_not_answer_is_told_again_later(city: City) -> None:
    end(city, "http://127.0.0.1:1/ended")

    assert tell(at=city.at) == 0
    assert len(identity.untold_logins()) == 1


def test_a_system_without_an_address_is_owed_nothing(city: City) -> None:
    end(city, "")

    assert tell(at=city.at) == 1
    assert identity.untold_logins() == []


def test_the_telling_is_enqueued_with_the_end_itself(city: City) -> None:
    end(city, "http://127.0.0.1:1/ended")

    assert queued() == [("connectors.tell_now", "connectors.tell_logouts")]
    assert "connectors.tell_now" in app.tasks


def test_an_end_that_does_not_stand_tells_nobody(city: City) -> None:
    token_of(city, registered(city.at, REGISTRATION))

    with transaction.atomic():
        assert identity.end_browser_logins(browser="browser-1", by=city.actor("citizen"), at=city.at) == 1
        transaction.set_rollback(True)

    assert queued() == []


@pytest.mark.parametrize("way", ["withdraw", "suspend", "end"])
def test_every_way_to_end_a_login_is_told_at_once(city: City, way: str) -> None:
    client = registered(city.at, REGISTRATION)
    token_of(city, client)
    by = city.actor("citizen")

    if way == "withdraw":
        identity.withdraw_consent(client=client.pk, by=by, at=city.at)
    elif way == "suspend":
        identity.suspend_client(client=client.pk, by=SECURITY, at=city.at)
    else:
        identity.end_login(login=Login.objects.get().pk, by=by, at=city.at)

    assert len(queued()) == 1


def queued() -> list[tuple[str, str | None]]:
    jobs = ProcrastinateJob.objects.filter(task_name="connectors.tell_now")
    return list(jobs.values_list("task_name", "lock"))
