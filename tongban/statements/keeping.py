"""The one way by which a statement goes to the database as something that the session prepares and keeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper

from tongban.statements.base import DatabaseWrapper
from tongban.statements.driving import Keeping, Values

Taken = TypeVar("Taken")


def fetch(sql: str, values: Values = None) -> list[tuple[Any, ...]]:
    """Return the rows of a statement that stands written in the code, with a place for each value.

    The types of the values are those of what they are compared with; where there is nothing of the kind, cast them.
    """
    return _sent(sql, values, Keeping.fetchall)


def written(sql: str, values: Values) -> int:
    """Send a statement that writes, and return how many rows it wrote."""
    return _sent(sql, values, _count)


def alone() -> None:
    """Make sure that what is sent next is a transaction by itself; RuntimeError within another one, as Django says it.

    A test that is rolled back at its end is none.
    """
    around = connections[DEFAULT_DB_ALIAS].atomic_blocks
    if around and not getattr(around[-1], "_from_testcase", False):  # as Django's own durable transactions ask it
        raise RuntimeError("this is done in a transaction of its own, never in that of another verb")


def _sent(sql: str, values: Values, take: Callable[[Keeping], Taken]) -> Taken:
    """Send a statement and take what came of it; errors are Django's own, and whoever counts statements sees it."""
    own = cast("DatabaseWrapper", connections[DEFAULT_DB_ALIAS])
    # As Django's own cursors come to be.
    own.close_if_health_check_failed()
    own.ensure_connection()
    own.validate_thread_sharing()
    own.validate_no_broken_transaction()
    with own.wrap_database_errors:
        cursor = own.keeping
        if own.execute_wrappers or own.queries_logged:
            seen = CursorDebugWrapper if own.queries_logged else CursorWrapper
            seen(cursor, own).execute(sql, values)
        else:
            cursor.execute(sql, values)
        return take(cursor)


def _count(cursor: Keeping) -> int:
    return cursor.rowcount
