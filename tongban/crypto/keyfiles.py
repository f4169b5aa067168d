"""Key files of the software keys: made whole or not at all, by one of many processes, and readable by nobody else."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path
from tempfile import mkstemp

from tongban.crypto.errors import KeysUnsafe, KeysUnwritable

RETIRED = "retired"
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
        return list(self.numbered().values())

    def numbered(self) -> dict[int, bytes]:
        """Return every key by its number, oldest first; as ``load``."""
        paths = self._paths()
        if not paths:
            self._put(1, self._make())
            paths = self._paths()
        return {number: read_key(path) for number, path in paths.items()}

    def exist(self) -> bool:
        """Tell whether there is any key at all, without making one."""
        return bool(self._paths())

    def stamp(self) -> int:
        """Return what changes whenever a file is added to the folder or taken out of it."""
        try:
            return self._folder.stat().st_mtime_ns
        except OSError:
            return 0

    def add(self) -> None:
        """Make one more key, newer than all there were; KeysUnwritable if another process adds one at this moment."""
        number = max([*self._paths(), *self._paths(RETIRED)], default=0) + 1
        if not self._put(number, self._make()):
            raise KeysUnwritable

    def retire(self, number: int) -> None:
        """Take a key out of use: the file stays, under another ending, for whoever keeps the backups made under it."""
        path = self._folder / f"{self._stem}-{number}.key"
        try:
            path.rename(path.with_suffix(f".{RETIRED}"))
            _flush_folder(self._folder)
        except OSError as error:
            raise KeysUnwritable from error

    def _paths(self, ending: str = "key") -> dict[int, Path]:
        pattern = re.compile(rf"{re.escape(self._stem)}-([1-9]\d*)\.{ending}")
        found = self._folder.glob(f"*.{ending}")
        return dict(sorted((int(match[1]), path) for path in found if (match := pattern.fullmatch(path.name))))

    def _put(self, number: int, content: bytes) -> bool:
        """Write beside and link into place: the link fails if another process was first, and then its key holds."""
        made = True
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, beside = mkstemp(dir=self._folder, prefix=f".{self._stem}-")
            try:
                _fill(handle, content)
                Path(self._folder / f"{self._stem}-{number}.key").hardlink_to(beside)
            except FileExistsError:
                made = False
            finally:
                Path(beside).unlink()
            _flush_folder(self._folder)
        except OSError as error:
            raise KeysUnwritable from error
        return made


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
