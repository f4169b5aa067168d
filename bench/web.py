"""The web server as production starts it, on loopback, and a client that keeps its connection."""

from __future__ import annotations

import http.client
import os
import socket
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from launch import children, supervisor

HOST = "127.0.0.1"
READY_WITHIN = 30.0
CSRF = "b" * 32


@dataclass(frozen=True, slots=True)
class Server:
    """Where the server listens, and what it says; picklable, so that every process of the crew can be told."""

    port: int
    log: Path

    def last_words(self) -> str:
        """Return the end of what the server wrote, for a failure."""
        return self.log.read_text(errors="replace")[-2000:]


@contextmanager
def serving() -> Iterator[Server]:
    """Start granian with the production command on a free port, and end it afterwards."""
    port = _free_port()
    with tempfile.TemporaryDirectory(prefix="bench-web-") as folder, (Path(folder) / "log").open("wb") as log:
        child = supervisor.web(HOST, port, _environment(Path(folder)))
        process = children.spawn(child.command, environment=child.environment, output=log)
        try:
            server = Server(port, Path(folder) / "log")
            _until_ready(server)
            yield server
        finally:
            children.stop([process], seconds=5)


class Client:
    """One browser with its connection kept open. Anything but the expected status is a RuntimeError."""

    def __init__(self, server: Server) -> None:
        """Name the server; the connection is made with the first request."""
        self._server = server
        self._connection = http.client.HTTPConnection(HOST, server.port, timeout=30)

    def get(self, path: str, *, session: str = "", expect: int = 200) -> bytes:
        """Return the body of a page, as the person of the session sees it."""
        return self._ask("GET", path, {"Cookie": f"sessionid={session}"} if session else {}, b"", expect)

    def post(self, path: str, body: str, *, session: str, expect: int = 302) -> bytes:
        """Send a form in the name of the person of the session."""
        headers = {
            "Cookie": f"sessionid={session}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return self._ask("POST", path, headers, body.encode(), expect)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes, expect: int) -> bytes:
        self._connection.request(method, path, body=body or None, headers=dict(headers))
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status != expect:
            message = f"{method} {path}: {answer.status} and not {expect}\n{self._server.last_words()}"
            raise RuntimeError(message)
        return content


@contextmanager
def client(server: Server) -> Iterator[Client]:
    """Give a client and close it afterwards."""
    made = Client(server)
    try:
        yield made
    finally:
        made.close()


def _environment(folder: Path) -> dict[str, str]:
    """Return what the server is told: the database and keys of this process, never the owner's password."""
    (folder / "metrics").mkdir()
    given = connection.get_connection_params()
    user, password = quote(str(given.get("user", "")), safe=""), quote(str(given.get("password", "")), safe="")
    place = f"host={quote(str(given.get('host', '')), safe='')}&port={given.get('port', '')}"
    told = {key: value for key, value in os.environ.items() if key != "DATABASE_OWNER_URL"}
    return told | {
        "DJANGO_SETTINGS_MODULE": "tongban.config.settings",
        "DATABASE_URL": f"postgresql://{user}:{password}@/{given['dbname']}?{place}",
        "TONGBAN_STATE": str(settings.STATE_DIR),
        "TONGBAN_SAMPLE": "1",
        "TONGBAN_HOSTS": HOST,
        "PROMETHEUS_MULTIPROC_DIR": str(folder / "metrics"),
    }


def _until_ready(server: Server) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while not supervisor.answers(HOST, server.port):
        if time.monotonic() > deadline:
            message = f"the web server did not answer; its last words:\n{server.last_words()}"
            raise RuntimeError(message)
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
