"""``bin/tongban restore FILE --state DIR``: a backup becomes a state that ``bin/serve`` goes on with."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from launch import archive, databases, first_steps, preflight, state
from launch.backup import beside, run_tool
from launch.databases import Urls
from launch.trouble import Trouble

TABLES = "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = 'public'"


def restore(source: Path, root: Path) -> None:
    """Check the whole backup first, then fill an empty state; a failure leaves the state as it was."""
    manifest = archive.check(source)
    if state.examine(root):
        raise Trouble(
            f"状态目录 {root} 已有内容，请恢复到空目录", f"{root} is in use already; restore into an empty one"
        )
    preflight.check_space(root)
    _check_outside()
    with state.hold(root) as held, _undone_on_failure(held):
        state.mark(held, restoring=True)
        with beside(held.root / "database") as folder:
            archive.extract(source, held.root, folder / "dump")
            _fill(held, folder / "dump", sample=manifest.get("sample") is not False)
        state.mark(held, restoring=False)


def _fill(held: state.State, dump: Path, *, sample: bool) -> None:
    with databases.started(held) as (urls, _):
        run_tool(
            "pg_restore",
            urls.owner,
            "--no-owner",
            "--no-privileges",
            "--exit-on-error",
            "--single-transaction",
            str(dump),
        )
        first_steps.set_up(held, urls, sample=sample)
        first_steps.went_on_from_backup(held, urls, sample=sample)


def _check_outside() -> None:
    """Refuse a named database that is not empty, because what is in it could not be put back."""
    named = databases.outside(os.environ)
    if named is None:
        return
    databases.check_outside(named)
    if _tables(named):
        raise Trouble(
            "DATABASE_URL 指定的数据库不是空的，请恢复到空数据库",
            "the database is not empty; restore into an empty one",
        )


def _tables(urls: Urls) -> int:
    with psycopg.connect(urls.owner, connect_timeout=5) as connection:
        row = connection.execute(TABLES).fetchone()
    return int(row[0]) if row else 0


@contextmanager
def _undone_on_failure(held: state.State) -> Iterator[None]:
    try:
        yield
    except BaseException:
        for folder in (held.db, held.unborn):
            state.discard(folder)
        for folder in (held.keys, held.files, held.run):
            shutil.rmtree(folder, ignore_errors=True)
        held.setup_note.unlink(missing_ok=True)
        held.mark.unlink(missing_ok=True)
        raise
