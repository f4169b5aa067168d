"""``bin/tongban backup FILE``: database, keys and files of a state in one file, also while it is being served."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from launch import archive, binaries, databases, first_steps, passwords, preflight, state
from launch.cluster import last_line
from launch.places import version
from launch.trouble import Trouble


def back_up(root: Path, target: Path) -> None:
    """Write the backup under a temporary name and give it its own at the end; never overwrites."""
    if target.exists():
        raise Trouble(f"文件 {target} 已存在，不会覆盖", f"{target} exists and is not overwritten")
    if not state.examine(root):
        raise Trouble(f"{root} 不是状态目录，没有可备份的内容", f"{root} is no state folder; nothing to back up")
    with databases.borrowed(root) as (held, urls, _), beside(target) as folder:
        _write(held, urls.owner, folder)
        (folder / "backup").rename(target)


def _write(held: state.State, address: str, folder: Path) -> None:
    """Write the archive.

    The database goes first: a file is stored before the row that names it, so every row in the dump finds its file.
    """
    dump = folder / "dump"
    run_tool("pg_dump", address, "--format=custom", "--no-owner", "--no-privileges", f"--file={dump}")
    with os.fdopen(os.open(folder / "backup", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        writer = archive.Writer(out)
        writer.add(archive.DUMP, dump)
        writer.add_folder("keys", held.keys, without=frozenset({passwords.NAME}))
        writer.add_folder("files", held.files)
        writer.close(facts(held))
        out.flush()
        os.fsync(out.fileno())


def facts(held: state.State) -> dict[str, object]:
    """Return what a backup says about itself."""
    return {
        "programme": version(),
        "postgres": binaries.find().version,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "sample": first_steps.with_sample(held),
    }


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """Give a private folder on the disk of the target, gone afterwards."""
    try:
        folder = Path(mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise Trouble(
            f"无法写入 {target.parent}：{error.strerror}", f"cannot write to {target.parent}: {error.strerror}"
        ) from error
    try:
        preflight.check_space(folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run_tool(name: str, address: str, *arguments: str) -> None:
    """Run one of PostgreSQL's tools; the password travels in the environment, which others cannot read."""
    words = conninfo_to_dict(address)
    password = str(words.pop("password", "") or "")
    command = [binaries.find().program(name), "--no-password", f"--dbname={make_conninfo('', **words)}", *arguments]
    result = subprocess.run(
        command, env=os.environ | {"PGPASSWORD": password, "LC_ALL": "C"}, capture_output=True, text=True, check=False
    )
    if result.returncode:
        reason = last_line(result.stderr)
        raise Trouble(f"{name} 没有成功：{reason}", f"{name} failed: {reason}")
