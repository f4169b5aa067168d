"""The embedded server, for real: made, killed, met again."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from launch import binaries, cluster, notes, passwords, sockets, state
from launch.places import REPOSITORY, is_root
from launch.postgres import Postgres
from launch.trouble import Trouble

pytestmark = pytest.mark.slow

ORPHANING = """
import os, pathlib, sys
from launch import children, state
from launch.postgres import Postgres
children.die_with_parent = lambda *_: None
with state.hold(pathlib.Path(sys.argv[1])) as held:
    server = Postgres(held)
    server.start()
    state.finish(held)
    print(server.process.pid, flush=True)
    os.kill(os.getpid(), 9)
"""


@contextmanager
def running(root: Path) -> Iterator[Postgres]:
    with state.hold(root) as held:
        server = Postgres(held)
        try:
            server.start()
            state.finish(held)
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="module")
def server(shared_folder: Path) -> Iterator[Postgres]:
    """One for all tests that stop and change nothing."""
    with running(shared_folder / "state") as found:
        yield found


def ask(address: str, question: str) -> object:
    with psycopg.connect(address) as connection:
        row = connection.execute(question.encode()).fetchone()
        return row[0] if row else None


def test_collation_belongs_to_the_database_not_to_the_machine(server: Postgres) -> None:
    question = "SELECT datlocprovider::text || ' ' || datlocale FROM pg_database WHERE datname = 'tongban'"

    assert ask(server.application_url, question) == "b C.UTF-8"
    assert ask(server.application_url, "SELECT upper('ä')") == "Ä"


def test_the_server_listens_on_its_private_socket_only(server: Postgres) -> None:
    assert ask(server.owner_url, "SHOW listen_addresses") == ""
    assert server.socket.stat().st_mode & 0o777 == stat.S_IRWXU


def test_nobody_comes_in_without_the_password(server: Postgres) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(server.application_url.replace(":", ":x", 2).replace("x//", "//"))

    rules = (server.state.db.resolve() / "pg_hba.conf").read_text()
    assert "trust" not in [word for line in rules.splitlines() if not line.startswith("#") for word in line.split()]


def test_passwords_are_private_and_differ(server: Postgres) -> None:
    words = passwords.of(server.state)

    assert (server.state.keys / passwords.NAME).stat().st_mode & 0o777 == 0o600
    assert len({words.superuser, words.owner, words.application}) == 3


def test_the_application_reads_and_writes_what_it_does_not_own(server: Postgres) -> None:
    with psycopg.connect(server.owner_url) as owner:
        owner.execute("CREATE TABLE letters (number bigserial, title text)")

    with psycopg.connect(server.application_url) as application:
        application.execute("INSERT INTO letters (title) VALUES ('one')")
        row = application.execute("UPDATE letters SET title = 'two' RETURNING title").fetchone()

    assert row == ("two",)


@pytest.mark.parametrize(
    "deed",
    ["TRUNCATE cases", "DROP TABLE cases", "ALTER TABLE cases ADD x int", "CREATE TABLE other ()", "CREATE ROLE eve"],
)
def test_the_application_cannot_change_what_it_is_given(server: Postgres, deed: str) -> None:
    with psycopg.connect(server.owner_url) as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS cases ()")

    with psycopg.connect(server.application_url) as application, pytest.raises(psycopg.errors.InsufficientPrivilege):
        application.execute(deed.encode())


def test_the_owner_is_no_superuser(server: Postgres) -> None:
    assert (
        ask(server.owner_url, "SELECT rolsuper OR rolcreaterole OR rolcreatedb FROM pg_roles WHERE rolname = user")
        is False
    )


def test_the_log_holds_no_values(folder: Path) -> None:
    with running(folder / "state") as server:
        with psycopg.connect(server.owner_url, autocommit=True) as owner:
            owner.execute("CREATE TABLE people (name text UNIQUE)")
            owner.execute("INSERT INTO people VALUES ('张三')")
            with pytest.raises(psycopg.errors.UniqueViolation):
                owner.execute("INSERT INTO people VALUES ('张三')")
        server.stop()
        log = (server.state.run / "postgres.log").read_text()

    assert "ready to accept connections" in log
    assert "张三" not in log


def test_a_second_start_finds_what_was_confirmed(folder: Path) -> None:
    with running(folder) as server, psycopg.connect(server.owner_url) as owner:
        owner.execute("CREATE TABLE kept ()")

    with running(folder) as server:
        assert ask(server.owner_url, "SELECT 'kept'::regclass::text") == "kept"


def test_a_killed_server_loses_nothing_confirmed(folder: Path) -> None:
    with running(folder) as server:
        with psycopg.connect(server.owner_url) as owner:
            owner.execute("CREATE TABLE kept ()")
        assert server.process
        server.process.kill()
        while not server.ended():
            time.sleep(0.01)

        server.start()

        assert ask(server.owner_url, "SELECT 'kept'::regclass::text") == "kept"


def test_a_server_that_outlived_its_launcher_is_replaced(folder: Path) -> None:
    command = [sys.executable, "-c", ORPHANING, str(folder)]
    printed = subprocess.run(command, cwd=REPOSITORY, stdout=subprocess.PIPE, check=False).stdout
    orphan = int(printed)
    assert Path(f"/proc/{orphan}/cmdline").read_bytes().split(b"\0")[0].endswith(b"postgres")

    with running(folder) as server:
        assert server.process
        assert server.process.pid != orphan
        assert Path(f"/proc/{orphan}/cmdline").exists() is False or not Path(f"/proc/{orphan}/cmdline").read_bytes()


def test_a_server_killed_with_its_launcher_leaves_nothing_in_the_way(folder: Path) -> None:
    command = [sys.executable, "-c", ORPHANING, str(folder)]
    orphan = int(subprocess.run(command, cwd=REPOSITORY, stdout=subprocess.PIPE, check=False).stdout)
    os.kill(orphan, signal.SIGKILL)

    with running(folder) as server:
        assert ask(server.owner_url, "SELECT 1") == 1


def test_a_number_that_now_belongs_to_another_process_does_not_stop_the_start(folder: Path) -> None:
    with running(folder) as server:
        data, account = server.state.db.resolve(), server.account
    uid = account.uid if account else None
    with subprocess.Popen(["sleep", "60"], user=uid) as bystander:
        (data / "postmaster.pid").write_text(f"{bystander.pid}\n{data}\n0\n5432\n\n\n\n")

        with running(folder) as server:
            assert ask(server.owner_url, "SELECT 1") == 1

        assert bystander.poll() is None
        bystander.kill()


def test_data_of_another_major_version_are_refused_with_a_sentence(folder: Path) -> None:
    with running(folder) as server:
        data = server.state.db.resolve()
    (data / "PG_VERSION").write_text("15\n")

    with pytest.raises(Trouble, match="数据库文件属于 PostgreSQL 15"), running(folder):
        pass


def test_a_server_that_cannot_start_says_why(folder: Path) -> None:
    with running(folder) as server:
        data = server.state.db.resolve()
    with (data / "postgresql.conf").open("a") as settings:
        settings.write("\nshared_buffers = nonsense\n")

    with pytest.raises(Trouble, match=r"数据库无法启动：.*(shared_buffers|postgresql.conf)"), running(folder):
        pass


def test_an_initdb_that_fails_leaves_no_database(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with state.hold(folder) as held:
        server = Postgres(held)
        monkeypatch.setattr(cluster, "SUPERUSER", "pg_reserved")

        with pytest.raises(Trouble, match="无法建立数据库"):
            server.start()

    assert not held.db.exists()
    assert not (sockets.existing(held) / "initdb.password").exists()
    monkeypatch.undo()
    with running(folder) as again:
        assert ask(again.owner_url, "SELECT 1") == 1


def test_a_path_that_is_too_long_for_a_socket_is_no_hindrance(folder: Path) -> None:
    deep = folder.joinpath(*["市政务服务平台"] * 6)

    with running(deep) as server:
        assert len(os.fsencode(server.socket)) <= sockets.LONGEST
        assert ask(server.owner_url, "SELECT 1") == 1

    server.socket.rmdir()
    with running(deep) as again:
        assert ask(again.owner_url, "SELECT 1") == 1
    again.socket.rmdir()


@pytest.mark.skipif(not is_root(), reason="only root starts it under another account")
def test_as_root_a_folder_closed_to_the_service_account_is_no_hindrance(folder: Path) -> None:
    closed = folder / "closed"
    closed.mkdir(mode=0o700)

    with running(closed / "state") as server:
        assert server.account is not None
        assert server.state.db.is_symlink()
        assert ask(server.owner_url, "SELECT 1") == 1
    with running(closed / "state") as server:
        assert ask(server.owner_url, "SELECT 1") == 1
    server.socket.rmdir()


@pytest.mark.skipif(not is_root(), reason="only root copies them")
def test_the_programmes_are_copied_once_where_everybody_can_run_them(tmp_path: Path) -> None:
    found = binaries.find()

    again = binaries.copied(tmp_path / "nothing to copy from", found.version, found.folder.parent)

    assert again == found
    assert Path(found.program("postgres")).stat().st_mode & 0o005 == 0o005
    assert not list(found.folder.parent.glob(".new-*"))


def test_two_states_run_side_by_side(folder: Path) -> None:
    with running(folder / "one") as one, running(folder / "two") as two:
        with psycopg.connect(one.owner_url) as owner:
            owner.execute("CREATE TABLE only_here ()")

        assert ask(two.owner_url, "SELECT to_regclass('only_here')") is None


def test_passwords_that_were_lost_are_made_again(folder: Path) -> None:
    with running(folder) as server:
        words = passwords.of(server.state)
    notes.write_json(
        server.state.keys / passwords.NAME, {"superuser": words.superuser, "owner": "a", "application": "b"}
    )

    with running(folder) as server:
        assert ask(server.application_url, "SELECT 1") == 1
