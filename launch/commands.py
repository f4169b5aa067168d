"""Commands that need the database of a state for a while: management commands, tests, measurements."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from launch import databases, first_steps, places, state
from launch.children import die_with_parent
from launch.databases import Urls
from launch.postgres import Postgres
from launch.surroundings import environment

FOR_THE_OWNER = frozenset({"migrate", "setup"})  # commands that change the schema


def manage(root: Path, arguments: Sequence[str]) -> int:
    """Run one management command of the programme on a state; returns its exit code."""
    with databases.borrowed(root) as (held, urls, alone):
        sample = first_steps.with_sample(held)
        if alone:
            first_steps.set_up(held, urls, sample=sample)
        surroundings = environment(held, urls, sample=sample)
        if arguments[:1] and arguments[0] in FOR_THE_OWNER:
            surroundings["TONGBAN_AS_OWNER"] = "1"
        return foreground([sys.executable, "-m", "tongban", *arguments], surroundings)


def without_state() -> dict[str, str]:
    """Return the environment of a command that only tells about itself."""
    return os.environ | {"DJANGO_SETTINGS_MODULE": "tongban.config.settings"}


def apart(arguments: Sequence[str]) -> int:
    """Run one management command of the programme on an empty database that is thrown away; returns its exit code.

    It runs as the owner, who may make databases there, and never sees the state of anybody.
    """
    with throwaway(durable=False) as (held, urls):
        surroundings = environment(held, urls, sample=True) | {"TONGBAN_AS_OWNER": "1"}
        return foreground([sys.executable, "-m", "tongban", *arguments], surroundings)


def with_database(command: Sequence[str], *, root: Path | None, durable: bool) -> int:
    """Run any command with a database in its environment: that of a state, or an empty one thrown away afterwards.

    ``durable`` keeps the safety against power cuts, for honest measurements.
    """
    if root is not None:
        with databases.borrowed(root) as (held, urls, _):
            return foreground(command, environment(held, urls, sample=first_steps.with_sample(held)))
    with throwaway(durable=durable) as (held, urls):
        return foreground(command, environment(held, urls, sample=False))


@contextmanager
def throwaway(*, durable: bool) -> Iterator[tuple[state.State, Urls]]:
    """Give a state that is gone afterwards; its owner may create databases, as test runners do."""
    root = Path(mkdtemp(prefix="tongban-"))
    root.chmod(0o711 if places.is_root() else 0o700)
    try:
        with state.hold(root) as held, _server(held, durable=durable) as urls:
            yield held, urls
    finally:
        state.discard(state.State(root).db)
        shutil.rmtree(root, ignore_errors=True)


@contextmanager
def _server(held: state.State, *, durable: bool) -> Iterator[Urls]:
    named = databases.outside(os.environ)
    if named is not None:
        databases.check_outside(named)
        yield named
        return
    server = Postgres(held, durable=durable, for_tests=True)
    try:
        server.start()
        yield Urls(server.application_url, server.owner_url)
    finally:
        server.stop()


def foreground(command: Sequence[str], surroundings: Mapping[str, str]) -> int:
    """Run a command at the terminal: Ctrl-C is the command's own affair; it cannot outlive us."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    child = subprocess.Popen(
        command,
        env=surroundings,
        cwd=places.REPOSITORY,
        preexec_fn=die_with_parent(signal.SIGTERM, os.getpid()),  # noqa: PLW1509 - we have no second thread
    )
    try:
        code = child.wait()
        return code if code >= 0 else 128 - code
    finally:
        _end(child)
        signal.signal(signal.SIGINT, before)


def _end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(10)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
