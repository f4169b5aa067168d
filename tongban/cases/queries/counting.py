"""How many cases somebody reaches, part by part of the inbox: all of it in one question."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet

from tongban.cases.extending.reading import to_answer
from tongban.cases.queries.finding import received_by
from tongban.cases.queries.promising import to_check
from tongban.cases.queries.stepping import joint_steps
from tongban.cases.queries.teaming import waits_for
from tongban.cases.states import CLOSED, DELIVERABLE, OPEN, State
from tongban.kernel.actors import Actor
from tongban.kernel.reach import REMEMBERED

MOST = 500  # cases that are done with and counted: more are only called more
COUNTED = 5_000  # the same of what is in hand, running or waiting to be delivered: more than a department has to do
PARTS = (OPEN, DELIVERABLE)
# Stand for what is counted besides, among the states.
BESIDES = ENDED, ASSIGNED, JOINED, CHECKED, EXTENDED = ("done", "assigned", "joint", "checked", "extended")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cases somebody reaches: in hand, by their states, and done with, as far as these are counted.

    ``more``: the states of which there may be more than were counted. ``assigned``: how many of what runs wait for the
    actor by name; ``joint``: how many steps of other departments' cases are the actor's to do; ``to_check``: how many
    were granted on a commitment that is still to be checked; ``to_extend``: in how many the actor is asked for a longer
    limit.
    """

    in_hand: dict[State, int]
    done: int
    more: frozenset[State] = frozenset()
    assigned: int = 0
    joint: int = 0
    to_check: int = 0
    to_extend: int = 0


def tally(actor: Actor, *, only: Q | None = None) -> Tally:
    """Count all of them in one query; ``only``: of the cases for which a further condition holds."""
    sql, values = _written(actor, only) if only else _counting(actor)
    if not sql:
        return Tally({}, 0)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = dict(cursor.fetchall())
    finished, *others = (found.pop(name, 0) for name in BESIDES)
    in_hand = {State(state): n for state, n in found.items()}
    over = (part for part in PARTS if sum(in_hand.get(state, 0) for state in part) > COUNTED)
    return Tally(in_hand, finished, frozenset(state for part in over for state in part), *others)


def counts(actor: Actor) -> dict[State, int]:
    """Return how many cases in hand the actor reaches in each state: of what is decided, what waits to be delivered.

    What is done with is not among them, so that counting costs what there is to do and not what there ever was.
    """
    return tally(actor).in_hand


def done(actor: Actor) -> int:
    """Return how many cases that the actor reaches are done with, counted as far as MOST and one more."""
    return tally(actor).done


def assigned_count(actor: Actor, *, only: Q | None = None) -> int:
    """Return how many running cases wait for an actor by name, of those that they reach; ``only``: where this holds."""
    return tally(actor, only=only).assigned


def joint_count(actor: Actor) -> int:
    """Return how many steps of other departments' cases are the actor's to do now."""
    return tally(actor).joint


@lru_cache(REMEMBERED)
def _counting(actor: Actor) -> tuple[str, tuple[Any, ...]]:
    """Write the statement down, once for each actor: every page of the desk counts. Nothing for who reaches nothing."""
    return _written(actor, None)


def _written(actor: Actor, only: Q | None) -> tuple[str, tuple[Any, ...]]:
    reached = received_by(actor).filter(only or Q())
    by_state = [
        part.order_by().values("state")[: COUNTED + 1]  # each has its index
        for part in (reached.running(), reached.undelivered())
    ]
    ended = reached.filter(state__in=sorted(CLOSED)).undelivered(so=False).order_by().values("pk")[: MOST + 1]
    assigned = reached.running().filter(waits_for(actor)).order_by().values("pk")
    checked = reached.filter(to_check()).order_by().values("pk")[: COUNTED + 1]
    proposed = reached.filter(to_answer(actor)).order_by().values("pk")[: COUNTED + 1]
    counted = [
        *(_count("state", "GROUP BY state", rows) for rows in by_state),
        _count(f"'{ENDED}'", "", ended),
        _count(f"'{ASSIGNED}'", "", assigned),
        _count(f"'{CHECKED}'", "", checked),
        _count(f"'{EXTENDED}'", "", proposed),
        _count(f"'{JOINED}'", "", joint_steps(actor).order_by().values("pk")),
    ]
    parts = [part for part in counted if part is not None]
    return " UNION ALL ".join(sql for sql, _ in parts), tuple(value for _, values in parts for value in values)


def _count(name: str, grouped: str, rows: QuerySet[Any]) -> tuple[str, tuple[Any, ...]] | None:
    """Return the statement that counts some rows under a name; None where there can be none."""
    try:
        sql, values = rows.query.sql_with_params()
    except EmptyResultSet:
        return None
    return f"SELECT {name}, count(*) FROM ({sql}) AS counted {grouped}", values  # noqa: S608 - Django's own text, and words of ours
