from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from launch import preflight, state
from launch.trouble import InUse, Trouble


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


@pytest.fixture
def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


def test_a_taken_port_is_named_in_one_sentence(taken_port: int) -> None:
    with pytest.raises(Trouble, match=f"端口 {taken_port} 已被占用") as refusal:
        preflight.check_port("127.0.0.1", taken_port)

    assert "\n" not in str(refusal.value)


def test_a_port_taken_on_one_address_cannot_be_served_on_all(taken_port: int) -> None:
    with pytest.raises(Trouble, match="已被占用"):
        preflight.check_port("0.0.0.0", taken_port)  # noqa: S104 - it is refused


def test_a_free_port_stays_free(free_port: int) -> None:
    preflight.check_port("127.0.0.1", free_port)
    preflight.check_port("127.0.0.1", free_port)

    with socket.socket() as server:
        server.bind(("127.0.0.1", free_port))
        assert server.getsockname()[1] == free_port


def test_an_address_of_another_machine_cannot_be_served_on() -> None:
    with pytest.raises(Trouble, match=r"无法在 192\.0\.2\.1:8123 上提供服务"):
        preflight.check_port("192.0.2.1", 8123)


def test_no_disk_space_is_refused_before_anything_is_written(
    tmp_path: Path, free_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TONGBAN_MIN_FREE_MB", str(10**9))

    with pytest.raises(Trouble, match=r"磁盘空间不足.*not enough disk space"):
        preflight.check_all(tmp_path / "a" / "state", "127.0.0.1", free_port)

    assert list(tmp_path.iterdir()) == []


def test_a_held_state_is_refused_before_its_port_is_looked_at(tmp_path: Path, taken_port: int) -> None:
    with state.hold(tmp_path), pytest.raises(InUse):
        preflight.check_all(tmp_path, "127.0.0.1", taken_port)


def test_nothing_is_written_when_all_is_well(tmp_path: Path, free_port: int) -> None:
    preflight.check_all(tmp_path / "state", "127.0.0.1", free_port)

    assert list(tmp_path.iterdir()) == []
