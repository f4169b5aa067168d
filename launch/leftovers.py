"""A database server of this very folder that outlived its launcher, and the notes such a server leaves."""

from __future__ import annotations

import os
import select
import signal
from pathlib import Path

from launch.trouble import Trouble

GRACE = 30.0  # seconds a server gets to write its last pages


def stop_leftover(data: Path, socket: Path) -> None:
    """Stop a server that still runs on this folder and clear the notes of one that does not.

    Called only by the holder of the state's lock. A process is signalled only when the kernel says, at that moment
    and through a handle that cannot come to mean another process, that it is ``postgres -D`` this folder. Removing a
    stale note is safe: PostgreSQL itself also refuses to start while any process is attached to the folder's memory.
    """
    number = noted_pid(data / "postmaster.pid")
    handle = None if number is None else _handle(number)
    if number is not None and handle is not None:
        try:
            if serves(number, data):
                _end(handle, data)
        finally:
            os.close(handle)
    for note in (data / "postmaster.pid", socket / ".s.PGSQL.5432.lock", socket / ".s.PGSQL.5432"):
        note.unlink(missing_ok=True)


def noted_pid(note: Path) -> int | None:
    """Read the process number from the first line of postmaster.pid."""
    try:
        return int(note.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def serves(number: int, data: Path) -> bool:
    """Tell whether this process is the main process of a PostgreSQL on this folder; a zombie is not."""
    try:
        words = Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return words[0].endswith(b"postgres") and b"-D" in words and os.fsencode(data) in words


def _handle(number: int) -> int | None:
    try:
        return os.pidfd_open(number)
    except OSError:
        return None


def _end(handle: int, data: Path) -> None:
    for number in (signal.SIGINT, signal.SIGQUIT):  # fast, then at once; both are safe for the data
        signal.pidfd_send_signal(handle, number)
        if select.select([handle], [], [], GRACE)[0]:
            return
    raise Trouble(
        f"目录 {data} 上仍有一个数据库进程无法停止，请稍后再试",
        f"a database server on {data} does not stop; try again later",
    )
