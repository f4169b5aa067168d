"""The desk of revisions: pages without a build."""

from __future__ import annotations

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _plain_static(settings: Settings) -> None:
    """Let pages be tested without a build: addresses of static files without their digests."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
