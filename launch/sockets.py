"""The private folder of the database's socket: 0700, owned by the server's account, on a short path."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from tempfile import mkdtemp

from launch.accounts import Account, closed_parent, give
from launch.state import State

LONGEST = 107 - len("/.s.PGSQL.5432.lock")  # bytes the kernel takes in the name of a socket


def folder(state: State, account: Account | None) -> Path:
    """Return the socket folder of a state, made or made anew.

    Normally ``run/pg``; where that path is too long, or closed to the account, ``run/pg`` is a link to a short one.
    """
    link = state.run / "pg"
    if not (link.is_symlink() or link.exists()):
        _make(link, state, account)
    elif link.is_symlink() and not _is_private(link.resolve(), account):
        link.unlink()
        _make(link, state, account)
    return link.resolve()


def existing(state: State) -> Path:
    """Return where a running server listens."""
    return (state.run / "pg").resolve()


def _make(link: Path, state: State, account: Account | None) -> None:
    if len(os.fsencode(link)) <= LONGEST and closed_parent(state.run, account) is None:
        link.mkdir(mode=0o700)
        give(link, account)
        return
    elsewhere = Path(mkdtemp(prefix="tongban-", dir="/tmp"))  # made fresh, 0700, by us alone
    give(elsewhere, account)
    link.symlink_to(elsewhere)


def _is_private(path: Path, account: Account | None) -> bool:
    """Tell whether the folder is still ours: /tmp may have been emptied, and its names are free to all."""
    try:
        status = path.lstat()
    except OSError:
        return False
    owner = account.uid if account else os.geteuid()
    return stat.S_ISDIR(status.st_mode) and status.st_uid == owner and stat.S_IMODE(status.st_mode) == stat.S_IRWXU
