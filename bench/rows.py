"""Raw psycopg: the floor that everything is measured against, and the rows of the data set."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

import psycopg
from django.db import connection
from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from bench.crew import Operation, Turn

Row = dict[str, Any]
Statement = tuple[str, Any]


def connect(*, owner: bool = False) -> psycopg.Connection:
    """Connect to the database that Django uses, as the application or as the owner of its tables."""
    given = connection.get_connection_params()
    named = {key: given[key] for key in ("dbname", "user", "password", "host", "port") if given.get(key)}
    url = urlsplit(os.environ.get("DATABASE_OWNER_URL", "")) if owner else urlsplit("")
    if url.username:
        named |= {"user": unquote(url.username), "password": unquote(url.password or "")}
    return psycopg.connect(**named, autocommit=True)


def rows(raw: psycopg.Connection, table: str, **where: object) -> list[Row]:
    """Return the rows of a table, those that fit or all, as they can be written again."""
    conditions = sql.SQL(" AND ").join(
        sql.SQL("{} = {}").format(sql.Identifier(key), value) for key, value in where.items()
    )
    query = sql.SQL("SELECT * FROM {}").format(sql.Identifier(table))
    if where:
        query += sql.SQL(" WHERE ") + conditions
    with raw.cursor(row_factory=dict_row) as cursor:
        return [{key: _writable(value) for key, value in row.items()} for row in cursor.execute(query)]


def one(raw: psycopg.Connection, table: str, **where: object) -> Row:
    """Return the only row that fits."""
    (row,) = rows(raw, table, **where)
    return row


def copy(raw: psycopg.Connection, table: str, made: Iterable[Row]) -> None:
    """Write many rows of the same columns."""
    given = iter(made)
    first = next(given, None)
    if first is None:
        return
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), _names(first))
    with raw.cursor() as cursor, cursor.copy(into) as stream:
        stream.write_row(list(first.values()))
        for row in given:
            stream.write_row(list(row.values()))


def insertion(raw: psycopg.Connection, table: str, row: Mapping[str, Any]) -> str:
    """Return the statement that writes such a row, its values named by their columns."""
    values = sql.SQL(", ").join(map(sql.Placeholder, row))
    return sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(sql.Identifier(table), _names(row), values).as_string(raw)


def statements(call: Operation) -> list[Statement]:
    """Return the statements that a call sends to the database."""
    kept: list[Statement] = []

    def keep(execute: Callable[..., Any], query: str, values: Any, many: bool, context: Any) -> Any:  # noqa: ANN401, FBT001 - Django's own form
        kept.append((query, values))
        return execute(query, values, many, context)

    with connection.execute_wrapper(keep):
        call()
    return kept


@contextmanager
def replaying(prepare: Callable[[], Operation], _turn: Turn) -> Iterator[Operation]:
    """Send the statements of a call again, fetched whole, with nothing built from them: the floor of a read."""
    sent = statements(prepare())
    with connect() as raw:

        def replay() -> None:
            for query, values in sent:
                raw.execute(query.encode(), values).fetchall()

        yield replay


@contextmanager
def calling(prepare: Callable[[], Operation], _turn: Turn) -> Iterator[Operation]:
    """Make a call again and again, after one that warms what is read once a process: our side of a read."""
    call = prepare()
    call()
    yield call


def _names(row: Mapping[str, Any]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, row))


def _writable(value: object) -> object:
    return Jsonb(value) if isinstance(value, dict) else value
