"""A department's system, a browser, and what the two send to the provider."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from tests.city import City
from tests.identity.systems import REGISTRATION, SECURITY
from tests.web_oidc.party import Party
from tongban.identity import api as identity


@pytest.fixture(autouse=True)
def _plain_static(settings: Settings) -> None:
    """Let pages be tested without a build."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def browser() -> Client:
    """The browser of a person: it reaches the portal under TLS and holds every form to its safety token."""
    return Client(enforce_csrf_checks=True, SERVER_NAME="localhost")


@pytest.fixture
def party(city: City, browser: Client) -> Party:  # noqa: ARG001 - people come from it
    """A registered system that asks for consent."""
    row, secret = identity.register_client(said=REGISTRATION, by=SECURITY, at=timezone.now())
    return Party(browser, row, secret)
