"""Starting a process that cannot outlive us, and ending it."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from typing import IO

from launch.accounts import Account
from launch.places import REPOSITORY

PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)


def die_with_parent(number: int, parent: int) -> Callable[[], None]:
    """Return what a new process calls first: the kernel will send it ``number`` when ``parent`` is gone.

    This holds even when the parent was killed with -9.
    """

    def arrange() -> None:
        _LIBC.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
        if os.getppid() != parent:  # it died before we could ask
            os._exit(1)

    return arrange


def spawn(
    command: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    account: Account | None = None,
    when_orphaned: int = signal.SIGTERM,
    output: IO[bytes] | int | None = None,
) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own (Ctrl-C reaches only us); its words go to standard error.

    Must be called from the main thread: the kernel watches the thread, not the process.
    """
    return subprocess.Popen(
        command,
        env=environment,
        cwd=REPOSITORY if account is None else "/",
        stdin=subprocess.DEVNULL,
        stdout=2 if output is None else output,
        stderr=None if output is None else subprocess.STDOUT,
        start_new_session=True,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        preexec_fn=die_with_parent(when_orphaned, os.getpid()),  # noqa: PLW1509 - we have no second thread
    )


def ended(child: subprocess.Popen[bytes]) -> bool:
    """Tell whether the process is gone; what is left of its session goes with it.

    The dead leader is looked at before it is reaped, so its number cannot have become somebody else's.
    """
    if child.returncode is not None:
        return True
    if os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        return False
    _kill_session(child)
    child.wait()
    return True


def _kill_session(child: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def stop(children: Sequence[subprocess.Popen[bytes]], *, seconds: float, number: int = signal.SIGTERM) -> None:
    """Ask all of them to end, wait together, then insist."""
    for child in children:
        if not ended(child):
            child.send_signal(number)
    deadline = time.monotonic() + seconds
    while not all([ended(child) for child in children]) and time.monotonic() < deadline:  # noqa: C419 - each is asked
        time.sleep(0.05)
    for child in children:
        if not ended(child):
            _kill_session(child)
            child.wait()
