"""The one compiler of permission: what an actor reaches (``kernel.reach``) as a condition in SQL.

Lists, search, counts, exports and single reads all ask here; the rule for one row is the same declaration, held to a
row instead of a table. Values go to the database as parameters only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.lookups import Exact, StartsWith
from django.utils.hashable import make_hashable

from tongban.kernel.actors import Actor
from tongban.kernel.reach import Among, Begins, Condition, Either, Every, Except, Holding, Reach, Since
from tongban.statements import api as statements

Row = TypeVar("Row", bound=Model)
WRITTEN = 256  # pages whose statement is kept: it follows from who asks, for which rows and how many


@dataclass(frozen=True, slots=True)
class _Asked:
    """Rows that somebody asks for, the same as others when everything that Django knows of the question is."""

    shape: object
    rows: QuerySet[Any] = field(compare=False)


def visible(reach: Reach, actor: Actor) -> Q:
    """Return the condition under which rows exist for the actor: for search, exports and single reads."""
    return compiled(reach.visible(actor))


def own(reach: Reach, actor: Actor) -> Q:
    """Return the condition under which rows are the actor's own, by a mandate as far as it goes."""
    return compiled(reach.own(actor))


def granted(reach: Reach, actor: Actor) -> Q:
    """Return the same without what is the actor's own: for what staff work on."""
    return compiled(reach.granted(actor))


def withheld(reach: Reach, actor: Actor) -> Q:
    """Return the condition under which rows do not exist for the actor only because they have to keep out of them."""
    return compiled(reach.but_for_recusal(actor))


def granted_page(
    rows: QuerySet[Row], reach: Reach, actor: Actor, *, order: Sequence[str], start: int, stop: int
) -> list[Row]:
    """Return rows ``start`` to ``stop`` of those that the actor reaches by grants, in this order, the smallest first.

    Of several departments the first page is the first of their first pages: each is read in the order of an index that
    begins with the department. That is flat in the number of rows wherever the departments' rows lie in the order; one
    condition on all of them would be read in the order of everybody's rows, past all that others left undone.

    Of one department it is the same: its keys are read first, from the index, and joined to what a list shows of them
    afterwards. In one statement the planner, who cannot know how few of its rows a region leaves, joined first and
    sorted then, through the rows of everybody (measured: 150 ms instead of 2 of 200,000).
    """
    return cast("list[Row]", _kept(_asked(rows), reach, actor, tuple(order), start, stop).all())


def written_page(
    rows: QuerySet[Row], reach: Reach, actor: Actor, *, order: Sequence[str], start: int, stop: int
) -> statements.Written[Row]:
    """Return the same page not read yet, for whoever keeps it under what it follows from and asks it again."""
    if not reach.heads(actor):
        return statements.Written(rows.filter(granted(reach, actor)).order_by(*order)[start:stop])
    return _merged(rows, reach, actor, order, start, stop)


def _asked(rows: QuerySet[Any]) -> _Asked:
    """Tell what is asked for: comparing it costs little, and writing the statement of a list anew costs much."""
    return _Asked((rows.model, rows.db, make_hashable(vars(rows.query))), rows)


@lru_cache(WRITTEN)
def _kept(
    asked: _Asked, reach: Reach, actor: Actor, order: tuple[str, ...], start: int, stop: int
) -> statements.Written[Any]:
    return written_page(asked.rows, reach, actor, order=order, start=start, stop=stop)


def _merged(
    rows: QuerySet[Row], reach: Reach, actor: Actor, order: Sequence[str], start: int, stop: int
) -> statements.Written[Row]:
    """Return the page out of the first pages of the departments."""
    heads = reach.heads(actor)
    firsts = (_firsts(rows.filter(compiled(condition)), reach, codes, order, stop) for codes, condition in heads)
    parts = [part for part in firsts if part is not None]
    if not parts:
        return statements.Written(rows.none())
    every = " UNION ALL ".join(f"({sql})" for sql, _ in parts)
    places = ", ".join(f"c{place}" for place in range(len(order)))
    head = f"({every}) AS heads({places}, key)"
    keys = f"SELECT key FROM {head} ORDER BY {places} OFFSET %s LIMIT %s"  # noqa: S608 - Django's own text
    values = [*(value for _, held in parts for value in held), start, max(0, stop - start)]
    page = rows.filter(pk__in=RawSQL(keys, values)).order_by(*order)  # noqa: S611 - every value is a parameter
    return statements.Written(page)


def _firsts(
    rows: QuerySet[Any], reach: Reach, codes: list[str], order: Sequence[str], stop: int
) -> tuple[str, list[object]] | None:
    """Return the statement of the first keys of each of some departments; None where nothing can be among the rows."""
    within = rows.filter(Exact(F(reach.department), RawSQL("head.code", [])))
    try:
        one, values = within.order_by(*order).values_list(*order, "pk")[:stop].query.sql_with_params()
    except EmptyResultSet:
        return None
    each = f"SELECT first.* FROM unnest(%s::varchar[]) AS head(code) CROSS JOIN LATERAL ({one}) AS first"  # noqa: S608
    return each, [codes, *values]


def compiled(condition: Condition) -> Q:
    """Return a condition as Django writes it into a query."""
    match condition:
        case Among(column, values) | Holding(path=column, values=values):
            return _among(column, values)
        case Begins(column, stems):
            return _any([Q(StartsWith(F(column), stem)) for stem in sorted(stems)])
        case Since(column, moment):
            return Q(**{f"{column}__gte": moment})
        case Except(inner):
            return _not(compiled(inner))
        case Every(conditions):
            return _all([compiled(one) for one in conditions])
        case Either(conditions):
            return _any([compiled(one) for one in conditions])


def _among(column: str, values: frozenset[object]) -> Q:
    if len(values) == 1:
        return Q(**{column: next(iter(values))})
    return Q(**{f"{column}__in": sorted(values, key=str)})


def _all(conditions: Sequence[Q]) -> Q:
    joined = Q()
    for one in conditions:
        joined &= one
    return joined


def _any(conditions: Sequence[Q]) -> Q:
    if not all(conditions):
        return Q()  # one of them says nothing, so that everything is meant; Django would leave it out
    joined = Q(pk__in=[])
    for place, one in enumerate(conditions):
        joined = joined | one if place else one
    return joined


def _not(condition: Q) -> Q:
    """Turn a condition round; of one that says nothing Django would make the same again."""
    return ~condition if condition else Q(pk__in=[])
