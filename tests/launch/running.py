"""The real ``bin/serve`` on a state and port of its own, as the tests handle it."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

import psycopg

from launch import databases
from launch.places import REPOSITORY
from launch.state import State

NOT_OURS = ("DATABASE", "TONGBAN_", "PYTEST", "DJANGO", "PROMETHEUS")
FIRST_START, SECOND_START = 180.0, 6.0


def surroundings(**more: str) -> dict[str, str]:
    """The environment of a person at a terminal, not that of the test run. The sample city stands still."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(NOT_OURS)}
    return kept | {"TONGBAN_SAMPLE_MOTION": "0"} | more


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


def command(*words: object, **more: str) -> subprocess.CompletedProcess[str]:
    """Run one of the commands in bin/ to its end."""
    first, *rest = map(str, words)
    return subprocess.run(
        [REPOSITORY / "bin" / first, *rest],
        env=surroundings(**more),
        capture_output=True,
        text=True,
        check=False,
        timeout=FIRST_START,
        stdin=subprocess.DEVNULL,
    )


@dataclass
class Running:
    """A system that said it is ready."""

    root: Path
    port: int
    process: subprocess.Popen[str]
    seconds: float

    def get(self, path: str) -> int:
        """Return the status of an answer; 0 when nobody answered."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def is_well(self) -> bool:
        return self.get("/healthz") == http.HTTPStatus.OK

    def processes(self, words: str = "") -> list[int]:
        """Return the processes of this state, other than the supervisor, whose command line holds the words."""
        return [number for number in of_state(self.root) if number != self.process.pid and words in line(number)]

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(30)


def of_state(root: Path) -> list[int]:
    """Return every living process that works on a state."""
    return [int(path.name) for path in Path("/proc").glob("[0-9]*") if str(root) in told(path)]


def told(process: Path) -> str:
    try:
        return (process / "environ").read_text(errors="replace") + (process / "cmdline").read_text(errors="replace")
    except OSError:
        return ""


def line(number: int) -> str:
    try:
        return Path(f"/proc/{number}/cmdline").read_text(errors="replace").replace("\0", " ")
    except OSError:
        return ""


def eventually(what: Callable[[], object], within: float = 20.0) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if what():
            return True
        time.sleep(0.1)
    return False


@contextmanager
def serving(root: Path, *words: str, port: int | None = None, **more: str) -> Iterator[Running]:
    """Start ``bin/serve``, wait for its ready line, and leave nothing behind."""
    chosen = port or free_port()
    started = time.monotonic()
    process = subprocess.Popen(
        [REPOSITORY / "bin" / "serve", "--state", root, "--port", str(chosen), *words],
        env=surroundings(**more),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=(said := TemporaryFile("w+")),  # noqa: SIM115 - closed below
        text=True,
        start_new_session=True,
    )
    with process, said:
        try:
            assert process.stdout
            ready = process.stdout.readline()
            reason = Path(f"/proc/self/fd/{said.fileno()}").read_text()  # opened anew: the server writes on
            assert ready == f"ready: http://127.0.0.1:{chosen}\n", reason
            yield Running(root, chosen, process, time.monotonic() - started)
        finally:
            process.terminate()


class Begun:
    """States that were started for the first time and stopped; each test that goes on from there gets a copy."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def copy(self, to: Path, *words: str) -> Path:
        """Put at ``to`` what the first start with these words left; that start must have been in time."""
        kept = self._folder / "-".join(["state", *words])
        if not kept.exists():
            with serving(kept, *words) as first:
                assert first.is_well()
                assert first.seconds < FIRST_START
        if not (kept / "db").is_symlink():  # where the cluster lies elsewhere, the next start is a first one again
            subprocess.run(["cp", "-a", kept, to], check=True)
        return to


def count(root: Path, table: str) -> int:
    """Count the rows of a table in a state that is being served."""
    with psycopg.connect(databases.joined(State(root)).owner) as connection:
        row = connection.execute(f"SELECT count(*) FROM {table}".encode()).fetchone()  # noqa: S608 - our own names
    return int(row[0]) if row else 0
