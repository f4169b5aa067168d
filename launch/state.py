"""The state folder: everything a running system keeps, and who may use it now."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from launch import notes
from launch.places import is_root, version
from launch.trouble import InUse, Trouble

FORMAT = 1
MARK = "state.json"
LOCK = "lock"
OURS = frozenset({LOCK, "db", "db.new", "run", "keys", "files"})


@dataclass(frozen=True)
class State:
    """The layout of one state folder."""

    root: Path

    @property
    def db(self) -> Path:
        """The database cluster, or a link to it where the service user cannot enter this folder."""
        return self.root / "db"

    @property
    def unborn(self) -> Path:
        """A cluster that is still being made."""
        return self.root / "db.new"

    @property
    def run(self) -> Path:
        """What is worth nothing after a stop: socket, metrics."""
        return self.root / "run"

    @property
    def keys(self) -> Path:
        """Secrets, 0700."""
        return self.root / "keys"

    @property
    def files(self) -> Path:
        """Uploaded and issued files, encrypted."""
        return self.root / "files"

    @property
    def mark(self) -> Path:
        """The note that makes the folder a state folder; written last."""
        return self.root / MARK

    @property
    def setup_note(self) -> Path:
        """What was last set up, so that an unchanged system starts at once."""
        return self.root / "setup.json"


def examine(root: Path) -> bool:
    """Tell whether the folder is a finished state (True) or one may be made there (False); writes nothing.

    Trouble: a folder of somebody else, of a newer version, or with an unfinished restore.
    """
    if not root.exists():
        return False
    if not root.is_dir():
        raise Trouble(f"{root} 不是目录", f"{root} is not a folder")
    mark = notes.read_json(root / MARK)
    if not mark:
        _refuse_strangers(root)
        return False
    if mark.get("format") != FORMAT:
        raise Trouble(
            f"状态目录 {root} 属于另一版本（格式 {mark.get('format')}，本程序为 {FORMAT}），请用相应版本启动",
            f"state folder {root} has format {mark.get('format')}, this programme reads {FORMAT}",
        )
    if mark.get("restoring"):
        raise Trouble(
            f"状态目录 {root} 的恢复没有完成，请删除该目录后重新恢复",
            f"a restore into {root} was not finished; delete the folder and restore again",
        )
    return True


def _refuse_strangers(root: Path) -> None:
    """Refuse a folder that holds things we did not put there; a half-made state of ours has our lock file."""
    names = {path.name for path in root.iterdir() if not path.name.startswith(f".{MARK}.")}
    if names and not (LOCK in names and names <= OURS):
        raise Trouble(
            f"目录 {root} 不是状态目录，且不为空，请另选目录",
            f"{root} is not a state folder and is not empty; choose another",
        )


def is_held(root: Path) -> bool:
    """Tell whether a process holds the folder now; writes nothing."""
    try:
        descriptor = os.open(root / LOCK, os.O_RDWR)
    except OSError:
        return False
    try:
        return not _locked(descriptor)
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def in_use(root: Path) -> InUse:
    """Return the sentence for a folder that somebody holds."""
    return InUse(
        f"状态目录 {root} 正在被另一个进程使用，请先停止它，或用 --state 另选目录",
        f"state folder {root} is in use by another process; stop it or choose another with --state",
    )


@contextmanager
def hold(root: Path) -> Iterator[State]:
    """Take the folder for this process, lay it out, and let go at the end.

    The lock goes with the process, so nothing is left to clean after a kill.
    """
    finished = examine(root)
    with _writable(root):
        root.mkdir(mode=0o711 if is_root() else 0o700, parents=True, exist_ok=True)
        descriptor = os.open(root / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _locked(descriptor):
            raise in_use(root)
        state = State(root)
        if not finished:
            discard(state.db)
        discard(state.unborn)
        with _writable(root):
            lay_out(state)
        yield state
    finally:
        os.close(descriptor)


@contextmanager
def _writable(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Trouble(
            f"状态目录 {root} 无法写入（{error.strerror}）", f"cannot write the state folder {root}: {error.strerror}"
        ) from error


def lay_out(state: State) -> None:
    """Make the folders and the key that signs sessions."""
    for folder, mode in [(state.run, 0o711), (state.keys, 0o700), (state.files, 0o700)]:
        folder.mkdir(mode=mode, exist_ok=True)
    key = state.keys / "session.key"
    if not key.exists():
        notes.write(key, secrets.token_urlsafe(48) + "\n", mode=0o600)


def finish(state: State) -> None:
    """Declare the folder a state folder: from here on nothing in it is ever thrown away."""
    if not state.mark.exists():
        mark(state, restoring=False)


def mark(state: State, *, restoring: bool) -> None:
    """Write the note; ``restoring`` says that the folder is being filled, so that nobody starts on half of it."""
    notes.write_json(state.mark, {"format": FORMAT, "made_by": version(), "restoring": restoring})


def discard(folder: Path) -> None:
    """Remove a folder and, when it is a link, what it points at."""
    if folder.is_symlink():
        shutil.rmtree(folder.resolve(), ignore_errors=True)
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)
