"""A question to the tables that is put together once and asked again and again with other values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.expressions import RawSQL
from django.db.models.query import get_related_populators

from tongban.statements.keeping import fetch
from tongban.statements.rows import made

M = TypeVar("M", bound=models.Model)

# What stands in the place of a value while a question is put together. None of them is ever asked for.
_PLACES: dict[type, Callable[[int], Any]] = {
    UUID: lambda place: UUID(int=0x5EED_0000 + place),
    str: lambda place: f"\u2400place {place}",
    datetime: lambda place: datetime(1, 2, 3, 4, 5, 6, place, tzinfo=UTC),
    list: lambda place: [UUID(int=0x5EED_0000 + place)],
}


def among(column: str, keys: object) -> RawSQL:
    """Say of a column, written with its table, that it holds one of some keys: one statement for however many."""
    return RawSQL(f"{column} = ANY(%s::uuid[])", [keys], output_field=models.BooleanField())  # noqa: S611 - of the code


class Asked(Generic[M]):
    """A question whose statement is compiled by the ORM once a process and prepared once a session.

    ``how`` makes the query of one place holder for each of ``kinds``; it must be the same query whatever the values
    are, so it may neither look at them nor put them into lists; many keys are one value (``among``). The rows are the
    models that the ORM would make.
    """

    def __init__(self, how: Callable[..., models.QuerySet[M]], *kinds: type) -> None:
        """Take the query; nothing is compiled before it is asked for."""
        self._how = how
        self._places = tuple(_PLACES[kind](number) for number, kind in enumerate(kinds))

    def all(self, *values: object) -> list[M]:
        """Return the rows for these values; of a query that can have none the database is not asked, as by the ORM."""
        made = self._made
        if made is None:
            return []
        return made.built(fetch(made.sql, made.given(values)))

    def first(self, *values: object) -> M | None:
        """Return the first of the rows, None when there is none. The query says in which order, and how many."""
        return next(iter(self.all(*values)), None)

    @cached_property
    def _made(self) -> _Made[M] | None:
        """What is sent; None where there can be no row, as for whoever reaches nothing."""
        try:
            return _made(self._how(*self._places), self._places)
        except EmptyResultSet:
            return None


class Written(Generic[M]):
    """A question that is written down once with its values, for whoever asks just the same again: a page of a list.

    The ORM compiles it once; PostgreSQL plans it by its values each time, as what goes over many rows has to be.
    """

    def __init__(self, query: models.QuerySet[M]) -> None:
        """Write the query down; nothing is asked yet."""
        try:
            self._made: _Made[M] | None = _made(query, ())
        except EmptyResultSet:
            self._made = None

    def all(self) -> list[M]:
        """Return the rows as they are now; where there can be none, the database is not asked."""
        if self._made is None:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self._made.sql, self._made.given(()))
            return self._made.built(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class _Made(Generic[M]):
    """A compiled query: its text, and for each of its values either what it is or the place it came from.

    ``names``: the columns of the model and where they stand in a row; ``beside``: what makes the models that were
    fetched with it; ``more``: annotations; ``change``: the columns that the ORM reads in another form.
    """

    sql: str
    values: tuple[tuple[int | None, Any], ...]
    model: type[M]
    names: list[str]
    columns: slice
    beside: list[Any]
    more: tuple[tuple[str, int], ...]
    change: Callable[[Iterable[tuple[Any, ...]]], Iterable[Sequence[Any]]]
    locks: bool

    def given(self, values: Sequence[object]) -> list[Any]:
        """Put the values into their places; RuntimeError where rows would be locked for nobody."""
        if self.locks and not connection.in_atomic_block:
            raise RuntimeError("rows are locked in the transaction of a verb")
        return [fixed if place is None else values[place] for place, fixed in self.values]

    def built(self, rows: Iterable[tuple[Any, ...]]) -> list[M]:
        """Make the models of the rows, with those that were fetched beside them, as Django's own iterator does."""
        return [self._one(row) for row in self.change(rows)]

    def _one(self, row: Sequence[Any]) -> M:
        one = made(self.model, self.names, row[self.columns])
        for populator in self.beside:
            populator.populate(row, one)
        for name, place in self.more:
            setattr(one, name, row[place])
        return one


class _Quick:
    """A model as what fills related rows asks it: only to make a row."""

    def __init__(self, model: type[models.Model]) -> None:
        self._model = model

    def from_db(self, _place: str, names: Sequence[str], values: Sequence[object]) -> models.Model:
        return made(self._model, names, values)


def _quick(populators: list[Any]) -> list[Any]:
    for one in populators:
        one.model_cls = _Quick(one.model_cls)
        _quick(one.related_populators)
    return populators


def _made(query: models.QuerySet[M], places: Sequence[object]) -> _Made[M]:
    compiler = query.query.get_compiler(DEFAULT_DB_ALIAS)
    sql, params = compiler.as_sql()
    described = compiler.klass_info
    begin, end = described["select_fields"][0], described["select_fields"][-1] + 1
    converters = compiler.get_converters([column[0] for column in compiler.select])
    return _Made(
        sql=sql,
        values=tuple((places.index(value), None) if value in places else (None, value) for value in params),
        model=described["model"],
        names=[column[0].target.attname for column in compiler.select[begin:end]],
        columns=slice(begin, end),
        beside=_quick(get_related_populators(described, compiler.select, DEFAULT_DB_ALIAS)),  # type: ignore[call-arg]  # the stubs know another Django
        more=tuple((compiler.annotation_col_map or {}).items()),
        change=(lambda rows: compiler.apply_converters(rows, converters)) if converters else lambda rows: rows,
        locks=bool(query.query.select_for_update),
    )
