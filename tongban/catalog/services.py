"""The verbs of the catalogue: taking items in, publishing guides."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from tongban.catalog import loading, quality, reading
from tongban.catalog.checks import against, city_of
from tongban.catalog.drafting.directory import drafted
from tongban.catalog.errors import GuideFaulty, NotAfterLastVersion, UnknownItem
from tongban.catalog.features import keeping as traits
from tongban.catalog.guide.document import Guide
from tongban.catalog.guide.terms import ItemState
from tongban.catalog.life.loading import load_life_events
from tongban.catalog.loading import item_id
from tongban.catalog.models import GuideVersion, Item, Recall, Revision
from tongban.catalog.revising.states import State
from tongban.catalog.search import entering
from tongban.catalog.search.verbs import load_synonyms
from tongban.crypto import api as crypto
from tongban.kernel.actors import SYSTEM, Actor, ActorKind, Role
from tongban.kernel.days import day_of
from tongban.kernel.errors import NotAllowed
from tongban.kernel.ids import uuid7
from tongban.ledger import api as ledger

__all__ = ["item_id", "load_directory", "publish", "publish_all"]
# 工作规范6: 清单化管理, 编制办事指南并公示; 7: its elements; 8: 动态调整.
PUBLISHING = ledger.Why(ledger.Purpose.ADMINISTRATION, "GZGF.6.1,GZGF.7,GZGF.8")


@dataclass(frozen=True, slots=True)
class _Written:
    """A guide as it was handed in for an item, read and spelt in the one way its digest is taken of."""

    item: str
    guide: Guide
    text: str
    digest: str


@transaction.atomic
def publish(
    *, item_code: str, document: Mapping[str, Any], by: Actor, at: datetime, effective_from: datetime | None = None
) -> GuideVersion:
    """Publish a guide: from ``effective_from`` (now, unless given) it is what cases are opened under (第六、七条).

    The version before it ends at that moment; cases opened under it keep it. Refuses a document with faults
    (GuideFaulty, all at once), an actor who does not manage the item (NotAllowed), and a version that would take effect
    before it is published or not after the last one (NotAfterLastVersion).
    """
    items = _lock([item_code], by)
    written = _written(item_code, document)
    (made,) = _publish([written], items, by=by, at=at, start=effective_from or at)
    return made


@transaction.atomic
def publish_all(
    *, documents: Iterable[Mapping[str, Any]], by: Actor, at: datetime, effective_from: datetime | None = None
) -> list[GuideVersion]:
    """Publish the guides of many items at once, every one held to what ``publish`` holds it to; all of them or none.

    Each document names its item. One that says what the last version of its item says is left as it is. Refuses as
    ``publish`` does; of several faulty documents all faults are told, each with its item.
    """
    written = _all_written(documents)
    items = _lock([one.item for one in written], by)
    last = _last_digests(items)
    new = [one for one in written if last.get(one.item) != one.digest]
    return _publish(new, items, by=by, at=at, start=effective_from or at)


@transaction.atomic
def recall(*, version: GuideVersion, reason: str, by: Actor, at: datetime) -> None:
    """Take back a guide that is published and has not taken effect: the one before it goes on without an end.

    Its number is not given again, its address stays, and people are told that it was taken back, and why.
    NotAfterLastVersion from the moment of its effect on.
    """
    item = _lock([version.item.code], by)[version.item.code]
    if version.effective_from <= at:
        raise NotAfterLastVersion
    whole = GuideVersion.objects.filter(item=item)
    whole.filter(pk=version.pk, effective_to=None).update(effective_to=version.effective_from)
    whole.standing().filter(effective_to=version.effective_from).update(effective_to=None)
    Recall.objects.create(id=uuid7(at), version=version, at=at, reason=reason)
    _note(version, "guide.recall", after="RECALLED", by=by, at=at)
    entering.enter([item])


@transaction.atomic
def load_directory(*, path: Path, at: datetime, by: Actor = SYSTEM) -> dict[str, int]:
    """Take in the licence types, items and guides of a directory; return how many were new or changed, and published.

    The words by which people ask for items come along, and the matters of life they belong to. A guide that nobody
    wrote is drafted from what is known of its item, as far as the directory says how. Loading the same files again
    changes nothing, and a guide that people published out of a revision stays theirs. Refuses (BadItems, GuideFaulty)
    files with faults; then nothing is loaded. An item that is no longer in the files stays as it is: to end one is a
    verb of its own.
    """
    licences = loading.load_licences(reading.licence_rows(path), by=by, at=at)
    rows, documents = drafted(path)
    loading.require_codes(rows)
    changed = loading.load_items(rows, by=by, at=at)
    load_synonyms(path=path, by=by, at=at)
    load_life_events(path=path, by=by, at=at)
    kept = _by_hand()
    new = [one for one in documents if one.get("basics", {}).get("item") not in kept]
    published = publish_all(documents=new, by=by, at=at)
    quality.reassess()
    traits.renew()
    return {"licences": licences, "items": changed, "guides": len(published)}


def _publish(
    written: Sequence[_Written], items: Mapping[str, Item], *, by: Actor, at: datetime, start: datetime
) -> list[GuideVersion]:
    city = city_of([one.guide for one in written])
    refused = {one.item: against(one.guide, items[one.item], city, on=day_of(start)) for one in written}
    _refuse(refused)
    last = _last_versions([items[one.item] for one in written])
    numbers = _last_numbers(items)
    made = []
    for one in written:
        item = items[one.item]
        _close(last.get(item.pk), start, at)
        made.append(_version(one, item, numbers.get(item.pk, 0) + 1, at=at, start=start))
    # One by one: in one statement, large documents are escaped twice over, which takes three times as long.
    GuideVersion.objects.bulk_create(made, batch_size=1)
    pairs = [(version, one.guide) for version, one in zip(made, written, strict=True)]
    quality.assess(pairs)
    traits.note(pairs)
    _offer([version.item for version in made])
    for version in made:
        _note(version, "guide.publish", after="PUBLISHED", by=by, at=at)
    entering.enter([version.item for version in made])
    return made


def _offer(items: Sequence[Item]) -> None:
    """Let a claimed item be found from its first guide on."""
    begun = [item for item in items if item.state == ItemState.DRAFT]
    for item in begun:
        item.state = ItemState.ACTIVE.value
    Item.objects.bulk_update(begun, ["state"])


def _version(one: _Written, item: Item, number: int, *, at: datetime, start: datetime) -> GuideVersion:
    return GuideVersion(
        id=uuid7(at),
        item=item,
        version=number,
        document=json.loads(one.text),
        digest=one.digest,
        published_at=at,
        effective_from=start,
    )


def _written(item: str, document: Mapping[str, Any]) -> _Written:
    guide = reading.guide_of(document)
    text = reading.canonical(guide)
    return _Written(item, guide, text, crypto.sm3(text.encode()))


def _all_written(documents: Iterable[Mapping[str, Any]]) -> list[_Written]:
    written: list[_Written] = []
    refused: dict[str, Sequence[str]] = {}
    for document in documents:
        basics = document.get("basics")
        item = str(basics.get("item", "")) if isinstance(basics, Mapping) else ""
        try:
            written.append(_written(item, document))
        except GuideFaulty as refusal:
            refused[item] = refusal.faults
    _refuse(refused)
    return written


def _refuse(refused: Mapping[str, Sequence[str]]) -> None:
    """Raise GuideFaulty with every fault; where there are several guides, each with the item it is about."""
    several = len(refused) > 1
    if faults := [f"{item} {fault}" if several else fault for item, found in refused.items() for fault in found]:
        raise GuideFaulty(faults)


def _lock(codes: Sequence[str], by: Actor) -> dict[str, Item]:
    """Lock the items, in the order of their codes; UnknownItem for one there is not, NotAllowed for one not managed."""
    found = Item.objects.select_for_update(of=("self",)).select_related("department__region").filter(code__in=codes)
    items = {item.code: item for item in found.order_by("code")}
    if set(codes) - set(items):
        raise UnknownItem
    for item in items.values():
        _require_manager(item, by)
    return items


def _last_versions(items: Sequence[Item]) -> dict[UUID, GuideVersion]:
    """Return the newest version of each item that has one, without its document; one that was recalled is none."""
    found = GuideVersion.objects.standing().filter(item__in=items).order_by("item_id", "-version").distinct("item_id")
    return {version.item_id: version for version in found.defer("document")}


def _last_numbers(items: Mapping[str, Item]) -> dict[UUID, int]:
    """Return the highest number that a version of each item ever had, recalled ones too."""
    found = GuideVersion.objects.filter(item__in=list(items.values())).values("item_id").annotate(last=Max("version"))
    return dict(found.order_by().values_list("item_id", "last"))


def _by_hand() -> frozenset[str]:
    """Return the codes of the items whose newest guide came out of a revision: what people published stays theirs."""
    newest = GuideVersion.objects.standing().order_by("item_id", "-version").distinct("item_id").values("pk")
    written = Revision.objects.filter(version__in=newest, state__in=[State.SCHEDULED, State.PUBLISHED])
    return frozenset(written.values_list("item__code", flat=True))


def _last_digests(items: Mapping[str, Item]) -> dict[str, str]:
    last = _last_versions(list(items.values()))
    return {code: last[item.pk].digest for code, item in items.items() if item.pk in last}


def _note(made: GuideVersion, verb: str, *, after: str, by: Actor, at: datetime) -> None:
    facts: dict[str, ledger.Fact] = {
        "item": made.item.code,
        "version": made.version,
        "digest": made.digest,
        "effective_from": made.effective_from.isoformat(),
    }
    ledger.record(
        at=at,
        actor=by,
        verb=verb,
        kind="guide",
        subject=made.id,
        after=after,
        facts=facts,
        why=PUBLISHING,
    )


def _require_manager(item: Item, by: Actor) -> None:
    if by.kind == ActorKind.SYSTEM:
        return
    if item.department is None:
        raise NotAllowed
    roles = by.roles_for(department=item.department.code, region=item.department.region_id)
    if Role.ITEM_MANAGER not in roles:
        raise NotAllowed


def _close(last: GuideVersion | None, start: datetime, at: datetime) -> None:
    if start < at or (last is not None and start <= last.effective_from):
        raise NotAfterLastVersion
    if last is not None:
        GuideVersion.objects.filter(pk=last.pk, effective_to=None).update(effective_to=start)
