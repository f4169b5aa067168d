from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import pytest

from launch import state
from tests.launch.running import Begun

OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "TONGBAN_AS_OWNER", "TONGBAN_TEST_DB", "TONGBAN_SAMPLE", "TONGBAN_HOSTS")


@pytest.fixture(autouse=True)
def _no_database_of_the_test_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """The launcher reads its environment; that of the test run is not meant for it."""
    for name in OURS:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that other users can pass through, as a state folder's parents are; pytest's own are closed."""
    with open_folder() as path:
        yield path


@pytest.fixture(scope="module")
def shared_folder() -> Iterator[Path]:
    """Such a folder for all tests of a file."""
    with open_folder() as path:
        yield path


@pytest.fixture(scope="session")
def begun() -> Iterator[Begun]:
    """The first starts that the tests which are not about them begin after."""
    with open_folder() as path:
        yield Begun(path)


@contextmanager
def open_folder() -> Iterator[Path]:
    """Make such a folder, and take it away with the clusters that lie elsewhere for it."""
    path = Path(mkdtemp(prefix="tongban-test-"))
    path.chmod(0o711)
    yield path
    for cluster in path.rglob("db"):
        if cluster.is_symlink():
            state.discard(cluster)
    try:
        shutil.rmtree(path)
    except FileNotFoundError:  # a server that was just stopped took its last file away meanwhile
        shutil.rmtree(path)
