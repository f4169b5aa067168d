"""A database and a state folder of the measurements' own; never those of a running system."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit, urlunsplit

import psycopg
from psycopg import sql

LOCAL = frozenset({"", "localhost", "127.0.0.1", "::1"})
ROOT = Path(__file__).parents[1]


class Unfit(Exception):
    """There is no database server that may be measured; the message says why."""


@contextmanager
def own(environment: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Make a database on the named server, set it up with the sample city, and remove it afterwards.

    Gives the environment in which to measure. Unfit if no server is named, or one on another machine.
    """
    application = environment.get("DATABASE_URL", "")
    owner = environment.get("DATABASE_OWNER_URL", "") or application
    check_local(owner)
    name = sql.Identifier(database_name(os.getpid()))
    with tempfile.TemporaryDirectory(prefix="bench-") as state, psycopg.connect(owner, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            told = {
                **environment,
                "DJANGO_SETTINGS_MODULE": "tongban.config.settings",
                "DATABASE_URL": renamed(application, database_name(os.getpid())),
                "DATABASE_OWNER_URL": renamed(owner, database_name(os.getpid())),
                "TONGBAN_STATE": state,
                "TONGBAN_SAMPLE": "1",
            }
            _set_up(told)
            yield told
        finally:
            _disconnect(application)
            _disconnect(owner)
            server.execute(sql.SQL("DROP DATABASE {}").format(name))  # FORCE may not end a worker of autovacuum


def database_name(process: int) -> str:
    """Return the name of the database that this process measures in."""
    return f"tongban_bench_{process}"


def renamed(url: str, name: str) -> str:
    """Return the address of another database on the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def check_local(url: str) -> None:
    """Refuse a server elsewhere: its load is others' business, and the network would be measured."""
    if not url:
        raise Unfit("no database server: start with bin/bench, or set DATABASE_URL")
    parts = urlsplit(url)
    host = parse_qs(parts.query).get("host", [parts.hostname or ""])[0]
    if host not in LOCAL and not host.startswith("/"):
        raise Unfit("only a database on this machine is measured")


def _disconnect(url: str) -> None:
    """End the sessions of a role that a failure left open; only their own role may."""
    name = database_name(os.getpid())
    with psycopg.connect(url, autocommit=True) as server:
        query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = current_user"
        server.execute(query, [name])


def _set_up(environment: Mapping[str, str]) -> None:
    told = {**environment, "TONGBAN_AS_OWNER": "1"}
    subprocess.run([sys.executable, "-m", "tongban", "setup"], env=told, cwd=ROOT, stdout=sys.stderr, check=True)
