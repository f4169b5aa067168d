"""The one file of a backup: a plain tar whose last member lists every other with its SHA-256.

Plain, because the database dump in it is compressed already and the files are encrypted.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from launch.trouble import Trouble

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
FOLDERS = ("keys", "files")
CHUNK = 2**20


@dataclass
class Writer:
    """Writes members and remembers what was written."""

    out: IO[bytes]
    members: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin the archive."""
        self.tar = tarfile.TarFile(fileobj=self.out, mode="w", format=tarfile.PAX_FORMAT)

    def add(self, name: str, path: Path) -> None:
        """Write one file under a name."""
        with path.open("rb") as source:
            reader = _Hashing(source)
            self.tar.addfile(_member(name, os.fstat(source.fileno()).st_size), reader)
        self.members[name] = reader.digest.hexdigest()

    def add_folder(self, name: str, folder: Path, *, without: frozenset[str] = frozenset()) -> None:
        """Write every file below a folder; one that vanishes meanwhile was not part of any state worth keeping."""
        for path in sorted(folder.rglob("*")):
            relative = path.relative_to(folder).as_posix()
            if path.is_file() and not path.is_symlink() and relative not in without:
                self.add(f"{name}/{relative}", path)

    def close(self, facts: dict[str, object]) -> None:
        """Write the manifest and end the archive."""
        content = json.dumps(facts | {"format": FORMAT, "members": self.members}, ensure_ascii=False).encode()
        self.tar.addfile(_member(MANIFEST, len(content)), io.BytesIO(content))
        self.tar.close()


@dataclass
class _Hashing(io.RawIOBase):
    """A reader that adds up what it hands out."""

    source: IO[bytes]

    def __post_init__(self) -> None:
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.source.read(size)
        self.digest.update(block)
        return block


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def check(path: Path) -> dict[str, object]:
    """Read the whole archive and return its manifest. Trouble: damaged, incomplete, foreign or newer."""
    found: dict[str, str] = {}
    content = b""

    def look(name: str, source: IO[bytes]) -> None:
        nonlocal content
        if name == MANIFEST:
            content = source.read()
        else:
            found[name] = _digest(source)

    _each(path, look)
    manifest = _manifest(path, content)
    if manifest.get("members") != found or DUMP not in found:
        raise damaged(path)
    return manifest


def _digest(source: IO[bytes]) -> str:
    total = hashlib.sha256()
    while block := source.read(CHUNK):
        total.update(block)
    return total.hexdigest()


def _manifest(path: Path, content: bytes) -> dict[str, object]:
    try:
        manifest = json.loads(content)
    except ValueError as error:
        raise damaged(path) from error
    if not isinstance(manifest, dict):
        raise damaged(path)
    if manifest.get("format") != FORMAT:
        raise Trouble(
            f"备份文件 {path} 的格式是 {manifest.get('format')}，本程序只能读取 {FORMAT}",
            f"backup {path} has format {manifest.get('format')}, this programme reads {FORMAT}",
        )
    return manifest


def extract(path: Path, root: Path, dump: Path) -> None:
    """Lay keys and files below ``root`` and the database dump at ``dump``, all 0600."""

    def lay(name: str, source: IO[bytes]) -> None:
        if name == MANIFEST:
            return
        target = dump if name == DUMP else root / safe(path, name)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            while block := source.read(CHUNK):
                out.write(block)

    _each(path, lay)


def safe(path: Path, name: str) -> PurePosixPath:
    """Return a member's name when it stays inside the folders a backup has."""
    parts = PurePosixPath(name)
    if parts.is_absolute() or ".." in parts.parts or parts.parts[0] not in FOLDERS:
        raise damaged(path)
    return parts


def _each(path: Path, visit: Callable[[str, IO[bytes]], None]) -> None:
    try:
        with tarfile.open(path, mode="r:") as tar:
            for member in tar:
                source = tar.extractfile(member) if member.isfile() else None
                if source is None:
                    raise damaged(path)
                visit(member.name, source)
    except (tarfile.TarError, EOFError) as error:
        raise damaged(path) from error
    except OSError as error:
        raise Trouble(f"无法读取 {path}：{error.strerror}", f"cannot read {path}: {error.strerror}") from error


def damaged(path: Path) -> Trouble:
    """Return the sentence for a file that is not a whole backup."""
    return Trouble(f"备份文件 {path} 已损坏或不完整，没有做任何改动", f"backup {path} is damaged; nothing was changed")
