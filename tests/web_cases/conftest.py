"""The pages of the journey, opened by the sample cast on one clock that moves on with every look."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.cases.samples import PDF, Desk
from tests.city import City
from tongban.web.middleware import ACTING_FOR

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


def pdf(name: str = "材料.pdf", data: bytes = PDF) -> SimpleUploadedFile:
    """A small true PDF."""
    return SimpleUploadedFile(name, data, content_type="application/pdf")
