from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from launch import leftovers


@pytest.fixture
def bystander() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(["sleep", "60"]) as process:
        yield process
        process.kill()


def test_a_process_that_merely_has_the_number_is_never_signalled(
    tmp_path: Path, bystander: subprocess.Popen[bytes]
) -> None:
    (tmp_path / "postmaster.pid").write_text(f"{bystander.pid}\n{tmp_path}\n")

    leftovers.stop_leftover(tmp_path, tmp_path)

    assert bystander.poll() is None
    assert not (tmp_path / "postmaster.pid").exists()


def test_a_server_of_another_folder_is_not_ours(tmp_path: Path) -> None:
    command = ["bash", "-c", f"exec -a postgres sleep 60 # -D {tmp_path}"]
    with subprocess.Popen(command) as other:
        found = leftovers.serves(other.pid, tmp_path)
        other.kill()

    assert not found


def test_a_dead_process_that_nobody_buried_serves_nothing(tmp_path: Path) -> None:
    with subprocess.Popen(["true"]) as process:
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)

        assert not leftovers.serves(process.pid, tmp_path)


@pytest.mark.parametrize("note", ["", "garbage\n", "4194303\n"])
def test_a_stale_note_does_not_stop_the_start(tmp_path: Path, note: str) -> None:
    (tmp_path / "postmaster.pid").write_text(note)

    leftovers.stop_leftover(tmp_path, tmp_path)

    assert leftovers.noted_pid(tmp_path / "postmaster.pid") is None


def test_no_note_is_nothing_to_do(tmp_path: Path) -> None:
    leftovers.stop_leftover(tmp_path, tmp_path)

    assert list(tmp_path.iterdir()) == []
