"""Commands that are lent a database: what they are told, what they leave, and who waits for whom."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from launch import commands, databases, state
from launch.places import REPOSITORY
from tests.launch.running import line, of_state, surroundings

pytestmark = pytest.mark.slow

ASKING = """
import os, psycopg, sys
with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
    connection.execute("CREATE DATABASE test_of_a_test")
    connection.execute("SET session_replication_role = replica")
    print(os.environ["TONGBAN_STATE"], connection.execute("SHOW fsync").fetchone()[0])
sys.exit(7)
"""


def launched(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "launch", "database", *words]
    return subprocess.run(command, cwd=REPOSITORY, env=surroundings(), capture_output=True, text=True, check=False)


def test_a_throwaway_database_is_quick_free_and_gone_afterwards() -> None:
    done = launched("--", sys.executable, "-c", ASKING)

    root, safety = done.stdout.split()
    assert (done.returncode, safety) == (7, "off")
    assert not Path(root).exists()
    assert of_state(Path(root)) == []


def test_measurements_get_a_database_that_survives_a_power_cut() -> None:
    done = launched("--durable", "--", sys.executable, "-c", ASKING)

    assert done.stdout.split()[1] == "on"


def test_a_command_that_a_signal_ended_has_the_usual_exit_code() -> None:
    assert commands.foreground(["sh", "-c", "kill -TERM $$"], os.environ) == 128 + 15


def test_the_host_waits_for_its_guests(folder: Path) -> None:
    root = folder / "state"
    with databases.borrowed(root) as (_, urls, alone):
        waiting = (
            f"import time; print(flush=True); time.sleep(1); __import__('psycopg').connect('{urls.owner}').close()"
        )
        command = [
            sys.executable,
            "-m",
            "launch",
            "database",
            "--state",
            str(root),
            "--",
            sys.executable,
            "-c",
            waiting,
        ]
        guest = subprocess.Popen(command, cwd=REPOSITORY, env=surroundings(), stdout=subprocess.PIPE)
        assert guest.stdout
        guest.stdout.readline()
        started = time.monotonic()

    assert alone
    assert time.monotonic() - started > 0.5
    assert guest.wait(10) == 0
    guest.stdout.close()


def test_a_guest_is_told_that_it_is_not_alone(folder: Path) -> None:
    with databases.borrowed(folder) as (held, _, _), databases.borrowed(folder) as (joined, _, alone):
        assert not alone
        assert joined == held


def test_a_database_that_was_lent_is_stopped_afterwards(folder: Path) -> None:
    with databases.borrowed(folder):
        pass

    assert not state.is_held(folder)
    assert [line(number) for number in of_state(folder)] == []
