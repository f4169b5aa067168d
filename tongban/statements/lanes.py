"""Connections that go with the work and not with the thread: few, each with all its statements prepared."""

from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper


class Lanes:
    """The connections of a process that nobody works with at the moment; the one that was used last goes first.

    A session of the database knows what it prepared and planned, and forgets it when it ends: of two that are always
    at work each is quicker, and both are smaller, than eight that take it by turns. There are as many as were ever at
    work at once.
    """

    def __init__(self) -> None:
        """Begin without any."""
        self._free: list[BaseDatabaseWrapper] = []

    def take(self) -> None:
        """Have a connection in this thread; one that it has already (it was sending a stream) it keeps."""
        if any(one.alias == DEFAULT_DB_ALIAS for one in connections.all(initialized_only=True)):
            return
        try:
            one = self._free.pop()
        except IndexError:
            one = connections.create_connection(DEFAULT_DB_ALIAS)
            one.inc_thread_sharing()
        connections[DEFAULT_DB_ALIAS] = one

    def give(self) -> None:
        """Give the connection of this thread to whoever works next; nothing of this thread may be under way on it."""
        one = connections[DEFAULT_DB_ALIAS]
        del connections[DEFAULT_DB_ALIAS]
        if one.in_atomic_block:
            one.close()  # a request that was broken off in a way that nobody foresaw
            return
        self._free.append(one)

    def close(self) -> None:
        """End those that nobody works with."""
        while self._free:
            self._free.pop().close()
