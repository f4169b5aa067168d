"""``tongban setup``: migrations, rights, calendars and sample, done when something changed since the last time."""

from __future__ import annotations

import sys
from pathlib import Path

from launch import children, notes
from launch.databases import Urls, identity
from launch.install.stamps import digest
from launch.places import REPOSITORY
from launch.state import State
from launch.surroundings import environment
from launch.trouble import Trouble

SOURCES = ("tongban/**/*.py", "sample/wuxi/**/*", "requirements/runtime.txt")


def sources(repository: Path) -> list[Path]:
    """Return what the database's content is made from: a change anywhere in it repeats the setup."""
    return [path for pattern in SOURCES for path in repository.glob(pattern)]


def set_up(state: State, urls: Urls, *, sample: bool) -> None:
    """Bring the database to the state that this version of the programme needs; noted when it is done."""
    wanted: dict[str, object] = {
        "digest": digest(sources(REPOSITORY)),
        "database": identity(urls),
        "sample": sample,
    }
    if notes.read_json(state.setup_note) == wanted:
        return
    _run("setup", environment(state, urls, sample=sample) | {"TONGBAN_AS_OWNER": "1"})
    notes.write_json(state.setup_note, wanted)


def went_on_from_backup(state: State, urls: Urls, *, sample: bool) -> None:
    """Let the programme say in its own record that what follows goes on from a backup."""
    _run("begin_epoch", environment(state, urls, sample=sample))


def _run(command: str, surroundings: dict[str, str]) -> None:
    """Run a command of the programme; its words go to standard error, because the ready line has standard output."""
    child = children.spawn([sys.executable, "-m", "tongban", command], environment=surroundings)
    try:
        code = child.wait()
    finally:
        children.stop([child], seconds=5)
    if code:
        raise Trouble("数据库的初始化没有完成，原因见上", "setting up the database failed; the reason is above")


def with_sample(state: State) -> bool:
    """Tell whether this state was last served with the sample city."""
    return notes.read_json(state.setup_note).get("sample") is not False
