"""Built things: static files with hashed names, and the compiled English catalogue."""

from __future__ import annotations

from pathlib import Path

from launch.install import node
from launch.install.stamps import digest, put, run, say, says
from launch.trouble import Trouble

SOURCES = (
    "package.json",
    "package-lock.json",
    "requirements/runtime.txt",
    "tongban/config/settings.py",
    "tongban/*/assets/**/*",
    "tongban/*/static/**/*",
    "tongban/**/*.po",
)


def ensure(repository: Path, python: Path, build: Path) -> None:
    """Build what visitors are served, when anything it is made from changed."""
    stamp = build / ".tongban-stamp"
    wanted = digest(path for pattern in SOURCES for path in repository.glob(pattern))
    if says(stamp, wanted):
        return
    found = node.find(repository)
    node.ensure_packages(repository, found)
    say("正在生成网页资源 / building static files")
    failed = Trouble("网页资源生成失败，原因见上", "building static files failed; the reason is above")
    surroundings = found.surroundings() | {"TONGBAN_BUILD": str(build)}
    for command in commands(repository, python, found):
        run(command, folder=repository, failed=failed, surroundings=surroundings)
    put(stamp, wanted)


def commands(repository: Path, python: Path, found: node.Node) -> list[list[str]]:
    """Return the steps in their order: bundles, collection under hashed names, catalogue."""
    steps = [[*found.npm, "run", "--silent", "build"]]
    steps += [[str(python), "-m", "tongban", "collectstatic", "--noinput", "--verbosity", "0"]]
    if any(repository.glob("tongban/*/management/commands/build_locale.py")):
        steps += [[str(python), "-m", "tongban", "build_locale"]]
    return steps
