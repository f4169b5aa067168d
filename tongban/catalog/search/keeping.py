"""The index of this process: as the database last said, looked after with one small question before each search."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from django.db import connection

from tongban.catalog.search.index import Document, Index
from tongban.catalog.search.lexicon import Group, Lexicon
from tongban.catalog.search.tables import SearchEntry, SynonymGroup

Stamp = tuple[tuple[int, int], ...]
_AT_ONCE = 1000


@dataclass
class _Kept:
    """What this process knows, and of which state of the database."""

    index: Index = field(default_factory=lambda: Index(Lexicon()))
    digests: dict[int, str] = field(default_factory=dict)
    stamp: Stamp | None = None
    lock: Lock = field(default_factory=Lock)


_kept = _Kept()


def stamp() -> Stamp:
    """Return what tells one state of the search from every other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, value FROM catalog_searchstamp ORDER BY id")
        return tuple(cursor.fetchall())


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
    else:
        for document in _documents(new):
            _kept.index.put(document)
        for key in gone:
            _kept.index.drop(key)
    _kept.digests = there


def _documents(keys: list[int]) -> Iterable[Document]:
    for start in range(0, len(keys), _AT_ONCE):
        for row in SearchEntry.objects.filter(pk__in=keys[start : start + _AT_ONCE]).order_by("pk"):
            yield _document(row)


def _document(row: SearchEntry) -> Document:
    fields: dict[str, Any] = {name: tuple(getattr(row, name)) for name in ("words", "results", "bodies", "themes")}
    return Document(id=row.pk, name=row.name, materials=tuple(row.materials), traits=frozenset(row.traits), **fields)
