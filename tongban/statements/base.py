"""Django's own way to PostgreSQL; different is how it looks after a connection and what it tells of statements."""

from __future__ import annotations

import select
from typing import Any

from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL
from django.db.backends.postgresql.operations import DatabaseOperations

from tongban.statements.driving import Keeping

__all__ = ["DatabaseWrapper", "Keeping"]


class Operations(DatabaseOperations):
    """A statement that is prepared is told, too: the driver forgets its text, and who counts would see that of none."""

    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> str:  # noqa: ANN401 - Django's own form
        """Return what was sent; of a prepared statement the text with places, since its values went apart from it."""
        return super().last_executed_query(cursor, sql, params) or str(sql)


class DatabaseWrapper(PostgreSQL):
    """A connection that was kept since the last request is looked at before the next one uses it."""

    ops_class = Operations
    _keeping: Keeping | None = None

    @property
    def keeping(self) -> Keeping:
        """Return what sends what is kept: the same for the life of a connection.

        Whoever uses it takes all that came before anybody uses it again.
        """
        if self._keeping is None or self._keeping.connection is not self.connection:
            self._keeping = Keeping(self.connection)
        return self._keeping

    def is_usable(self) -> bool:
        """Tell whether the connection may be used: nothing came in, as it would if the server had ended or left it.

        A server that says farewell or goes leaves something to read; only then is it asked. What no look and no
        question can tell, a line that broke without a word, is for the time-outs of the system.
        """
        if self.connection is None or self.connection.closed:
            return False
        looked = select.poll()
        looked.register(self.connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
        return not looked.poll(0) or bool(super().is_usable())
