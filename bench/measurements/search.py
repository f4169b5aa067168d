"""Finding items and places by what people type: the items of a province's directory, done in every county."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from itertools import count
from urllib.parse import quote
from uuid import NAMESPACE_OID, UUID, uuid5

from django.utils import timezone
from psycopg import Connection
from psycopg.types.json import Jsonb

from bench.crew import Operation, Turn
from bench.figures import Figure
from bench.rows import Row, calling, connect, copy, replaying, rows
from bench.running import Bench
from bench.web import Server, client
from tongban.catalog import api as catalog
from tongban.catalog.search import sounds
from tongban.catalog.search.entering import enter, touch
from tongban.orgs import api as orgs

STATEMENTS = "its statements alone, raw"
PLACE = "梁溪区 社区"
REGION = "320213"
READERS = 4  # at once
SEARCH, SUGGEST = 80.0, 40.0  # ms, p95 under open-loop arrivals
AIM = "at least 300 searches a second"
FIRST, WARM = 4, 40  # questions, so that the process has read the index, and so that every process of the server has
# Of each item so many services with names of their own, each done in so many regions.
KINDS = (
    "",
    *(
        f"（{kind}）"
        for kind in [
            "变更",
            "补证",
            "延续",
            "注销",
            "临时",
            "跨区",
            "合并",
            "分立",
            "迁入",
            "迁出",
            "复核",
            "更正",
            "简易",
            "联办",
        ]
    ),
)
SHORTEST, AT_ONCE = 3, 500
SAYING = (
    "{}",
    "{}怎么办理",
    "我想问一下{}要什么材料",
    "{}到哪里办",
)


def measure(bench: Bench) -> Iterator[Figure]:
    """Yield searches and suggestions as people arrive, raw statements beside them, and searches for places."""
    number = filled(bench.plan.searched)
    ours = partial(asking, search)
    title = f"search among {number:,} items"
    yield bench.pair(f"{title}, one reader", ours, STATEMENTS, partial(replaying, partial(one, search)))
    yield bench.load(f"{title}, {READERS} readers", ours, writers=READERS, bound=SEARCH, aim=AIM)
    offered = partial(asking, suggest)
    yield bench.load(f"suggestions among {number:,}, {READERS} readers", offered, writers=READERS, bound=SUGGEST)
    for name, path, bound, aim in (
        ("search by the open API", "/api/v1/items?limit=20&q=", SEARCH, AIM),
        ("suggestions", "/search/suggest/?q=", SUGGEST, ""),
        ("search page", "/search/?q=", SEARCH, AIM),
    ):
        page = partial(opened, path, server=bench.server)
        yield bench.load(f"{name} through HTTP, {READERS} readers", page, writers=READERS, bound=bound, aim=aim)
    yield bench.pair("search_places", partial(calling, places), STATEMENTS, partial(replaying, places))


def search(words: str) -> object:
    """Search and read the first page."""
    return catalog.find(catalog.Wanted(words, REGION), at=timezone.now()).rows()


def suggest(words: str) -> object:
    """Return what is offered to somebody who is typing."""
    return catalog.suggest(words, region=REGION, at=timezone.now())


@contextmanager
def asking(do: Callable[[str], object], turn: Turn) -> Iterator[Operation]:
    """Ask another question each time, after some that warm what does not follow from the question."""
    for _ in range(FIRST):
        do(unasked(turn))
    yield lambda: do(unasked(turn))


def one(do: Callable[[str], object]) -> Operation:
    """Ask one question, whose statements are those of every other."""
    return partial(do, questions()[0])


def places() -> Operation:
    """Search the places."""
    return partial(orgs.search_places, PLACE)


@contextmanager
def opened(path: str, turn: Turn, *, server: Server) -> Iterator[Operation]:
    """Ask through HTTP."""
    with client(server) as asker:

        def ask() -> bytes:
            return asker.get(path + quote(unasked(turn)))

        for _ in range(WARM):
            ask()
        yield ask


def unasked(turn: Turn) -> str:
    """Return the next question: one that nobody remembers, whoever asks and in whichever round.

    All writers of a process go on where the last of them stopped, through every measurement; the processes begin far
    apart. A question comes again after all others, which are many times what a process remembers.
    """
    said = questions()
    walk = _walk.setdefault("place", count(turn.writer * len(said) // turn.writers))
    return said[next(walk) % len(said)]


_walk: dict[str, count[int]] = {}


@cache
def questions() -> list[str]:
    """Return what is asked, each once and many more than a process remembers: names and words as said and mistyped."""
    chooser = random.Random(5)  # noqa: S311 - no secret, and the same in every run
    texts = sorted(
        {text for item in _city_items() for text in (item.name, *item.search_words) if len(text) >= SHORTEST}
    )
    asked = {change for text in texts for change in _changes(text[:14], chooser)}
    made = sorted(asked)
    chooser.shuffle(made)
    return made


def _city_items() -> list[catalog.Item]:
    return [item for item in catalog.items().defer("facts") if not item.code.startswith("ZIBENCH")]


def _changes(text: str, chooser: random.Random) -> Iterator[str]:
    first, second, third = (chooser.randrange(len(text) - 1) for _ in range(3))
    lost = [text[:place] + text[place + 1 :] for place in (first, second)]
    turned = text[:third] + text[third + 1] + text[third] + text[third + 2 :]
    for typed in (text, *lost, turned, text[: max(2, len(text) // 2)]):
        yield from (saying.format(typed) for saying in SAYING)
    yield "".join(sounds.syllables(text))[:60]
    yield sounds.initials(sounds.syllables(text))


@cache
def filled(wanted: int) -> int:
    """Copy the services of the sample to about so many items: more services, and each of them in many regions."""
    known = len(_city_services())
    kinds = KINDS[: max(1, min(len(KINDS), wanted // known))]
    regions = [region.code for region in orgs.regions()][: max(1, wanted // (known * len(kinds)))]
    with connect() as raw:
        _fill_services(raw, kinds[1:])
        services = _city_services()
        for start in range(0, len(services), AT_ONCE):
            enter(services[start : start + AT_ONCE])
        _fill_regions(raw, {item.pk for item in services}, regions[1:])
        raw.execute("ANALYZE catalog_item, catalog_basicitem, catalog_searchplacing, catalog_searchentry")
    touch()
    return catalog.items().count()


def _city_services() -> list[catalog.Item]:
    """Return one item of each service."""
    return list(catalog.items(near="").select_related("department__region"))


def _fill_services(raw: Connection, kinds: Sequence[str]) -> None:
    """Make more services of each there is: an entry of the basic directory, and an item that does it."""
    known = {item.pk for item in _city_services()}
    entries = {row["id"]: row for row in rows(raw, "catalog_basicitem")}
    more = [(row, kind) for row in rows(raw, "catalog_item") if row["id"] in known for kind in kinds]
    copy(raw, "catalog_basicitem", [_entry(entries[row["basic_id"]], kind) for row, kind in more])
    copy(
        raw,
        "catalog_item",
        [
            _copied(row, kind) | {"name": row["name"] + kind, "basic_id": _entry(entries[row["basic_id"]], kind)["id"]}
            for row, kind in more
        ],
    )


def _fill_regions(raw: Connection, known: Collection[UUID], regions: Sequence[str]) -> None:
    """Have each of these items done in other regions too."""
    first = [row for row in rows(raw, "catalog_item") if row["id"] in known]
    elsewhere = [(row, region) for row in first for region in regions if region != row["region_id"]]
    copy(raw, "catalog_item", (_copied(row, region) | {"region_id": region} for row, region in elsewhere))
    places = {row["item_id"]: row for row in rows(raw, "catalog_searchplacing")}
    placed = ((places[row["id"]], _copied(row, region)["id"], region) for row, region in elsewhere)
    copy(raw, "catalog_searchplacing", (row | {"item_id": new, "region": at} for row, new, at in placed))


def _copied(row: Row, what: str) -> Row:
    place = uuid5(NAMESPACE_OID, f"tongban/bench/item/{row['code']}/{what}")
    return row | {"id": place, "code": f"ZIBENCH{place.hex[:20].upper()}"}


def _entry(row: Row, kind: str) -> Row:
    place = uuid5(NAMESPACE_OID, f"tongban/bench/basic/{row['code']}/{kind}")
    made = {"id": place, "code": f"ZBBENCH{place.hex[:20].upper()}", "name": row["name"] + kind}
    return row | made | {"legal": Jsonb(row["legal"])}
