"""The world outside in a thread of the test run: the very simulators of the sample city."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from pytest_django import Settings

from tests.city import City
from tongban.connectors import api as connectors
from tongban.identity import api as identity

PORTAL = "http://127.0.0.1:8000"


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Where the simulators listen, and the folder with what they gave the city."""
    keys = tmp_path_factory.mktemp("outside")
    os.environ |= {"OUTSIDE_KEYS": str(keys), "OUTSIDE_PORTAL": PORTAL, "OUTSIDE_WORD": "word"}
    from sample.outside.app import application  # noqa: PLC0415 - it lays the keys down when it is imported

    server = make_server("127.0.0.1", 0, application, handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", keys
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def wired(outside: tuple[str, Path], city: City, settings: Settings) -> Iterator[City]:
    """The portal of the sample city, with the simulators as its services."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    address, keys = outside
    settings.OUTSIDE = address
    providers, check = connectors.configured(connectors.sample_settings(address, keys), folder=keys)
    identity.use(providers=providers, check=check)
    yield city
    identity.use()
