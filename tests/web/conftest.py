"""The sample city as the portal shows it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from tongban.catalog import api as catalog
from tongban.identity import api as identity
from tongban.orgs import api as orgs


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


@pytest.fixture(scope="module")
def _city_of_the_module(django_db_setup: None, django_db_blocker: DjangoDbBlocker, at: datetime) -> Iterator[None]:  # noqa: ARG001 - the database is made first
    """The sample city once for a module: in a transaction around those of its tests, undone at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        orgs.load_calendars(at=at)
        orgs.load_sample(path=settings.SAMPLE_DIR, at=at)
        catalog.load_directory(path=settings.SAMPLE_DIR, at=at)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def city(_city_of_the_module: None, db: None) -> None:
    """The whole sample: places, items, one guide."""


@pytest.fixture
def cast(city: None, at: datetime, settings: Settings) -> None:  # noqa: ARG001 - staff work somewhere
    """The sample people, in sample mode."""
    settings.SAMPLE_MODE = True
    identity.load_cast(at=at)
