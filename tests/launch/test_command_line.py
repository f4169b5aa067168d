from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from launch import __main__ as command_line
from launch import notes, state


@pytest.fixture(autouse=True)
def _signals() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_trouble_is_one_line_and_a_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notes.write_json(tmp_path / state.MARK, {"format": 99})

    assert command_line.main(["serve", "--state", str(tmp_path), "--port", "8199"]) == 1

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("状态目录")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "8 0", "８０００", ""])
def test_a_port_that_is_none_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refusal:
        command_line.main(["serve", f"--port={port}"])

    assert refusal.value.code == 2
    assert "端口应为" in capsys.readouterr().err


def test_an_unknown_verb_is_a_failure() -> None:
    assert command_line.main(["dance"]) == 2
    assert command_line.main([]) == 2


@pytest.mark.parametrize("arguments", [["--state", "{}", "backup", "{}/b"], ["backup", "{}/b", "--state", "{}"]])
def test_the_state_may_stand_before_or_after_the_command(
    tmp_path: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    given = [word.format(tmp_path) for word in arguments]

    assert command_line.main(["manage", *given]) == 1

    assert f"{tmp_path} 不是状态目录" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_backup_never_overwrites(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "backup").write_text("precious")

    assert command_line.main(["manage", "backup", str(tmp_path / "backup"), "--state", str(tmp_path)]) == 1

    assert "已存在，不会覆盖" in capsys.readouterr().err
    assert (tmp_path / "backup").read_text() == "precious"


def test_a_damaged_backup_is_refused_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "backup").write_text("not a backup")

    assert command_line.main(["manage", "restore", str(tmp_path / "backup"), "--state", str(tmp_path / "new")]) == 1

    assert "已损坏" in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    "asked", [["--help"], ["-h"], ["help"], [], ["help", "backup"], ["restore", "--help"], ["help", "setup"]]
)
def test_asking_for_help_makes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TONGBAN_STATE", str(tmp_path / "state"))

    try:
        code = command_line.main(["manage", *asked])
    except SystemExit as done:
        code = int(done.code or 0)

    said = capfd.readouterr().out
    assert code == 0
    assert list(tmp_path.iterdir()) == []
    assert {"backup", "restore", "setup"} & set(said.split())


def test_help_lists_the_launchers_own_commands_beside_the_programmes(capfd: pytest.CaptureFixture[str]) -> None:
    command_line.main(["manage", "help"])

    said = capfd.readouterr().out
    assert said.index("backup FILE") < said.index("restore FILE") < said.index("setup")


def test_scenarios_are_played_apart_from_every_state_and_find_their_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.jsonl").touch()
    monkeypatch.chdir(tmp_path)
    given: list[list[str]] = []

    def apart(words: list[str]) -> int:
        given.append(words)
        return 3

    monkeypatch.setattr("launch.commands.apart", apart)

    assert command_line.main(["manage", "--state", str(tmp_path / "s"), "scenario", "mine.jsonl", "--json", "no"]) == 3

    assert given == [["scenario", str(tmp_path / "mine.jsonl"), "--json", "no"]]
    assert not (tmp_path / "s").exists()
