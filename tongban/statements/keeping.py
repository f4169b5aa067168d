"""The one way by which a statement goes to the database as something that the session prepares and keeps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper

Values = Sequence[Any] | Mapping[str, Any] | None


class _Keeping(ServerBindingCursor):
    """A cursor that prepares what it is given, however seldom it came before."""

    def execute(self, query: Any, params: Any = None, **_options: object) -> _Keeping:  # noqa: ANN401 - psycopg's own
        """Send the values apart from the statement, which is parsed and planned once a session."""
        super().execute(query, params, prepare=True)
        return self


@contextmanager
def sent(sql: str, values: Values) -> Iterator[CursorWrapper]:
    """Send a statement and give the cursor; errors are Django's own, and whoever counts statements sees it."""
    connection.ensure_connection()
    with connection.make_cursor(_Keeping(connection.connection)) as cursor:
        cursor.execute(sql, values)
        yield cursor


def fetch(sql: str, values: Values = None) -> list[tuple[Any, ...]]:
    """Return the rows of a statement that stands written in the code, with a place for each value.

    The types of the values are those of what they are compared with; where there is nothing of the kind, cast them.
    """
    with sent(sql, values) as cursor:
        return list(cursor.fetchall())
