"""Django's own way to PostgreSQL, which looks whether a connection is still there without asking the server."""

from __future__ import annotations

import select

from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL

__all__ = ["DatabaseWrapper"]


class DatabaseWrapper(PostgreSQL):
    """A connection that was kept since the last request is looked at before the next one uses it."""

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
