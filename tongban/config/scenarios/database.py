"""A database for one run: made empty beside the one in use, and gone afterwards; nothing else is looked at."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from uuid import uuid4

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from tongban.config.sample import load
from tongban.crypto import api as crypto
from tongban.kernel.days import SHANGHAI

BEGINS = datetime(2024, 1, 1, tzinfo=SHANGHAI)
"""From when the guides of the city are in force and its people known: scenarios begin later."""


@contextmanager
def empty_city() -> Iterator[None]:
    """Turn this process to a database, keys and files of its own with the sample city in it; drop them afterwards.

    What the process was started on is never opened but to make and drop the other. psycopg.Error where the role may
    make no database.
    """
    name, folder = f"tongban_scenario_{os.getpid()}_{uuid4().hex[:8]}", Path(mkdtemp(prefix="tongban-scenario-"))
    before, state, sample = connection.settings_dict["NAME"], settings.STATE_DIR, settings.SAMPLE_MODE
    with _server() as server:
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    try:
        _turn_to(name)
        settings.STATE_DIR, settings.SAMPLE_MODE = folder, True
        crypto.ensure_keys()
        call_command("migrate", verbosity=0, interactive=False)
        for _ in load(at=BEGINS):
            pass
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # nobody waits for the planner to learn of a city that was filled in one go
        yield
    finally:
        _turn_to(before)
        settings.STATE_DIR, settings.SAMPLE_MODE = state, sample
        rmtree(folder, ignore_errors=True)
        with suppress(psycopg.OperationalError), _server() as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def _turn_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = settings.DATABASES[connection.alias]["NAME"] = name


@contextmanager
def _server() -> Iterator[psycopg.Connection]:
    given = connection.get_connection_params()
    named = {key: given[key] for key in ("dbname", "user", "password", "host", "port") if given.get(key)}
    with psycopg.connect(**named, autocommit=True) as server:
        yield server
