"""The unprivileged account that PostgreSQL runs under when we are root."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from launch.places import is_root
from launch.trouble import Trouble

NAME = "tongban"
FALLBACKS = ("postgres", "daemon", "nobody")


@dataclass(frozen=True)
class Account:
    """A user of this machine."""

    name: str
    uid: int
    gid: int


def find(name: str) -> Account | None:
    """Look a user up."""
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def for_data(data: Path) -> Account | None:
    """Return whom the server of this data folder runs under; None when it is simply us.

    Data that exist keep their owner, so that a folder moved from another machine still starts.
    """
    if not is_root():
        return None
    if data.exists() and (uid := data.stat().st_uid) != 0:
        return Account(str(uid), uid, data.stat().st_gid)
    return find(NAME) or _create() or _fallback()


def _create() -> Account | None:
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    try:
        subprocess.run([*command, "--shell", "/usr/sbin/nologin", NAME], check=False, capture_output=True)
    except OSError:
        return None
    return find(NAME)


def _fallback() -> Account:
    for name in FALLBACKS:
        if account := find(name):
            return account
    raise Trouble(
        "以 root 运行时需要一个普通用户来运行数据库，请先执行 useradd --system tongban",
        "as root an ordinary user must run the database: useradd --system tongban",
    )


def give(path: Path, account: Account | None) -> None:
    """Hand a path to the account."""
    if account is not None:
        os.chown(path, account.uid, account.gid, follow_symlinks=False)


def closed_parent(folder: Path, account: Account | None) -> Path | None:
    """Return the first folder on the way that the account cannot pass through, if any."""
    if account is None:
        return None
    way = [*reversed(folder.resolve().parents), folder.resolve()]
    return next((step for step in way if step.is_dir() and not _passable(step, account)), None)


def _passable(folder: Path, account: Account) -> bool:
    status = folder.stat()
    if status.st_uid == account.uid:
        return bool(status.st_mode & 0o100)
    return bool(status.st_mode & (0o010 if status.st_gid == account.gid else 0o001))
