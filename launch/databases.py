"""Which database the system works on: the embedded one of its state, or one that DATABASE_URL names."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from launch import passwords, sockets
from launch.guests import all_guests_gone, guest
from launch.postgres import Postgres, url
from launch.state import State, finish, hold
from launch.trouble import InUse, Trouble

OLDEST = 150000  # PostgreSQL 15
ANSWER_WITHIN = 60.0


@dataclass(frozen=True)
class Urls:
    """How to reach the database: as the application, and as the owner of its tables."""

    application: str
    owner: str


def outside(environment: Mapping[str, str]) -> Urls | None:
    """Return the database that the environment names, if it names one."""
    application = environment.get("DATABASE_URL", "").strip()
    if not application:
        return None
    return Urls(application, environment.get("DATABASE_OWNER_URL", "").strip() or application)


def check_outside(urls: Urls) -> None:
    """Make sure that a named server answers both roles and is young enough."""
    for address in dict.fromkeys([urls.application, urls.owner]):
        try:
            with psycopg.connect(address, connect_timeout=5) as connection:
                found = connection.info.server_version
        except psycopg.Error as error:
            reason = " ".join(str(error).split())
            raise Trouble(
                f"数据库连接不上，请检查 DATABASE_URL：{reason}", f"cannot reach the database: {reason}"
            ) from error
        if found < OLDEST:
            raise Trouble(
                f"数据库版本过低（PostgreSQL {found // 10000}），需要 15 以上",
                f"PostgreSQL {found // 10000} is too old; 15 or newer is needed",
            )


def identity(urls: Urls) -> str:
    """Return what tells this database from every other, also from one made anew at the same address."""
    question = "SELECT system_identifier, oid FROM pg_control_system(), pg_database WHERE datname = current_database()"
    with psycopg.connect(urls.owner, connect_timeout=5) as connection:
        row = connection.execute(question).fetchone()
    return "-".join(map(str, row or ()))


@contextmanager
def started(held: State) -> Iterator[tuple[Urls, Postgres | None]]:
    """Start the embedded server for a while; a server that DATABASE_URL names is only used."""
    named = outside(os.environ)
    if named is not None:
        finish(held)
        yield named, None
        return
    server = Postgres(held)
    try:
        server.start()
        finish(held)
        yield Urls(server.application_url, server.owner_url), server
    finally:
        server.stop()


@contextmanager
def borrowed(root: Path) -> Iterator[tuple[State, Urls, bool]]:
    """Give a command the database of a state; True as the third says that the command is alone with it.

    A running system is joined; otherwise the database is started for the time of the command.
    """
    named = outside(os.environ)
    if named is not None:
        check_outside(named)
    try:
        with hold(root) as held, started(held) as (urls, _):
            yield held, urls, True
            all_guests_gone(held)
    except InUse:
        running = State(root)
        with guest(running):
            yield running, named or joined(running), False


def joined(running: State) -> Urls:
    """Return the database of a state that somebody else is running, once it answers."""
    deadline = time.monotonic() + ANSWER_WITHIN
    while True:
        try:
            words, socket = passwords.of(running), sockets.existing(running)
            urls = Urls(
                url(passwords.APPLICATION, words.application, socket), url(passwords.OWNER, words.owner, socket)
            )
            psycopg.connect(urls.application, connect_timeout=5).close()
        except (OSError, psycopg.Error) as error:
            if time.monotonic() > deadline:
                raise Trouble(
                    f"状态目录 {running.root} 的数据库没有应答", f"the database of {running.root} does not answer"
                ) from error
            time.sleep(0.2)
        else:
            return urls
