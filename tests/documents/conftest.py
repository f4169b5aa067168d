from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from tests.documents import samples
from tongban.documents import api as documents
from tongban.kernel.days import SHANGHAI

AT = datetime(2026, 11, 23, 9, 30, tzinfo=SHANGHAI)
CASE = UUID(int=42)
Freeze = Callable[..., documents.IssuedDocument]


@pytest.fixture(autouse=True)
def state(settings: Settings, tmp_path: Path) -> Path:
    settings.STATE_DIR = tmp_path
    return tmp_path


@pytest.fixture
def freeze(db: None) -> Freeze:  # noqa: ARG001 - a fixture cannot be marked to use another
    return freeze_now


@pytest.fixture
def wiring() -> Iterator[None]:
    yield
    documents.use()


def freeze_now(template: str = "grant", *, at: datetime = AT, **changes: object) -> documents.IssuedDocument:
    return documents.freeze(
        template=template,
        number_kind=samples.KINDS[template][1],
        facts=samples.facts(template, **changes),
        subject=CASE,
        at=at,
    )
