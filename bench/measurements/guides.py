"""The page of a guide among very many items, as visitors ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from itertools import count

from django.utils import timezone

from bench.crew import Operation, Turn
from bench.figures import Figure
from bench.measurements.search import filled
from bench.running import Bench
from bench.web import Server, client
from tongban.catalog import api as catalog

READERS = 4  # at once
PAGE = 60.0  # ms, p95 under open-loop arrivals
AIM = "at least 400 pages a second"
LEAST = "/signin/left/"


def measure(bench: Bench) -> Iterator[Figure]:
    """Yield the pages of all guides in force, one after the other, as people arrive."""
    number = filled(bench.plan.searched)
    page = partial(opened, server=bench.server, known=codes()[: bench.plan.opened])
    least = partial(answered, server=bench.server)
    title = f"guide page through HTTP among {number:,} items, {READERS} readers"
    yield bench.pair(title, page, "the least page of the same server", least, writers=READERS, aim=AIM)
    yield bench.load(f"{title}, as they arrive", page, writers=READERS, bound=PAGE, aim=AIM)


@contextmanager
def opened(turn: Turn, *, server: Server, known: list[str]) -> Iterator[Operation]:
    """Open the next guide each time; first each once, so that the processes of the server have read them."""
    place = count(turn.writer * 7)
    with client(server) as visitor:

        def ask() -> bytes:
            return visitor.get(f"/items/{known[next(place) % len(known)]}/")

        for _ in known:
            ask()
        yield ask


@contextmanager
def answered(_turn: Turn, *, server: Server) -> Iterator[Operation]:
    """Ask for what costs least: how long a session lasts, of a visitor who has none."""
    with client(server) as visitor:
        yield partial(visitor.get, LEAST)


@cache
def codes() -> list[str]:
    """Return the codes of the items that have a guide in force."""
    found = [item for item in catalog.items(near="").defer("facts") if not item.code.startswith("ZIBENCH")]
    guided = catalog.published_among([item.pk for item in found], at=timezone.now())
    return sorted(item.code for item in found if item.pk in guided)
