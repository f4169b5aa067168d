"""What every test may ask for."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, connections
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test import override_settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from pytest_django import DjangoDbBlocker, Settings

from tests.city import City, Loader
from tongban.identity import api as identity
from tongban.kernel.days import SHANGHAI
from tongban.messages import api as messages

# Who waits a minute and a half for a lock waits for somebody who is not coming: a failure says so, a hang does not.
os.environ.setdefault("PGOPTIONS", "-c lock_timeout=90s")
# How long an example takes says how busy the machine is, and nothing of what is tested.
hypothesis_settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("any machine")


@pytest.fixture(scope="session", autouse=True)
def _settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give the tests a state folder of their own, and passwords that need not be slow."""
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with override_settings(STATE_DIR=tmp_path_factory.mktemp("state"), PASSWORD_HASHERS=hashers):
        yield


# The models of the queue are not managed by Django, so its flush would leave the jobs of one test to the next.
EMPTY_QUEUE = (
    "TRUNCATE procrastinate_jobs, procrastinate_events, procrastinate_workers, procrastinate_periodic_defers"
    " RESTART IDENTITY"
)


@pytest.fixture(scope="session", autouse=True)
def _flush_past_append_only_tables() -> Iterator[None]:
    """Let the emptying after a transactional test pass the triggers that refuse TRUNCATE; only the owner may."""
    patch = pytest.MonkeyPatch()
    plain = DatabaseOperations.execute_sql_flush

    def flush(self: DatabaseOperations, statements: list[str]) -> None:
        every = ["SET session_replication_role = replica", *statements, EMPTY_QUEUE, "RESET session_replication_role"]
        plain(self, every)

    patch.setattr(DatabaseOperations, "execute_sql_flush", flush)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def at() -> datetime:
    """Tuesday 1 September 2026, ten in the morning: a working day."""
    return datetime(2026, 9, 1, 10, 0, tzinfo=SHANGHAI)


LOADER = pytest.StashKey[Loader]()


@pytest.fixture(scope="session")
def _city_loader(
    request: pytest.FixtureRequest,
    django_db_setup: None,  # noqa: ARG001 - the database is made first
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Loader]:
    """Load the city once; where its guides are put back for a test, that takes half the time uncompressed."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE catalog_guideversion ALTER COLUMN document SET STORAGE EXTERNAL")
    loader = request.session.stash[LOADER] = Loader(django_db_blocker)
    yield loader
    loader.leave()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Choose the database before anything of the test can open one."""
    loader = item.session.stash.get(LOADER, None)
    if loader is not None:
        loader.stand(wanted="_city_loader" in getattr(item, "fixturenames", ()) and not _commits(item))


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    marked = marker is not None and bool(marker.kwargs.get("transaction") or marker.args)
    return marked or "transactional_db" in getattr(item, "fixturenames", ())


@pytest.fixture
def city(db: None, at: datetime, settings: Settings, _city_loader: Loader) -> City:  # noqa: ARG001 -- it needs the database
    """The sample city: calendars, places, items and people, loaded on New Year's Day of 2026; sample mode is on."""
    settings.SAMPLE_MODE = True
    _city_loader.load(at=datetime(2026, 1, 1, tzinfo=SHANGHAI))
    return City(at)


def usual_ways() -> None:
    """Let messages go out as the house is wired, after a test that wired them otherwise."""
    messages.use(identity.Outside(), fallback=identity.ByText())


def in_threads(*works: Callable[[], Any], timeout: float = 60) -> list[Any]:
    """Run each piece of work on its own connection at the same time; return their results in order."""

    def on_own_connection(work: Callable[[], Any]) -> Any:  # noqa: ANN401 -- whatever the work returns
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET statement_timeout = '30s'")
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        futures = [pool.submit(on_own_connection, work) for work in works]
        return [future.result(timeout) for future in futures]
