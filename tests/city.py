"""The sample city for tests: loaded by its own loaders once, then kept in a database of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, models, transaction
from psycopg import sql
from pytest_django import DjangoDbBlocker

from tongban.config.sample import load
from tongban.identity import api as identity
from tongban.kernel.actors import Actor

END_SESSIONS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = current_user"


@dataclass(frozen=True, slots=True)
class City:
    """The city and its cast, as of the moment the test begins."""

    at: datetime

    def actor(self, username: str) -> Actor:
        """Return one of the cast as they act for themselves or in their posts: ``city.actor("acceptor")``."""
        return identity.actor_of(self.user(username), at=self.at)

    def user(self, username: str) -> identity.User:
        """Return the account of one of the cast."""
        return identity.User.objects.get(username=username)

    @property
    def owner_for_company(self) -> Actor:
        """Return the owner of the restaurant company, acting for it."""
        owner = self.user("owner")
        own, company = identity.parties_of(owner, at=self.at)
        assert own.id != company.id
        return identity.actor_of(owner, at=self.at, acting_for=company.id)


class Loader:
    """Runs the real loaders the first time; every time after, what they wrote stands there already.

    A test that is undone by a rollback finds the city in a database where it was put once (``stand``). A test that
    commits works in the plain database, which is emptied after it: there the rows are copied in, which takes a tenth of
    the time of the loaders.
    """

    def __init__(self, blocker: DjangoDbBlocker) -> None:
        self._blocker = blocker
        self._rows: dict[type[models.Model], bytes] = {}
        self._plain = ""
        self._standing = False

    def stand(self, *, wanted: bool) -> None:
        """Send what comes next to the database where the city stands, if it is wanted and was loaded once."""
        if not self._rows:
            return
        if wanted and not self._standing:
            self._found()
        _turn_to(f"{self._plain}_city" if wanted else self._plain)

    def load(self, *, at: datetime) -> None:
        """Have the city where the test works."""
        if not self._rows:
            self._plain = _name()
            for _ in load(at=at):
                pass
            self._remember()
        elif _name() == self._plain:
            self._put_back()

    def leave(self) -> None:
        """Go back to the plain database, and let the city's go."""
        self.stand(wanted=False)
        if self._standing:
            with _server() as server:
                drop(server, f"{self._plain}_city")

    def _found(self) -> None:
        connection.close()
        new, plain = sql.Identifier(f"{self._plain}_city"), sql.Identifier(self._plain)
        with _server() as server:
            drop(server, f"{self._plain}_city")
            server.execute(END_SESSIONS, [self._plain])  # of a test before, which nothing works with any more
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(new, plain))
        _turn_to(f"{self._plain}_city")
        with self._blocker.unblock(), transaction.atomic():
            self._put_back()
        self._standing = True

    def _remember(self) -> None:
        for model in apps.get_models(include_auto_created=True):
            if model.__module__.startswith("tongban.") and model._default_manager.exists():
                with connection.cursor() as cursor, cursor.copy(f"COPY {_table(model)} TO STDOUT") as copy:
                    self._rows[model] = b"".join(copy)

    def _put_back(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            for model, rows in self._rows.items():
                with cursor.copy(f"COPY {_table(model)} FROM STDIN") as copy:
                    copy.write(rows)
            cursor.execute("RESET session_replication_role")
            for statement in connection.ops.sequence_reset_sql(no_style(), list(self._rows)):
                cursor.execute(statement)


def drop(server: psycopg.Connection, name: str) -> None:
    """Drop a database if it is there; not by FORCE, which may not end a worker of autovacuum (a plain drop may)."""
    server.execute(END_SESSIONS, [name])
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _turn_to(name: str) -> None:
    """Let every connection from now on, of this thread and of others, be one to this database."""
    if name != _name():
        connection.close()
        connection.settings_dict["NAME"] = settings.DATABASES[connection.alias]["NAME"] = name


@contextmanager
def _server() -> Iterator[psycopg.Connection]:
    """Connect to the database from which others are made and dropped."""
    given = connection.get_connection_params() | {"dbname": "postgres"}
    named = {key: given[key] for key in ("dbname", "user", "password", "host", "port") if given.get(key)}
    with psycopg.connect(**named, autocommit=True) as server:
        yield server


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)
