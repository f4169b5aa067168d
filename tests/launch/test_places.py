from __future__ import annotations

from pathlib import Path

import pytest

from launch import places
from launch.trouble import Trouble


def test_an_ordinary_user_keeps_the_state_in_the_checkout() -> None:
    assert places.default_state(Path("/home/wang/tongban"), root=False) == Path("/home/wang/tongban/.state")


def test_root_keeps_the_state_where_the_service_user_can_reach_it() -> None:
    state = places.default_state(Path("/root/tongban"), root=True)

    assert state.parent == Path("/var/lib/tongban")
    assert state.name.startswith("tongban-")


def test_two_checkouts_of_one_name_have_two_states() -> None:
    one = places.default_state(Path("/root/a/tongban"), root=True)
    other = places.default_state(Path("/root/b/tongban"), root=True)

    assert one != other


def test_the_command_line_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TONGBAN_STATE", str(tmp_path / "environment"))

    assert places.state_folder(None) == tmp_path / "environment"
    assert places.state_folder(str(tmp_path / "line")) == tmp_path / "line"


def test_a_number_in_the_environment_is_read_or_refused_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    assert places.number("TONGBAN_NUMBER", 7) == 7
    monkeypatch.setenv("TONGBAN_NUMBER", "12")
    assert places.number("TONGBAN_NUMBER", 7) == 12

    monkeypatch.setenv("TONGBAN_NUMBER", "-1")
    with pytest.raises(Trouble, match="TONGBAN_NUMBER 应为整数"):
        places.number("TONGBAN_NUMBER", 7)


def test_the_version_is_that_of_the_project() -> None:
    assert places.version().count(".") == 2
