"""The index of this process: as the database last said, looked after with one small question before each search."""

from __future__ import annotations

import gc
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from tongban.catalog.search.index import Document, Index
from tongban.catalog.search.lexicon import Group, Lexicon
from tongban.catalog.search.tables import SearchEntry, SynonymGroup
from tongban.orgs import api as orgs
from tongban.statements import api as statements

Stamp = tuple[tuple[int, int], ...]
MOST_SHOWN = 20_000
_AT_ONCE = 1000


@dataclass
class Shown:
    """What was read of items to show them, as long as neither the catalogue nor regions and departments change.

    Each table is emptied when it is full. Whoever reads takes the tables first: what was read of an older state goes
    with the tables of that state.
    """

    stamp: tuple[Stamp | None, orgs.Stamp] = (None, ())
    placed: dict[Hashable, Any] = field(default_factory=dict)
    items: dict[Hashable, Any] = field(default_factory=dict)
    done: dict[Hashable, Any] = field(default_factory=dict)

    @staticmethod
    def put(table: dict[Hashable, Any], rows: Mapping[Any, Any]) -> None:
        """Keep rows in one of the tables."""
        if len(table) + len(rows) > MOST_SHOWN:
            table.clear()
        table.update(rows)


@dataclass
class _Kept:
    """What this process knows, and of which state of the database."""

    index: Index = field(default_factory=lambda: Index(Lexicon()))
    shown: Shown = field(default_factory=Shown)
    digests: dict[int, str] = field(default_factory=dict)
    stamp: Stamp | None = None
    lock: Lock = field(default_factory=Lock)


_kept = _Kept()


def stamp() -> Stamp:
    """Return what tells one state of the search from every other."""
    return tuple(statements.fetch("SELECT id, value FROM catalog_searchstamp ORDER BY id"))


def current() -> Index:
    """Return the index as the database has it now; only what has changed since the last time is read."""
    now = stamp()
    if now != _kept.stamp:
        with _kept.lock:
            if now != _kept.stamp:
                _learn()
                _renew()
                _kept.stamp = now
    return _kept.index


def shown(known: orgs.Stamp | None = None) -> Shown:
    """Return what is kept of the state that ``current`` last saw, for what is read from now on.

    ``known``: the stamp of regions and departments, for those who have asked for it already.
    """
    now = (_kept.stamp, orgs.stamp() if known is None else known)
    found = _kept.shown
    if found.stamp != now:
        found = _kept.shown = Shown(now)
    return found


def _learn() -> None:
    rows = SynonymGroup.objects.filter(active=True).order_by("id").values_list("id", "say", "means")
    lexicon = Lexicon.of(Group(str(key), tuple(say), tuple(means)) for key, say, means in rows)
    if lexicon.groups != _kept.index.lexicon.groups:
        _kept.index.learn(lexicon)


def _renew() -> None:
    there = dict(SearchEntry.objects.values_list("id", "digest"))
    new = [key for key, digest in there.items() if _kept.digests.get(key) != digest]
    gone = _kept.digests.keys() - there.keys()
    if not _kept.digests:
        _kept.index = Index(_kept.index.lexicon, _documents(new))
        if new:
            _settle()
    else:
        for document in _documents(new):
            _kept.index.put(document)
        for key in gone:
            _kept.index.drop(key)
    _kept.digests = there


def _settle() -> None:
    """Take what is there out of what is looked through for garbage: the index is large, and stays.

    Looking through it takes a process 0.4 seconds among 2,000 services, now and then, and always during a search.
    """
    gc.collect()
    gc.freeze()


def _documents(keys: list[int]) -> Iterable[Document]:
    for start in range(0, len(keys), _AT_ONCE):
        for row in SearchEntry.objects.filter(pk__in=keys[start : start + _AT_ONCE]).order_by("pk"):
            yield _document(row)


def _document(row: SearchEntry) -> Document:
    fields: dict[str, Any] = {name: tuple(getattr(row, name)) for name in ("words", "results", "bodies", "themes")}
    return Document(id=row.pk, name=row.name, materials=tuple(row.materials), traits=frozenset(row.traits), **fields)
