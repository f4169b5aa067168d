"""Writing one row by a statement that follows from its table alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.db import connection, models

from tongban.statements.keeping import sent

Fields = tuple["models.Field[Any, Any]", ...]
_WAITING: ContextVar[list[models.Model] | None] = ContextVar("waiting", default=None)


def insert(row: models.Model) -> None:
    """Insert a row whose key is known, as ``save(force_insert=True)`` does; IntegrityError where it may not be."""
    row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 - what Django's own save says of it
    waiting = _WAITING.get()
    if waiting is None:
        _insert([row])
    else:
        waiting.append(row)


def insert_once(row: models.Model) -> bool:
    """Insert a row unless one that excludes it is there already; tell whether it was inserted."""
    sql, fields = _insertion(type(row))
    row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 - the same
    with sent(f"{sql} ON CONFLICT DO NOTHING", _values(row, fields)) as cursor:
        return bool(cursor.rowcount)


@contextmanager
def together() -> Iterator[None]:
    """Insert all rows that are inserted within in one statement, at the end; nothing of them can be read before.

    What one of them refers to may be another. Nothing is inserted when something within fails.
    """
    rows: list[models.Model] = []
    token = _WAITING.set(rows)
    try:
        yield
    finally:
        _WAITING.reset(token)
    if rows:
        _insert(rows)


def update(row: models.Model, names: Collection[str]) -> None:
    """Write these columns (attribute names) of a row that the caller holds; nothing to write is no statement."""
    if not names:
        return
    sql, fields = _change(type(row), tuple(sorted(names)))
    with sent(sql, _values(row, fields)) as cursor:
        if cursor.rowcount != 1:
            raise row.DoesNotExist


def _insert(rows: Sequence[models.Model]) -> None:
    parts = [_insertion(type(row)) for row in rows]
    values = [value for row, (_, fields) in zip(rows, parts, strict=True) for value in _values(row, fields)]
    with sent(_in_one(tuple(sql for sql, _ in parts)), values):
        pass


def _values(row: models.Model, fields: Fields) -> list[Any]:
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]


@lru_cache
def _in_one(parts: tuple[str, ...]) -> str:
    *others, last = parts
    before = ", ".join(f"written_{place} AS ({sql})" for place, sql in enumerate(others))
    return f"WITH {before} {last}" if before else last


@lru_cache
def _insertion(model: type[models.Model]) -> tuple[str, Fields]:
    fields = tuple(model._meta.concrete_fields)  # noqa: SLF001 - how Django names a model's own description
    names = ", ".join(_quoted(field.column) for field in fields)
    places = ", ".join("%s" for _ in fields)
    return f"INSERT INTO {_table(model)} ({names}) VALUES ({places})", fields  # noqa: S608 - names of our own tables


@lru_cache
def _change(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, Fields]:
    described = model._meta  # noqa: SLF001 - the same
    by_name = {field.attname: field for field in described.concrete_fields}
    fields = [by_name[name] for name in names]
    key = by_name[described.pk.attname]
    changes = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
    return f"UPDATE {_table(model)} SET {changes} WHERE {_quoted(key.column)} = %s", (*fields, key)  # noqa: S608 - the same


def _table(model: type[models.Model]) -> str:
    return _quoted(model._meta.db_table)  # noqa: SLF001 - the same


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
