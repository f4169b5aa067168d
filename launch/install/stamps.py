"""What has been done already: a note with the digest of what it was done from, written last."""

from __future__ import annotations

import fcntl
import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from launch import notes
from launch.children import die_with_parent
from launch.trouble import Trouble


def digest(paths: Iterable[Path]) -> str:
    """Return one figure for the names and contents of files."""
    total = hashlib.sha256()
    for path in sorted(paths):
        if path.is_file():
            total.update(str(path).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def says(stamp: Path, words: str) -> bool:
    """Tell whether the note says just this."""
    try:
        return stamp.read_text().strip() == words
    except OSError:
        return False


def put(stamp: Path, words: str) -> None:
    """Write the note."""
    notes.write(stamp, words + "\n")


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Let one installation run at a time; programmes it starts keep the lock when it is killed."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o644)
    os.set_inheritable(descriptor, True)  # noqa: FBT003 - the standard library's own signature
    try:
        if not _taken(descriptor):
            say("另一个进程正在准备环境，请稍候 / another process is preparing the environment")
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def say(text: str) -> None:
    """Tell the person what takes so long."""
    print(text, file=sys.stderr, flush=True)


def run(
    command: Sequence[str], *, folder: Path, failed: Trouble, surroundings: Mapping[str, str] | None = None
) -> None:
    """Run one step; its output goes to standard error, its failure is ``failed``."""
    try:
        subprocess.run(
            command,
            cwd=folder,
            env=surroundings,
            check=True,
            close_fds=False,  # it keeps the lock
            stdin=subprocess.DEVNULL,
            stdout=2,
            preexec_fn=die_with_parent(signal.SIGTERM, os.getpid()),
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise failed from error
