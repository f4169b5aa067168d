"""The web server as production starts it, on loopback, and a client that keeps its connection."""

from __future__ import annotations

import os
import re
import socket
import tempfile
import time
from collections.abc import Iterator
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
PATIENCE = 30.0
_STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


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
    """One browser with its connection kept open. Anything but the expected status is a RuntimeError.

    It is on the same two cores as what it measures, so it writes a request as one text and looks at nothing of the
    answer but its status and its length: a library for all that HTTP can be takes half a millisecond for each.
    """

    def __init__(self, server: Server) -> None:
        """Name the server and connect."""
        self._server = server
        self._line = socket.create_connection((HOST, server.port), timeout=PATIENCE)
        self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, path: str, *, session: str = "", expect: int = 200) -> bytes:
        """Return the body of a page, as the person of the session sees it."""
        return self._ask("GET", path, f"Cookie: sessionid={session}\r\n" if session else "", "", expect)

    def post(self, path: str, body: str, *, session: str, expect: int = 302) -> bytes:
        """Send a form in the name of the person of the session."""
        headers = (
            f"Cookie: sessionid={session}; csrftoken={CSRF}\r\nX-CSRFToken: {CSRF}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body.encode())}\r\n"
        )
        return self._ask("POST", path, headers, body, expect)

    def close(self) -> None:
        """Close the connection."""
        self._line.close()

    def _ask(self, method: str, path: str, headers: str, body: str, expect: int) -> bytes:
        self._line.sendall(f"{method} {path} HTTP/1.1\r\nHost: {HOST}\r\n{headers}\r\n{body}".encode())
        head, content = self._answer()
        status = _STATUS.match(head)
        if status is None or int(status[1]) != expect:
            words = head.decode(errors="replace").partition("\r\n")[0]
            message = f"{method} {path}: {words} and not {expect}\n{self._server.last_words()}"
            raise RuntimeError(message)
        return content

    def _answer(self) -> tuple[bytes, bytes]:
        """Return head and body of an answer that says how long it is."""
        came = self._more()
        while (end := came.find(b"\r\n\r\n")) < 0:
            came += self._more()
        length = _LENGTH.search(came, 0, end)
        if length is None:
            message = f"an answer without a length\n{self._server.last_words()}"
            raise RuntimeError(message)
        whole = end + 4 + int(length[1])
        while len(came) < whole:
            came += self._more()
        return came[:end], came[end + 4 : whole]

    def _more(self) -> bytes:
        part = self._line.recv(65536)
        if not part:
            message = f"the server hung up\n{self._server.last_words()}"
            raise RuntimeError(message)
        return part


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
