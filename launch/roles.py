"""The roles inside the embedded server: an owner of the tables, and an application that owns nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import LiteralString

import psycopg
from psycopg import sql

from launch.passwords import APPLICATION, DATABASE, OWNER, Passwords

Connection = psycopg.Connection[tuple[object, ...]]

# What the owner makes from now on, the application may read and write, never alter or empty.
DEFAULT_RIGHTS: tuple[LiteralString, ...] = (
    "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
    "GRANT CONNECT ON DATABASE {database} TO {application}",
    (
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public "
        "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {application}"
    ),
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {application}",
)

# Tests empty tables that refuse to be emptied, and act as roles that they made.
FOR_TESTS: tuple[LiteralString, ...] = (
    "GRANT SET ON PARAMETER session_replication_role TO {owner}",
    "ALTER ROLE {owner} SET createrole_self_grant = 'set, inherit'",
)


def ensure(connect: Callable[[str], Connection], words: Passwords, *, for_tests: bool) -> None:
    """Bring roles, database and default rights to what they must be; repeating it changes nothing."""
    with connect("postgres") as connection:
        _role(connection, OWNER, words.owner, "CREATEDB CREATEROLE" if for_tests else "NOCREATEDB NOCREATEROLE")
        _role(connection, APPLICATION, words.application, "NOCREATEDB NOCREATEROLE")
        for statement in FOR_TESTS if for_tests else ():
            _run(connection, statement)
        if not _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s", DATABASE):
            _run(connection, "CREATE DATABASE {database} OWNER {owner}")
    with connect(DATABASE) as connection:
        for statement in DEFAULT_RIGHTS:
            _run(connection, statement)


def _role(connection: Connection, name: str, password: str, may: LiteralString) -> None:
    found = _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", name)
    verb: LiteralString = "ALTER" if found else "CREATE"
    statement = sql.SQL(verb + " ROLE {} LOGIN NOSUPERUSER " + may + " PASSWORD {}")
    connection.execute(statement.format(sql.Identifier(name), sql.Literal(password)))


def _exists(connection: Connection, question: LiteralString, name: str) -> bool:
    return connection.execute(question, [name]).fetchone() is not None


def _run(connection: Connection, statement: LiteralString) -> None:
    names = {
        "database": sql.Identifier(DATABASE),
        "owner": sql.Identifier(OWNER),
        "application": sql.Identifier(APPLICATION),
    }
    connection.execute(sql.SQL(statement).format(**names))
