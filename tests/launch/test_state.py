from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from launch import notes, state
from launch.places import REPOSITORY
from launch.trouble import InUse, Trouble

HOLDER = """
import pathlib, sys, time
from launch.state import hold
with hold(pathlib.Path(sys.argv[1])):
    print(flush=True)
    time.sleep(60)
"""


def contents(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


def test_a_new_state_has_its_folders_and_a_private_key(tmp_path: Path) -> None:
    with state.hold(tmp_path / "state") as held:
        assert {"run", "keys", "files", "keys/session.key"} <= contents(held.root)
        assert (held.keys / "session.key").stat().st_mode & 0o777 == 0o600
        assert held.keys.stat().st_mode & 0o777 == 0o700


def test_the_session_key_stays_the_same(tmp_path: Path) -> None:
    with state.hold(tmp_path) as held:
        first = (held.keys / "session.key").read_text()

    with state.hold(tmp_path) as held:
        assert (held.keys / "session.key").read_text() == first
    assert len(first) > 50


def test_the_same_state_twice_is_refused_with_a_sentence(tmp_path: Path) -> None:
    said = r"正在被另一个进程使用.* in use by another process"

    with state.hold(tmp_path), pytest.raises(InUse, match=said), state.hold(tmp_path):
        pass


def test_a_refused_second_start_lets_the_first_go_on(tmp_path: Path) -> None:
    with state.hold(tmp_path):
        with pytest.raises(InUse), state.hold(tmp_path):
            pass

        assert state.is_held(tmp_path)
    assert not state.is_held(tmp_path)


def test_asking_whether_a_folder_is_held_writes_nothing(tmp_path: Path) -> None:
    assert not state.is_held(tmp_path / "nothing")
    assert contents(tmp_path) == set()


def test_a_killed_holder_leaves_nothing_to_clean(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDER, tmp_path], cwd=REPOSITORY, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        holder.stdout.readline()
        held_before = state.is_held(tmp_path)
        holder.kill()

    assert held_before
    with state.hold(tmp_path) as held:
        assert held.root == tmp_path


def test_a_folder_of_somebody_else_is_refused_untouched(tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()

    with pytest.raises(Trouble, match="不是状态目录"), state.hold(tmp_path):
        pass

    assert contents(tmp_path) == {"letters"}


def test_a_file_is_no_state_folder(tmp_path: Path) -> None:
    (tmp_path / "state").touch()

    with pytest.raises(Trouble, match="不是目录"):
        state.examine(tmp_path / "state")


@pytest.mark.parametrize("found", [state.FORMAT + 1, 0, "1", None])
def test_a_state_of_another_version_is_refused_untouched(tmp_path: Path, found: object) -> None:
    notes.write_json(tmp_path / state.MARK, {"format": found})

    with pytest.raises(Trouble, match="属于另一版本"), state.hold(tmp_path):
        pass

    assert contents(tmp_path) == {state.MARK}


def test_a_state_whose_restore_was_cut_short_is_refused(tmp_path: Path) -> None:
    with state.hold(tmp_path) as held:
        state.mark(held, restoring=True)

    with pytest.raises(Trouble, match="恢复没有完成"), state.hold(tmp_path):
        pass


def test_a_half_made_database_is_thrown_away(tmp_path: Path) -> None:
    with state.hold(tmp_path) as held:
        held.unborn.mkdir()
        held.db.mkdir()

    with state.hold(tmp_path) as held:
        assert not held.unborn.exists()
        assert not held.db.exists()


def test_a_finished_database_is_kept(tmp_path: Path) -> None:
    with state.hold(tmp_path) as held:
        held.db.mkdir()
        state.finish(held)

    with state.hold(tmp_path) as held:
        assert held.db.exists()
        assert state.examine(held.root)


def test_finishing_again_does_not_end_a_restore(tmp_path: Path) -> None:
    with state.hold(tmp_path) as held:
        state.mark(held, restoring=True)

        state.finish(held)

        assert notes.read_json(held.mark)["restoring"] is True


def test_discarding_a_link_discards_what_it_points_at(tmp_path: Path) -> None:
    (tmp_path / "far" / "base").mkdir(parents=True)
    (tmp_path / "db").symlink_to(tmp_path / "far")

    state.discard(tmp_path / "db")

    assert contents(tmp_path) == set()


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(Trouble, match="无法写入"), state.hold(tmp_path / "file" / "state"):
        pass
