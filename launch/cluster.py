"""Making the database cluster of a state: under a temporary name first, so a half-made one is thrown away."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from tempfile import mkdtemp

from launch import notes
from launch.accounts import Account, closed_parent, give
from launch.binaries import Binaries
from launch.passwords import SUPERUSER
from launch.places import SERVICE_HOME
from launch.state import State
from launch.trouble import Trouble


def ensure(state: State, binaries: Binaries, account: Account | None, socket: Path, password: str) -> Path:
    """Return the data folder of the state, making the cluster when there is none.

    Trouble: the cluster is of another major version of PostgreSQL, or cannot be made (no space, no right).
    """
    if not state.db.exists():
        _make(state, binaries, account, socket, password)
    data = state.db.resolve()
    found = (data / "PG_VERSION").read_text().strip()
    if found != binaries.major:
        raise Trouble(
            f"数据库文件属于 PostgreSQL {found}，本程序为 {binaries.major}：请用原来的程序备份，再恢复到新的状态目录",
            f"the data are of PostgreSQL {found}, this is {binaries.major}: back up with the old programme",
        )
    return data


def _make(state: State, binaries: Binaries, account: Account | None, socket: Path, password: str) -> None:
    _room(state, account)
    note = socket / "initdb.password"
    notes.write(note, password + "\n", mode=0o600)
    give(note, account)
    try:
        _initdb(state.unborn.resolve(), binaries, account, note)
    finally:
        note.unlink()
    state.unborn.rename(state.db)


def _room(state: State, account: Account | None) -> None:
    """Make the empty folder; where the account cannot enter the state folder, a link to one that it can enter."""
    if closed_parent(state.root, account) is None:
        state.unborn.mkdir(mode=0o700)
    else:
        SERVICE_HOME.mkdir(mode=0o711, parents=True, exist_ok=True)
        state.unborn.symlink_to(mkdtemp(prefix="db-", dir=SERVICE_HOME))
    give(state.unborn.resolve(), account)


def _initdb(data: Path, binaries: Binaries, account: Account | None, note: Path) -> None:
    """Run initdb: collation that no operating system can change under us, and no login without a password."""
    result = subprocess.run(
        [
            binaries.program("initdb"),
            f"--pgdata={data}",
            f"--username={SUPERUSER}",
            f"--pwfile={note}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--no-locale",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
        ],
        check=False,
        capture_output=True,
        text=True,
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C"},
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )
    if result.returncode:
        reason = last_line(result.stderr)
        raise Trouble(f"无法建立数据库：{reason}", f"initdb failed: {reason}")


def last_line(text: str) -> str:
    """Return the last line that says something about an error."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if "error" in line.lower() or "fatal" in line.lower()]
    return (telling or lines or ["?"])[-1]
