"""granian under our supervisor, with a stand-in application: who dies, who comes back."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from launch import supervisor
from launch.places import REPOSITORY
from launch.supervisor import Supervisor

pytestmark = pytest.mark.slow

SUPERVISING = """
import os, sys, time
from launch import supervisor
child = supervisor.web("127.0.0.1", int(sys.argv[1]), os.environ)
child.command[-1] = "tests.launch.standin:application"
watch = supervisor.Supervisor([child])
watch.until_ready("127.0.0.1", int(sys.argv[1]))
print(child.process.pid, flush=True)
watch.forever()
"""


@pytest.fixture
def port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


@pytest.fixture
def watch(port: int) -> Iterator[Supervisor]:
    child = supervisor.web("127.0.0.1", port, os.environ | {"PYTHONPATH": str(REPOSITORY)})
    child.command[-1] = "tests.launch.standin:application"
    found = Supervisor([child])
    try:
        found.until_ready("127.0.0.1", port)
        yield found
    finally:
        found.stop()


def answering(port: int) -> int:
    """Return the process that answered; 0 when none did."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return int(connection.getresponse().read())
    except (OSError, http.client.HTTPException, ValueError):
        return 0
    finally:
        connection.close()


def eventually(what: Callable[[], object], *, meanwhile: Callable[[], object] = lambda: None) -> bool:
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        meanwhile()
        if what():
            return True
        time.sleep(0.05)
    return False


def refused(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) != 0


def test_a_killed_web_process_is_replaced(watch: Supervisor, port: int) -> None:
    killed = answering(port)
    os.kill(killed, signal.SIGKILL)

    assert eventually(lambda: answering(port) not in (0, killed), meanwhile=watch.look)


def test_a_killed_server_takes_its_processes_along_and_comes_back(watch: Supervisor, port: int) -> None:
    orphan = answering(port)
    assert watch.family[0].process
    watch.family[0].process.kill()

    assert eventually(lambda: not Path(f"/proc/{orphan}/exe").exists())
    assert eventually(lambda: answering(port) not in (0, orphan), meanwhile=watch.look)


def test_stopping_leaves_nobody_on_the_port(watch: Supervisor, port: int) -> None:
    started = time.monotonic()

    watch.stop()

    assert refused(port)
    assert time.monotonic() - started < 6


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_nobody_outlives_the_supervisor(port: int, number: int) -> None:
    command = [sys.executable, "-c", SUPERVISING, str(port)]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE) as process:
        assert process.stdout
        granian = int(process.stdout.readline())
        process.send_signal(number)

    assert eventually(lambda: not Path(f"/proc/{granian}/exe").exists())
    assert eventually(lambda: refused(port))
