"""A folder of encrypted contents, one file for each id. A content is there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final
from uuid import UUID

from django.conf import settings

from tongban.crypto import api as crypto
from tongban.files.errors import Missing, StorageFailed

_UNFINISHED: Final = ".new-"


class Vault:
    """Keeps contents under ``<state>/files/<name>/aa/bb/<id>``, where aa and bb are the last two bytes of the id.

    The last and not the first, because the first bytes of an id are its time and would fill one folder. Each content
    is encrypted under the vault's own name and bound to its id, so no file can stand in for another.
    """

    def __init__(self, name: str) -> None:
        """Name the folder; the purpose of its keys follows from the name."""
        self._name = name
        self._purpose = f"files.{name}"

    @property
    def _root(self) -> Path:
        return Path(settings.STATE_DIR) / "files" / self._name

    def _path(self, key: UUID) -> Path:
        return self._root / key.hex[-4:-2] / key.hex[-2:] / str(key)

    def put(self, key: UUID, data: bytes) -> None:
        """Keep a content for good before returning, in place of an earlier one; StorageFailed leaves nothing behind."""
        envelope = crypto.encrypt(self._purpose, data, key.bytes)
        path = self._path(key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write(path, envelope)
            for folder in (path.parent, *path.parent.parents[:3]):
                _flush_folder(folder)
        except OSError as error:
            raise StorageFailed from error

    def get(self, key: UUID) -> bytes:
        """Return a content; Missing if its file is not there, crypto's Unreadable if it was altered."""
        try:
            envelope = self._path(key).read_bytes()
        except OSError as error:
            raise Missing from error
        return crypto.decrypt(self._purpose, envelope, key.bytes)

    def batches_older(self, moment: float) -> Iterator[tuple[list[UUID], list[Path]]]:
        """Return, folder by folder, the ids of contents last written before a moment, and the unfinished files.

        The moment is in seconds since 1970. What is being written now is younger, and so never among them.
        """
        for folder in sorted(self._root.glob("??/??")):
            old = [path for path in folder.iterdir() if _written(path) < moment]
            unfinished = [path for path in old if path.name.startswith(_UNFINISHED)]
            yield [UUID(path.name) for path in old if path not in unfinished], unfinished

    def discard(self, key: UUID) -> None:
        """Remove a content, if it is there."""
        self._path(key).unlink(missing_ok=True)

    @property
    def name(self) -> str:
        """Return what it is called where envelopes are renewed."""
        return f"files/{self._name}"

    def left(self) -> int:
        """Count the contents that are not under the current master key."""
        return sum(not crypto.is_current(_head(path)) for folder in self._folders() for path in _contents(folder))

    def unfound(self) -> int:
        """Return 0: a content is found by its id."""
        return 0

    def renew(self, *, after: str, limit: int) -> crypto.Step:
        """Put the contents of the next folders under the current master key, until there were enough.

        A content that was removed meanwhile is written again by this only if that happens between two system calls;
        the sweep of orphans then finds it.
        """
        renewed = 0
        for folder in (folder for folder in self._folders() if _place(folder) > after):
            for path in _contents(folder):
                renewed += self._renew(path)
            if renewed >= limit:
                return crypto.Step(renewed, _place(folder))
        return crypto.Step(renewed, "")

    def _renew(self, path: Path) -> bool:
        if crypto.is_current(_head(path)):
            return False
        key = UUID(path.name)
        try:
            fresh = crypto.encrypt(self._purpose, self.get(key), key.bytes)
        except Missing:
            return False
        if path.exists():
            _write(path, fresh)
            _flush_folder(path.parent)
        return True

    def _folders(self) -> list[Path]:
        return sorted(self._root.glob("??/??"))


def _place(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}"


def _contents(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not path.name.startswith(_UNFINISHED))


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(crypto.HEAD_LENGTH)
    except FileNotFoundError:
        return b""


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


def _write(path: Path, content: bytes) -> None:
    """Write beside, make it durable, then give it its name: a reader finds the old content or the new one."""
    with NamedTemporaryFile(dir=path.parent, prefix=_UNFINISHED, delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
