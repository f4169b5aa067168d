"""Writing one row by a statement that follows from its table alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
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
    """A statement that writes one row; ``refusal`` is raised where it wrote none, nothing where that may not be."""

    sql: str
    values: list[Any]
    refusal: type[Exception] | None = None


_WAITING: ContextVar[list[_Writing] | None] = ContextVar("waiting", default=None)


def insert(row: models.Model) -> None:
    """Insert a row whose key is known, as ``save(force_insert=True)`` does; IntegrityError where it may not be."""
    sql, fields = _insertion(type(row))
    _write(_Writing(sql, _as_kept(row, fields)))


def insert_once(row: models.Model, refusal: type[Exception]) -> None:
    """Insert a row; raise the refusal where one that excludes it is there already."""
    sql, fields = _insertion(type(row))
    _write(_Writing(f"{sql} ON CONFLICT DO NOTHING", _as_kept(row, fields), refusal))


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
    elif not written(one.sql, one.values) and one.refusal:
        raise one.refusal


def _write_all(waiting: Sequence[_Writing]) -> None:
    """Write by one statement, which tells of each writing whether it wrote its row."""
    sql = _in_one(tuple(one.sql for one in waiting))
    (told,) = fetch(sql, [value for one in waiting for value in one.values])
    for done, one in zip(told, waiting, strict=True):
        if not done and one.refusal:
            raise one.refusal


def _as_kept(row: models.Model, fields: Fields) -> list[Any]:
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS  # noqa: SLF001 - what Django's own save says of it
    return _values(row, fields)


def _values(row: models.Model, fields: Fields) -> list[Any]:
    own = connections[DEFAULT_DB_ALIAS]
    return [
        getattr(row, name) if field is None else field.get_db_prep_save(getattr(row, name), own)
        for name, field in fields
    ]


@lru_cache
def _in_one(parts: tuple[str, ...]) -> str:
    writings = ", ".join(f"written_{place} AS ({sql} RETURNING 1)" for place, sql in enumerate(parts))
    told = ", ".join(f"EXISTS (SELECT FROM written_{place})" for place in range(len(parts)))
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


def _prepared(fields: Iterable[models.Field[Any, Any]]) -> Fields:
    kinds = ((field, getattr(field, "target_field", field)) for field in fields)
    return tuple((field.attname, None if type(kind) in _AS_THEY_ARE else field) for field, kind in kinds)


def _table(model: type[models.Model]) -> str:
    return _quoted(model._meta.db_table)  # noqa: SLF001 - the same


def _quoted(name: object) -> str:
    return connections[DEFAULT_DB_ALIAS].ops.quote_name(str(name))
