"""Rows of the database made what they were: those that came in columns, and those that came inside JSON."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.base import ModelState

Row = TypeVar("Row")
M = TypeVar("M", bound=models.Model)
Read = Callable[[Any], Any]


def made(model: type[M], names: Iterable[str], values: Iterable[Any]) -> M:
    """Return a row with these columns, as ``from_db`` does; what is left out is fetched when it is asked for.

    Django's own way goes through the constructor that also serves whoever makes a new row: defaults, keywords, two
    signals that nobody here listens to. That is half of the time that a page spends on rows.
    """
    row = model.__new__(model)
    state = ModelState()
    state.adding, state.db = False, DEFAULT_DB_ALIAS
    vars(row).update(zip(names, values, strict=True))
    row._state = state  # noqa: SLF001 - where Django keeps whether a row is new
    return row


def _bytes(text: str) -> bytes:
    """Return bytes as the database writes them into text: hexadecimal behind two signs."""
    return bytes.fromhex(text[2:])


READ: Mapping[str, Read] = {
    "BinaryField": _bytes,
    "DateField": dt.date.fromisoformat,
    "DateTimeField": dt.datetime.fromisoformat,
    "UUIDField": UUID,
}
"""How values of these kinds are written in JSON; all others are there what they are."""


class Rows(Generic[Row]):
    """How the rows of one table are read out of JSON. What a row leaves out is fetched when it is asked for."""

    def __init__(self, model: type[Row]) -> None:
        """Keep the class of the rows."""
        self._model: Any = model

    def one(self, given: Mapping[str, Any] | None) -> Row | None:
        """Return the row, None where there is none."""
        return None if given is None else self._made(given)

    def some(self, given: Iterable[Mapping[str, Any]] | None) -> list[Row]:
        """Return the rows in the order in which they came; of nothing, none."""
        return [self._made(one) for one in given or ()]

    def _made(self, given: Mapping[str, Any]) -> Row:
        columns, read = self._columns, self._read
        values = {name: value for name, value in given.items() if name in columns}
        for name in read.keys() & values.keys():
            if values[name] is not None:
                values[name] = read[name](values[name])
        row: Row = made(self._model, values.keys(), values.values())
        return row

    @cached_property
    def _columns(self) -> frozenset[str]:
        own = self._model._meta  # noqa: SLF001 - Django's own way of telling the columns of a table
        return frozenset(field.attname for field in own.concrete_fields)

    @cached_property
    def _read(self) -> Mapping[str, Read]:
        """Return how those columns are read that JSON writes otherwise; a key to a table as the key of that table."""
        own = self._model._meta  # noqa: SLF001 - the same
        kinds = {field.attname: _kind(field) for field in own.concrete_fields}
        return {name: READ[kind] for name, kind in kinds.items() if kind in READ}


def _kind(field: Any) -> str:  # noqa: ANN401 - a column of any kind
    while field.is_relation:
        field = field.target_field
    return str(field.get_internal_type())
