"""Commands that use a database which another command started: the host waits for its guests before it stops."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from launch.state import State


@contextmanager
def guest(running: State) -> Iterator[None]:
    """Be a guest; forgotten with the process, whatever ends it."""
    with _held(running, fcntl.LOCK_SH):
        yield


def all_guests_gone(held: State) -> None:
    """Return when the last guest has left."""
    with _held(held, fcntl.LOCK_EX):
        return


@contextmanager
def _held(state: State, kind: int) -> Iterator[None]:
    descriptor = os.open(state.run / "guests", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, kind)
        yield
    finally:
        os.close(descriptor)
