from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from tests.files.conftest import AT, kept
from tongban.files import api as files
from tongban.files import services, tasks

Store = Callable[..., files.StoredFile]
DAY = timedelta(days=1)


def _written(path: Path, at: datetime) -> None:
    os.utime(path, (at.timestamp(), at.timestamp()))


@pytest.fixture
def orphan(stored: Store, state: Path) -> Path:
    with transaction.atomic():
        stored()
        transaction.set_rollback(True)
    (path,) = kept(state)
    _written(path, AT)
    return path


def test_an_orphan_is_removed_after_a_day(orphan: Path) -> None:
    removed = services.sweep_orphans(at=AT + DAY + timedelta(seconds=1))

    assert removed == 1
    assert not orphan.exists()


def test_an_orphan_is_left_for_a_day_because_its_verb_may_still_run(orphan: Path) -> None:
    removed = services.sweep_orphans(at=AT + DAY)

    assert removed == 0
    assert orphan.exists()


def test_a_file_with_a_row_is_never_removed(stored: Store, state: Path) -> None:
    stored()
    (path,) = kept(state)
    _written(path, AT)

    assert services.sweep_orphans(at=AT + 4000 * DAY) == 0
    assert path.exists()


@pytest.mark.django_db
def test_a_file_that_was_never_finished_is_removed_too(orphan: Path) -> None:
    unfinished = orphan.parent / ".new-abc"
    unfinished.write_bytes(b"half")
    _written(unfinished, AT)

    assert services.sweep_orphans(at=AT + 2 * DAY) == 2
    assert not unfinished.exists()


@pytest.mark.django_db
def test_a_sweep_before_anything_was_stored_finds_nothing() -> None:
    assert services.sweep_orphans(at=AT) == 0


def test_the_nightly_task_sweeps_at_the_time_it_was_due(orphan: Path) -> None:
    assert tasks.sweep_orphans(int((AT + 2 * DAY).timestamp())) == 1
    assert not orphan.exists()
