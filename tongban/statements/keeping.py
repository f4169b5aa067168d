"""The one way by which a statement goes to the database as something that the session prepares and keeps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.utils import CursorWrapper

Values = Sequence[Any] | Mapping[str, Any] | None


class _Keeping(psycopg.Cursor[Any]):
    """A cursor that prepares what it is given, however seldom it came before."""

    def execute(self, query: Any, params: Any = None, **_options: object) -> _Keeping:  # noqa: ANN401 - psycopg's own
        """Send the values apart from the statement, which is parsed and planned once a session."""
        super().execute(query, params, prepare=True)
        return self


@contextmanager
def sent(sql: str, values: Values) -> Iterator[CursorWrapper]:
    """Send a statement and give the cursor; errors are Django's own, and whoever counts statements sees it."""
    own = connections[DEFAULT_DB_ALIAS]
    # As Django's own cursors come to be.
    own.close_if_health_check_failed()
    own.ensure_connection()
    own.validate_thread_sharing()
    with own.wrap_database_errors:
        inner = _Keeping(own.connection)
    with CursorWrapper(inner, own) as cursor:
        cursor.execute(sql, values)
        yield cursor


def fetch(sql: str, values: Values = None) -> list[tuple[Any, ...]]:
    """Return the rows of a statement that stands written in the code, with a place for each value.

    The types of the values are those of what they are compared with; where there is nothing of the kind, cast them.
    """
    with sent(sql, values) as cursor:
        return list(cursor.fetchall())
