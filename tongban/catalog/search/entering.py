"""Taking items into the search: in the transaction of the verb that made or changed them."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from django.db import connection, transaction

from tongban.catalog.models import UNLISTED, GuideVersion, Item
from tongban.catalog.search.badges import badges_of
from tongban.catalog.search.tables import SearchEntry, SearchPlacing, SearchStamp
from tongban.crypto import api as crypto
from tongban.orgs import api as orgs

FIELDS = ("words", "results", "bodies", "themes", "materials", "traits")
MOST_MATERIALS = 60
_AT_ONCE = 500
# A mark that nobody else holds, so that nobody waits; where all are held, one more is made.
_MARK = """
UPDATE catalog_searchstamp SET value = %s
WHERE id = (SELECT id FROM catalog_searchstamp ORDER BY id FOR UPDATE SKIP LOCKED LIMIT 1)
"""

Texts = dict[str, set[str]]


def touch() -> None:
    """Say that something of the search has changed: seen by every process once this transaction is through."""
    mark = secrets.randbits(62)
    with connection.cursor() as cursor:
        cursor.execute(_MARK, [mark])
        if not cursor.rowcount:
            SearchStamp.objects.create(value=mark)


@transaction.atomic
def enter(items: Sequence[Item]) -> None:
    """Take in items as they are now, new or changed, with their guides; texts that nobody has any more go.

    A cancelled one is not found any more, a draft not yet.
    """
    gone = [item for item in items if item.state in UNLISTED]
    items = [item for item in items if item.state not in UNLISTED]
    left = SearchPlacing.objects.filter(item__in=gone)
    before = dict(SearchPlacing.objects.filter(item__in=items).values_list("item_id", "entry_id"))
    entries = _entries(items)
    guides = _guides([item.pk for item in items])
    placings = [
        SearchPlacing(item=item, entry=entries[_key(item)], region=item.region_id, badges=_badges(guides.get(item.pk)))
        for item in items
    ]
    SearchPlacing.objects.bulk_create(
        placings,
        update_conflicts=True,
        update_fields=["entry", "region", "badges"],
        unique_fields=["item"],
        batch_size=_AT_ONCE,
    )
    known = [entries[_key(item)].pk for item in items if item.pk in before]
    _add([item for item in items if item.pk not in before], entries)
    emptied = set(left.values_list("entry_id", flat=True))
    left.delete()
    regather({*known, *before.values(), *emptied})
    touch()


def enter_missing() -> int:
    """Take in the items that the search does not know yet, such as those from before there was one; return how many."""
    known = SearchPlacing.objects.values("item")
    missing = Item.objects.listed().select_related("department__region").exclude(pk__in=known).order_by("pk")
    done = 0
    while some := list(missing[:_AT_ONCE]):
        enter(some)
        done += len(some)
    return done


def regather(entries: Collection[int]) -> None:
    """Work out anew what these entries are found by, from all their items; one without any item goes."""
    for entry in SearchEntry.objects.select_for_update().filter(pk__in=entries).order_by("pk"):
        placed = SearchPlacing.objects.filter(entry=entry).values("item")
        items = list(Item.objects.listed().select_related("department__region").filter(pk__in=placed).order_by("code"))
        if not items and not SearchPlacing.objects.filter(entry=entry).exists():
            entry.delete()
            continue
        entry.name = items[0].name if items else entry.name
        _write(entry, _texts(items))


def _entries(items: Iterable[Item]) -> dict[str, SearchEntry]:
    names = {_key(item): item.name for item in items}
    made = [SearchEntry(key=key, name=name, digest="") for key, name in sorted(names.items())]
    SearchEntry.objects.bulk_create(made, ignore_conflicts=True, batch_size=_AT_ONCE)
    return {entry.key: entry for entry in SearchEntry.objects.filter(key__in=names)}


def _add(items: Sequence[Item], entries: Mapping[str, SearchEntry]) -> None:
    """Add the texts of new items: most say nothing that others of the same service have not said before."""
    by_key: dict[str, list[Item]] = {}
    for item in items:
        by_key.setdefault(_key(item), []).append(item)
    for key, some in sorted(by_key.items()):
        texts = _texts(some)
        if _says_all(entries[key], some[0].name, texts):
            continue
        entry = SearchEntry.objects.select_for_update().get(pk=entries[key].pk)
        entry.name = some[0].name
        _write(entry, {name: texts[name] | set(getattr(entry, name)) for name in FIELDS})


def _says_all(entry: SearchEntry, name: str, texts: Texts) -> bool:
    """Tell whether an entry that was written before holds these texts already."""
    known = all(texts[field] <= set(getattr(entry, field)) for field in FIELDS)
    return bool(entry.digest) and entry.name == name and known


def _write(entry: SearchEntry, texts: Texts) -> None:
    for name in FIELDS:
        setattr(entry, name, sorted(texts[name]))
    entry.materials = entry.materials[:MOST_MATERIALS]
    said = "\n".join([entry.name, *("\t".join(getattr(entry, name)) for name in FIELDS)])
    digest = crypto.sm3(said.encode())
    if digest != entry.digest:
        entry.digest = digest
        entry.save()


def _key(item: Item) -> str:
    """Return what is the same in all items of a service: its entry in the basic directory."""
    return str(item.basic_id)


def _texts(items: Sequence[Item]) -> Texts:
    texts: Texts = {name: set() for name in FIELDS}
    guides = _guides([item.pk for item in items])
    for item in items:
        known = item.facts
        texts["words"] |= set(item.search_words)
        texts["themes"] |= set(item.themes)
        texts["results"] |= {known["result"]} if known.get("result") else set()
        texts["materials"] |= {one["name"] for one in known.get("materials", ())}
        if item.department:
            texts["bodies"] |= _bodies(item.department)
        texts["traits"] |= {*item.audiences, item.type, *(f"theme:{theme}" for theme in item.themes)}
        if item.pk in guides:
            guide = guides[item.pk].guide
            # Until a guide is revised it has the name it was published with, and people know it by that too.
            texts["words"] |= {guide.basics.name} - {item.name}
            texts["results"] |= {one.name for one in guide.results}
            texts["materials"] |= {one.name for one in guide.materials}
    return texts


def _bodies(department: orgs.Department) -> set[str]:
    """Return what a department is called without its region: the same for its counterparts elsewhere."""
    name = department.name.removeprefix(department.region.name)
    return {name, department.short_name.lstrip("省市区县")} - {""}


def _badges(version: GuideVersion | None) -> list[str]:
    return [badge.value for badge in badges_of(version.guide)] if version else []


def _guides(item_ids: Sequence[UUID]) -> dict[UUID, GuideVersion]:
    """Return the latest guide of each item that has one."""
    return {guide.item_id: guide for guide in GuideVersion.objects.filter(item__in=item_ids, effective_to=None)}
