"""``bin/serve``: from nothing, or from a killed system, to one that answers."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from launch import databases, first_steps, neighbour, preflight, state, supervisor, surroundings
from launch.databases import Urls
from launch.postgres import Postgres
from launch.state import State


@dataclass(frozen=True)
class Wish:
    """What the command line asked for."""

    root: Path
    host: str
    port: int
    sample: bool


def serve(wish: Wish) -> None:
    """Serve until a signal comes. Trouble: see preflight; nothing half-written is left."""
    preflight.check_all(wish.root, wish.host, wish.port)
    named = databases.outside(os.environ)
    if named is not None:
        databases.check_outside(named)
    with state.hold(wish.root) as held, databases.started(held) as (urls, server):
        first_steps.set_up(held, urls, sample=wish.sample)
        run(wish, held, urls, server)


def run(wish: Wish, held: State, urls: Urls, server: Postgres | None) -> None:
    """Start web and worker side by side, with the neighbour of a sample city; say when requests are answered; watch.

    Whether the neighbour answers is no condition of being ready.
    """
    empty(held.run / "metrics")
    environment = surroundings.for_serving(held, urls, sample=wish.sample, host=wish.host)
    other = neighbour.beside(held, wish.host, wish.port) if wish.sample else None
    if other is not None:
        environment |= other.told_to_the_programme()
    family = [supervisor.web(wish.host, wish.port, environment), supervisor.worker(environment)]
    family += [other.child(os.environ)] if other is not None else []
    watch = supervisor.Supervisor(family, server)
    try:
        watch.until_ready(wish.host, wish.port)
        shown = surroundings.bracketed(surroundings.reachable(wish.host))
        print(f"ready: http://{shown}:{wish.port}", flush=True)
        watch.forever()
    finally:
        watch.stop()


def empty(folder: Path) -> None:
    """Make a folder anew: counters that processes add up there count from this start."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
