from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tongban.crypto import api as crypto


@pytest.fixture
def state(settings: Settings, tmp_path: Path) -> Path:
    settings.STATE_DIR = tmp_path
    return tmp_path


@pytest.fixture
def wiring() -> Iterator[None]:
    yield
    crypto.use()
