"""Writing one row by a statement that follows from its table alone."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any

from django.db import connection, models

from tongban.statements.keeping import sent


def insert(row: models.Model) -> None:
    """Insert a row whose key is known, as ``save(force_insert=True)`` does; IntegrityError where it may not be."""
    sql, fields = _insertion(type(row))
    with sent(sql, [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]):
        _kept(row)


def update(row: models.Model, names: Collection[str]) -> None:
    """Write these columns (attribute names) of a row that the caller holds; nothing to write is no statement."""
    if not names:
        return
    sql, fields = _change(type(row), tuple(sorted(names)))
    with sent(sql, [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]) as cursor:
        if cursor.rowcount != 1:
            raise row.DoesNotExist


def _kept(row: models.Model) -> None:
    row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 - what Django's own save says of it


@lru_cache
def _insertion(model: type[models.Model]) -> tuple[str, tuple[models.Field[Any, Any], ...]]:
    fields = tuple(model._meta.concrete_fields)  # noqa: SLF001 - how Django names a model's own description
    names = ", ".join(_quoted(field.column) for field in fields)
    places = ", ".join("%s" for _ in fields)
    return f"INSERT INTO {_table(model)} ({names}) VALUES ({places})", fields  # noqa: S608 - names of our own tables


@lru_cache
def _change(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, tuple[models.Field[Any, Any], ...]]:
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
