"""Writing rows by statements that follow from their tables alone: one row, or however many by the same statement."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import DEFAULT_DB_ALIAS, connections, models

from tongban.statements.keeping import fetch, written

# The attribute of each value, and the field that puts it into another form for the database, where one does.
Fields = tuple[tuple[str, "models.Field[Any, Any] | None"], ...]
_AS_THEY_ARE = frozenset(
    {models.UUIDField, models.CharField, models.TextField, models.DateTimeField, models.BooleanField}
)


@dataclass(frozen=True, slots=True)
class _Writing:
    """A statement that writes ``rows``; ``refusal`` is raised where it wrote fewer, nothing where that may not be."""

    sql: str
    values: list[Any]
    refusal: type[Exception] | None = None
    rows: int = 1


_WAITING: ContextVar[list[_Writing] | None] = ContextVar("waiting", default=None)


def insert(row: models.Model) -> None:
    """Insert a row whose key is known, as ``save(force_insert=True)`` does; IntegrityError where it may not be."""
    sql, fields = _insertion(type(row))
    _write(_Writing(sql, _as_kept(row, fields)))


def insert_once(row: models.Model, refusal: type[Exception]) -> None:
    """Insert a row; raise the refusal where one that excludes it is there already."""
    sql, fields = _insertion(type(row))
    _write(_Writing(f"{sql} ON CONFLICT DO NOTHING", _as_kept(row, fields), refusal))


def insert_all(rows: Sequence[models.Model], refusal: type[Exception] | None = None) -> None:
    """Insert rows of one table whose keys are known; columns of JSON hold something, or are left empty.

    ``refusal``: raised where one that excludes any of them is there already; then what is done has to be given up, as
    the others may be written. However many rows there are, it is the same statement with one value.
    """
    if len(rows) == 1:
        _insert_one(rows[0], refusal)
    elif rows:
        sql, columns = _insertion_of_all(type(rows[0]))
        for row in rows:
            _note_kept(row)
        given = _document([_column_values(row, columns) for row in rows])
        _write(_Writing(f"{sql} ON CONFLICT DO NOTHING" if refusal else sql, [given], refusal, len(rows)))


def _insert_one(row: models.Model, refusal: type[Exception] | None) -> None:
    if refusal is None:
        insert(row)
    else:
        insert_once(row, refusal)


def update_all(rows: Sequence[models.Model], names: Collection[str]) -> None:
    """Write these columns (attribute names) of rows of one table that the caller holds, by one statement."""
    if rows and names:
        sql, columns = _change_of_all(type(rows[0]), tuple(sorted(names)))
        given = _document([_column_values(row, columns) for row in rows])
        _write(_Writing(sql, [given], ObjectDoesNotExist, len(rows)))


def write(sql: str, values: Sequence[Any]) -> None:
    """Send a statement that writes and stands written in the code, ``together`` with all else where that is wanted."""
    _write(_Writing(sql, list(values)))


@contextmanager
def together() -> Iterator[None]:
    """Write all that is written within by one statement, at the end; nothing of it can be read before.

    What one row refers to may be another. Nothing is written when something within fails. Two writings of one row
    are no matter for this: the database would see the first of them only.
    """
    waiting: list[_Writing] = []
    token = _WAITING.set(waiting)
    try:
        yield
    finally:
        _WAITING.reset(token)
    if waiting:
        _write_all(waiting)


def update(row: models.Model, names: Collection[str]) -> None:
    """Write these columns (attribute names) of a row that the caller holds; nothing to write is no statement."""
    if not names:
        return
    sql, fields = _change(type(row), tuple(sorted(names)))
    _write(_Writing(sql, _values(row, fields), ObjectDoesNotExist))


def _write(one: _Writing) -> None:
    waiting = _WAITING.get()
    if waiting is not None:
        waiting.append(one)
    elif written(one.sql, one.values) < one.rows and one.refusal:
        raise one.refusal


def _write_all(waiting: Sequence[_Writing]) -> None:
    """Write by one statement, which tells of each writing how many rows it wrote."""
    sql = _in_one(tuple(one.sql for one in waiting))
    (told,) = fetch(sql, [value for one in waiting for value in one.values])
    for done, one in zip(told, waiting, strict=True):
        if done < one.rows and one.refusal:
            raise one.refusal


def _as_kept(row: models.Model, fields: Fields) -> list[Any]:
    _note_kept(row)
    return _values(row, fields)


def _note_kept(row: models.Model) -> None:
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS  # noqa: SLF001 - what Django's own save says of it


def _values(row: models.Model, fields: Fields) -> list[Any]:
    own = connections[DEFAULT_DB_ALIAS]
    return [
        getattr(row, name) if field is None else field.get_db_prep_save(getattr(row, name), own)
        for name, field in fields
    ]


@lru_cache
def _in_one(parts: tuple[str, ...]) -> str:
    writings = ", ".join(f"written_{place} AS ({sql} RETURNING 1)" for place, sql in enumerate(parts))
    told = ", ".join(f"(SELECT count(*) FROM written_{place})" for place in range(len(parts)))  # noqa: S608 - the same
    return f"WITH {writings} SELECT {told}"


@lru_cache
def _insertion(model: type[models.Model]) -> tuple[str, Fields]:
    fields = tuple(model._meta.concrete_fields)  # noqa: SLF001 - how Django names a model's own description
    names = ", ".join(_quoted(field.column) for field in fields)
    places = ", ".join("%s" for _ in fields)
    return f"INSERT INTO {_table(model)} ({names}) VALUES ({places})", _prepared(fields)  # noqa: S608 - names of our own tables


@lru_cache
def _change(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, Fields]:
    described = model._meta  # noqa: SLF001 - the same
    by_name = {field.attname: field for field in described.concrete_fields}
    fields = [by_name[name] for name in names]
    key = by_name[described.pk.attname]
    changes = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
    return f"UPDATE {_table(model)} SET {changes} WHERE {_quoted(key.column)} = %s", _prepared((*fields, key))  # noqa: S608 - the same


Columns = tuple[tuple[str, str], ...]
"""The attribute of each value, and its column."""


@lru_cache
def _insertion_of_all(model: type[models.Model]) -> tuple[str, Columns]:
    columns = _columns(model, [field.attname for field in model._meta.concrete_fields])  # noqa: SLF001 - the same
    names = ", ".join(_quoted(column) for _, column in columns)
    return f"INSERT INTO {_table(model)} ({names}) SELECT {names} FROM {_given(model)}", columns  # noqa: S608 - the same


@lru_cache
def _change_of_all(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, Columns]:
    ((_, key),) = own = _columns(model, [model._meta.pk.attname])  # noqa: SLF001 - the same
    columns = _columns(model, names)
    changes = ", ".join(f"{_quoted(column)} = given.{_quoted(column)}" for _, column in columns)
    row = f"{_table(model)}.{_quoted(key)} = given.{_quoted(key)}"
    return f"UPDATE {_table(model)} SET {changes} FROM {_given(model)} WHERE {row}", (*columns, *own)  # noqa: S608 - the same


def _columns(model: type[models.Model], names: Sequence[str]) -> Columns:
    known = {field.attname: str(field.column) for field in model._meta.concrete_fields}  # noqa: SLF001 - the same
    return tuple((name, known[name]) for name in names)


def _given(model: type[models.Model]) -> str:
    """Read rows of a table out of one value: the types are those of its columns, and no text grows with the rows."""
    return f"json_populate_recordset(NULL::{_table(model)}, %s::json) AS given"


def _column_values(row: models.Model, columns: Columns) -> dict[str, Any]:
    return {column: getattr(row, name) for name, column in columns}


def _document(rows: Sequence[dict[str, Any]]) -> str:
    return json.dumps(rows, default=_text)


def _text(value: object) -> str:
    """Return a value that JSON has no form for as PostgreSQL reads it."""
    if isinstance(value, bytes | bytearray | memoryview):
        return f"\\x{bytes(value).hex()}"
    return value.isoformat() if isinstance(value, date) else str(value)


def _prepared(fields: Iterable[models.Field[Any, Any]]) -> Fields:
    kinds = ((field, getattr(field, "target_field", field)) for field in fields)
    return tuple((field.attname, None if type(kind) in _AS_THEY_ARE else field) for field, kind in kinds)


def _table(model: type[models.Model]) -> str:
    return _quoted(model._meta.db_table)  # noqa: SLF001 - the same


def _quoted(name: object) -> str:
    return connections[DEFAULT_DB_ALIAS].ops.quote_name(str(name))
