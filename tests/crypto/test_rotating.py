from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import models, transaction
from pytest_django import Settings

from tests.conftest import in_threads
from tests.crypto.samples import Service
from tongban.cases.models import Case
from tongban.crypto import api as crypto
from tongban.crypto.keyservice import ServiceKeys
from tongban.crypto.software import SoftwareKeys
from tongban.documents import api as documents
from tongban.files import api as files
from tongban.files.models import StoredFile
from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM
from tests.cases.samples import PDF, Desk
from tests.city import City

NO_ENVELOPES = {"ledger.Batch.leaves", "ledger.Batch.subjects", "ledger.Batch.peaks"}
"""Columns of bytes that hold digests in the open: anybody may check them."""

LATER = timedelta(minutes=11)


@pytest.fixture
def desk(city: City, settings: Settings, tmp_path: Path) -> Desk:
    """A city with cases, documents and files, whose keys and vaults are in a folder of this test's own."""
    settings.STATE_DIR = tmp_path
    return Desk(city=city, at=city.at, applicant=city.actor("citizen"))


def test_every_column_of_bytes_is_declared_so_that_none_is_forgotten_when_keys_rotate() -> None:
    columns = {
        f"{model._meta.app_label}.{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("tongban.")
        for field in model._meta.get_fields()
        if isinstance(field, models.BinaryField)
    }

    declared = {place.name for place in crypto.declared() if not place.name.startswith("files/")}

    assert columns - NO_ENVELOPES == declared
