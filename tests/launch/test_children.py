from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from launch import children
from launch.places import REPOSITORY

PARENT = """
import time
from launch import children
print(children.spawn(["sleep", "60"]).pid, flush=True)
time.sleep(60)
"""
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"


def gone(number: int, within: float = 5.0) -> bool:
    """Tell whether a process ends in time; an unburied one has ended."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            if Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False


def test_a_child_is_seen_to_end() -> None:
    child = children.spawn(["true"])

    assert gone(child.pid)
    assert children.ended(child)
    assert child.returncode == 0


def test_what_a_dead_child_left_behind_goes_with_it(tmp_path: Path) -> None:
    child = children.spawn(["sh", "-c", f"sleep 60 & echo $! >{tmp_path}/new; mv {tmp_path}/new {tmp_path}/pid; wait"])
    deadline = time.monotonic() + 30
    while not (tmp_path / "pid").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    child.kill()
    assert gone(child.pid)

    assert children.ended(child)

    assert gone(int((tmp_path / "pid").read_text()))


def test_a_child_is_asked_to_end_before_it_is_made_to() -> None:
    child = children.spawn(["sleep", "60"])

    children.stop([child], seconds=5)

    assert child.returncode == -signal.SIGTERM


def test_a_child_that_does_not_listen_is_ended_all_the_same() -> None:
    child = children.spawn([sys.executable, "-c", STUBBORN], output=subprocess.PIPE)
    assert child.stdout
    child.stdout.readline()

    children.stop([child], seconds=0.2)

    assert child.returncode == -signal.SIGKILL
    child.stdout.close()


def test_a_child_does_not_outlive_a_killed_parent() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], cwd=REPOSITORY, stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        number = int(parent.stdout.readline())
        parent.kill()

    assert gone(number)


def test_ctrl_c_at_the_terminal_does_not_reach_a_child() -> None:
    child = children.spawn(["sleep", "60"])

    assert os.getsid(child.pid) == child.pid
    children.stop([child], seconds=1)
