"""The pages of the journey, opened by the sample cast on one clock that moves on with every look."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.cases.samples import PDF, Desk
from tests.city import City
from tongban.web.middleware import ACTING_FOR

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

BACKEND = "django.contrib.auth.backends.ModelBackend"
As = Callable[[str], Client]


@pytest.fixture
def desk(city: City, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The citizen applies for herself; the web reads the same clock as the desk."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    desk = Desk(city=city, at=city.at, applicant=city.actor("citizen"))

    def tick() -> datetime:
        desk.at += timedelta(seconds=1)
        return desk.at

    monkeypatch.setattr(timezone, "now", tick)
    return desk


@pytest.fixture
def as_(desk: Desk) -> As:
    """Return a browser in which one of the cast is signed in: ``as_("acceptor")``; ``as_("")`` is a visitor."""

    def browser(username: str) -> Client:
        client = Client()
        if username:
            client.force_login(desk.city.user(username), backend=BACKEND)
        return client

    return browser


@pytest.fixture
def company(as_: As, desk: Desk) -> Client:
    """The owner of the restaurant company, acting for it."""
    client = as_("owner")
    session = client.session
    session[ACTING_FOR] = str(desk.city.owner_for_company.party)
    session.save()
    return client


def pressed(browser: Client, draft: object) -> Answer:
    """Open the check page of a draft and press its button, as it is there."""
    return browser.post(f"/apply/draft/{draft}/submit/", signed(browser.get(f"/apply/draft/{draft}/check/")))


def signed(page: Answer) -> dict[str, str]:
    """Return what the button of a check page sends: the name of the attempt, and the mark of what is shown."""
    return dict(re.findall(r'name="(token|shown)" value="([^"]*)"', page.content.decode()))


def pdf(name: str = "材料.pdf", data: bytes = PDF) -> SimpleUploadedFile:
    """A small true PDF."""
    return SimpleUploadedFile(name, data, content_type="application/pdf")
