"""Key files of the software keys: made whole or not at all, by one of many processes, and readable by nobody else."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path
from tempfile import mkstemp

from tongban.crypto.errors import KeysUnsafe, KeysUnwritable

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class KeyFiles:
    """The numbered files ``<stem>-<n>.key`` of one folder: the lowest number is the oldest key."""

    def __init__(self, folder: Path, stem: str, make: Callable[[], bytes]) -> None:
        """Name the files, and say how a first key is made."""
        self._folder = folder
        self._stem = stem
        self._make = make

    def load(self) -> list[bytes]:
        """Return every key, oldest first; the first use makes number 1. KeysUnsafe if others can read one."""
        paths = self._paths()
        if not paths:
            self._make_first()
            paths = self._paths()
        return [read_key(path) for path in paths]

    def _paths(self) -> list[Path]:
        pattern = re.compile(rf"{re.escape(self._stem)}-([1-9]\d*)\.key")
        numbered = [(match, path) for path in self._folder.glob("*.key") if (match := pattern.fullmatch(path.name))]
        return [path for _, path in sorted((int(match[1]), path) for match, path in numbered)]

    def _make_first(self) -> None:
        """Write beside and link into place: the link fails if another process was first, and then its key holds."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, beside = mkstemp(dir=self._folder, prefix=f".{self._stem}-")
            try:
                _fill(handle, self._make())
                Path(self._folder / f"{self._stem}-1.key").hardlink_to(beside)
            except FileExistsError:
                pass
            finally:
                Path(beside).unlink()
            _flush_folder(self._folder)
        except OSError as error:
            raise KeysUnwritable from error


def _fill(handle: int, content: bytes) -> None:
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Make the new name itself durable: a key that is lost after it was used loses everything it encrypted."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_key(path: Path) -> bytes:
    """Return what stands in a key file; KeysUnsafe if it is a link, no file, not there, or if others can read it."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError as error:
        raise KeysUnsafe from error
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode) or status.st_mode & _OTHERS:
            raise KeysUnsafe
        return file.read()
