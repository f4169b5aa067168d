"""Finding items and places by what people type."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bench.crew import Operation
from bench.figures import Pair
from bench.rows import calling, replaying
from bench.running import Bench
from tongban.catalog import api as catalog
from tongban.orgs import api as orgs

STATEMENTS = "its statements alone, raw"
ITEM, PLACE = "食品经营许可", "梁溪区 社区"


def measure(bench: Bench) -> Iterator[Pair]:
    """Yield searches a second among 141 items and 1,322 places."""
    yield bench.pair("search_items", partial(calling, items), STATEMENTS, partial(replaying, items))
    yield bench.pair("search_places", partial(calling, places), STATEMENTS, partial(replaying, places))


def items() -> Operation:
    """Search the items."""
    return partial(catalog.search_items, ITEM)


def places() -> Operation:
    """Search the places."""
    return partial(orgs.search_places, PLACE)
