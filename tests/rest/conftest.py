"""The API over a small city, asked as anybody may ask it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import pytest
from django.test import Client

from tests.orgs.conftest import loaded, town
from tongban.kernel.actors import SYSTEM
from tongban.kernel.days import SHANGHAI
from tongban.ledger import api as ledger

__all__ = ["Ask", "Refused", "ask", "closed_days", "loaded", "refused", "small_city", "town"]

BASE = "/api/v1"


class Answer(Protocol):
    """What tests read of an answer."""

    status_code: int

    @property
    def content(self) -> bytes: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def cookies(self) -> Mapping[str, object]: ...


class Ask:
    """Ask the API below its base."""

    def __init__(self, client: Client) -> None:
        client.raise_request_exception = False
        self.client = client

    def __call__(self, path: str, **query: Any) -> Answer:  # noqa: ANN401 - anything that can be written into a query
        return self.client.get(f"{BASE}/{path}", query)

    def json(self, path: str, **query: object) -> Any:  # noqa: ANN401 - any JSON
        response = self(path, **query)
        assert response.status_code == 200, response.content.decode()
        return json.loads(response.content)


class Refused:
    """A refusal of the API, checked to be problem details in full."""

    def __init__(self, response: Answer) -> None:
        assert response.headers["Content-Type"] == "application/problem+json"
        body = json.loads(response.content)
        assert set(body) - {"open_verbs"} == {"type", "title", "status", "code", "detail", "errors"}
        assert body["status"] == response.status_code
        self.status, self.code, self.detail = body["status"], body["code"], body["detail"]
        self.errors = {each["field"]: each["message"] for each in body["errors"]}
        self.body = body


@pytest.fixture
def ask(client: Client) -> Ask:
    return Ask(client)


@pytest.fixture
def small_city(loaded: Path) -> Path:
    """Places and calendars, and the days of the examples closed."""
    _close_days()
    return loaded


@pytest.fixture
def closed_days(db: None) -> None:  # noqa: ARG001 - days are rows
    """The days that the examples of the documentation name."""
    _close_days()


def _close_days() -> None:
    noon = datetime(2026, 11, 25, 12, tzinfo=SHANGHAI)
    ledger.record(
        at=noon, actor=SYSTEM, verb="sample.load_orgs", kind="sample", subject=SYSTEM.id, why=ledger.OPERATION
    )
    ledger.close_days(at=noon)
    ledger.close_days(at=noon + timedelta(days=1))


def refused(response: Answer, status: int) -> Refused:
    """Return the refusal, which must have this status."""
    assert response.status_code == status, response.content.decode()
    return Refused(response)
