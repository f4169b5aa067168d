"""The sample city as the portal shows it."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from tests.city import City


@pytest.fixture(autouse=True)
def _plain_static(settings: Settings) -> None:
    """Let pages be tested without a build: addresses of static files without their digests."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def client() -> Client:
    """A visitor."""
    return Client()


@pytest.fixture
def city(city: City, settings: Settings) -> City:
    """The whole sample city as it stands in earnest: not in sample mode."""
    settings.SAMPLE_MODE = False
    return city


@pytest.fixture
def cast(city: City, settings: Settings) -> City:
    """The sample people, in sample mode."""
    settings.SAMPLE_MODE = True
    return city
