from __future__ import annotations

import http.client
import os
import signal
import socket
from pathlib import Path

import pytest

from launch import neighbour, preflight
from launch.state import State
from launch.trouble import Trouble
from tests.launch.running import Begun, eventually, free_port, serving, told


def taken(port: int) -> socket.socket:
    server = socket.socket()
    server.bind(("127.0.0.1", port))
    server.listen()
    return server


def get(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def test_it_listens_on_the_next_free_port(tmp_path: Path) -> None:
    port = free_port()

    with taken(port + 1):
        found = neighbour.beside(State(tmp_path), "127.0.0.1", port)

    assert found
    assert found.port >= port + 2
    assert found.portal == f"http://127.0.0.1:{port}"


def test_with_every_port_taken_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise Trouble("x", "x")

    monkeypatch.setattr(preflight, "check_port", refuse)

    assert neighbour.beside(State(tmp_path), "127.0.0.1", 8000) is None
    assert neighbour.beside(State(tmp_path), "127.0.0.1", 65535) is None


def test_it_is_told_nothing_of_the_database() -> None:
    found = neighbour.Neighbour(8001, "http://127.0.0.1:8000", "/keys")

    child = found.child({"DATABASE_URL": "postgresql://secret", "TONGBAN_STATE": "/state", "PATH": "/bin"})

    assert set(child.environment) == {"PATH", "OUTSIDE_PORTAL", "OUTSIDE_KEYS", "OUTSIDE_WORD"}
    assert child.environment["OUTSIDE_WORD"] == found.told_to_the_programme()["TONGBAN_OUTSIDE_WORD"]
    assert found.word not in repr(found)


def test_a_portal_on_every_address_is_told_as_one_that_can_be_reached(tmp_path: Path) -> None:
    found = neighbour.beside(State(tmp_path), "0.0.0.0", free_port())  # noqa: S104 - nothing is bound

    assert found
    assert found.portal.startswith("http://127.0.0.1:")


@pytest.mark.slow
class TestServing:
    def test_it_runs_beside_a_sample_city_comes_back_and_ends_with_it(self, begun: Begun, folder: Path) -> None:
        with serving(begun.copy(folder / "state")) as running:
            [process] = [one for one in running.processes("sample.outside.app") if parent(one) == running.process.pid]
            port = int(Path(f"/proc/{process}/cmdline").read_text().split("\0--port\0")[1].split("\0")[0])
            assert "DATABASE" not in told(Path(f"/proc/{process}"))
            assert eventually(lambda: get(port, "/housing/") == 200)
            assert eventually(lambda: get(port, "/housing/login") == 302)

            os.kill(process, signal.SIGKILL)
            assert running.is_well()
            assert eventually(lambda: get(port, "/housing/") == 200)

            running.stop(signal.SIGKILL)
            assert eventually(lambda: get(port, "/housing/") == 0)

    def test_a_city_in_earnest_has_none(self, begun: Begun, folder: Path) -> None:
        with serving(begun.copy(folder / "state", "--no-sample"), "--no-sample") as running:
            assert running.is_well()
            assert running.processes("sample.outside.app") == []


def parent(number: int) -> int:
    return int(Path(f"/proc/{number}/stat").read_text().rsplit(") ", 1)[1].split()[1])
