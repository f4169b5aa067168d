from __future__ import annotations

from pathlib import Path

import pytest

from launch import notes


def test_a_note_is_read_back(tmp_path: Path) -> None:
    notes.write_json(tmp_path / "note", {"城市": "无锡"}, mode=0o600)

    assert notes.read_json(tmp_path / "note") == {"城市": "无锡"}
    assert (tmp_path / "note").stat().st_mode & 0o777 == 0o600


def test_writing_leaves_only_the_note(tmp_path: Path) -> None:
    notes.write(tmp_path / "note", "one")
    notes.write(tmp_path / "note", "two")

    assert [path.name for path in tmp_path.iterdir()] == ["note"]
    assert (tmp_path / "note").read_text() == "two"


@pytest.mark.parametrize("content", ["", "{", "[1]", "\x00"])
def test_an_unreadable_note_is_an_empty_one(tmp_path: Path, content: str) -> None:
    (tmp_path / "note").write_text(content)

    assert notes.read_json(tmp_path / "note") == {}


def test_an_absent_note_is_an_empty_one(tmp_path: Path) -> None:
    assert notes.read_json(tmp_path / "note") == {}
