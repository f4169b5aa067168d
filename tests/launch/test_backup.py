"""Backup while serving, restore into a fresh state, and the same system again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from launch import archive
from tests.launch.running import Begun, command, count, of_state, serving

pytestmark = pytest.mark.slow

TABLES = ("orgs_region", "orgs_serviceplace", "identity_user", "identity_party", "ledger_entry", "catalog_guideversion")
CONTENT = b"encrypted" * 1000


@pytest.fixture(scope="module")
def place(shared_folder: Path) -> Path:
    return shared_folder


@pytest.fixture(scope="module")
def counted(begun: Begun, place: Path) -> dict[str, int]:
    """Serve a system, back it up meanwhile, and say what was in it."""
    with serving(begun.copy(place / "state")):
        stored = place / "state" / "files" / "ab" / "abcd"
        stored.parent.mkdir()
        stored.write_bytes(CONTENT)
        found = {table: count(place / "state", table) for table in TABLES}
        done = command("tongban", "backup", place / "backup", "--state", place / "state")
    assert done.returncode == 0, done.stderr
    return found


@pytest.fixture
def backup(place: Path, counted: dict[str, int]) -> Path:
    assert counted
    return place / "backup"


def keys(root: Path) -> dict[str, bytes]:
    found = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    found.pop("database.json")
    return found


def test_a_backup_is_private_and_alone(backup: Path, place: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    assert {path.name for path in place.iterdir()} <= {"state", "backup", "again"}


def test_a_backup_says_which_programme_made_it(backup: Path) -> None:
    manifest = archive.check(backup)

    assert {"programme", "postgres", "made_at", "sample", "members"} <= set(manifest)


def test_the_passwords_of_the_database_stay_at_home(backup: Path) -> None:
    members = archive.check(backup)["members"]

    assert isinstance(members, dict)
    assert "keys/session.key" in members
    assert "keys/database.json" not in members


def test_a_restored_system_is_the_same(backup: Path, place: Path, counted: dict[str, int]) -> None:
    done = command("tongban", "restore", backup, "--state", place / "again")
    assert done.returncode == 0, done.stderr

    with serving(place / "again") as system:
        assert system.get("/") == 200
        after = {table: count(place / "again", table) for table in TABLES}
        epochs = count(place / "again", "ledger_epoch")

    # The same, and one entry more: that the order of the record goes on from a backup. What falls due by the minute is
    # recorded by the workers of both systems while this test looks, so there may be more, never fewer.
    assert after | {"ledger_entry": 0} == counted | {"ledger_entry": 0}
    assert after["ledger_entry"] >= counted["ledger_entry"] + 1
    assert epochs == 1
    assert min(after[table] for table in ("orgs_region", "identity_user")) > 0
    assert (place / "again" / "files" / "ab" / "abcd").read_bytes() == CONTENT
    assert keys(place / "again" / "keys") == keys(place / "state" / "keys")
    shutil.rmtree(place / "again")


def test_a_stopped_system_can_be_backed_up(backup: Path, place: Path, folder: Path) -> None:
    assert backup.exists()

    done = command("tongban", "--state", place / "state", "backup", folder / "second")

    assert done.returncode == 0, done.stderr
    assert archive.check(folder / "second")["sample"] is True
    assert of_state(place / "state") == []


def test_a_damaged_backup_changes_nothing(backup: Path, folder: Path) -> None:
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "damaged").write_bytes(content)

    refused = command("tongban", "restore", folder / "damaged", "--state", folder / "state")

    assert refused.returncode == 1
    assert "已损坏" in refused.stderr
    assert [path.name for path in folder.iterdir()] == ["damaged"]


def test_a_state_in_use_is_not_restored_over(backup: Path, place: Path) -> None:
    refused = command("tongban", "restore", backup, "--state", place / "state")

    assert refused.returncode == 1
    assert "已有内容" in refused.stderr
