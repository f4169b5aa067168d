"""What changed in the catalogue, in the order of the ledger, for those who keep a copy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tongban.catalog.guide.terms import ItemState
from tongban.catalog.models import GuideVersion, Item
from tongban.ledger import api as ledger

VERBS = (
    "item.load",
    "item.inherit",
    "item.suspend",
    "item.resume",
    "item.withdraw",
    "guide.publish",
    "guide.recall",
)
"""Every verb of the catalogue that changes what is published of an item."""
_AT_ONCE, _MOST = 500, 20_000
"""How many entries are read at once, and over how many positions of the ledger one page looks."""


@dataclass(frozen=True, slots=True)
class Change:
    """An item that changed, as it is now. ``position``: up to where the ledger has been read with it.

    ``gone``: it was cancelled and is to be removed from a copy; otherwise ``version`` and ``digest`` are those of the
    guide in force, none where there is no guide.
    """

    position: int
    at: datetime
    item: Item
    version: int | None
    digest: str

    @property
    def gone(self) -> bool:
        """Tell whether the item is to be removed from a copy."""
        return self.item.state == ItemState.CANCELLED


@dataclass(frozen=True, slots=True)
class Feed:
    """A page of changes. ``position`` and ``epoch`` are where to go on; ``more``: there is more already."""

    changes: tuple[Change, ...]
    position: int
    epoch: int
    more: bool


def changes(position: int, *, at: datetime, epoch: int | None = None, limit: int = 100) -> Feed:
    """Return the items that changed after a position of the ledger, each once and as it is now.

    However it is cut into pages, an item stands where it changed last: ``at`` is the moment of what is told of it. A
    page has as many items as were asked for, however often each changed before, unless ``_MOST`` entries hold fewer.

    Only what has its place in the ledger is seen, so nothing is ever skipped. EpochChanged as ``ledger.since``: what
    was read after a restored backup does not stand any more.
    """
    told: list[Change] = []
    start, last, more = position, position, True
    while more and len(told) < limit and last - start < _MOST:
        entries = ledger.since(last, VERBS, _AT_ONCE + 1, epoch=epoch)
        read, more = entries[:_AT_ONCE], len(entries) > _AT_ONCE
        told += _told(read, at)
        last = _position(read[-1]) if read else last
    if len(told) > limit:
        told, more = told[:limit], True
        last = told[-1].position
    return Feed(tuple(told), last, ledger.current_epoch(), more)


def _told(entries: Sequence[ledger.Entry], at: datetime) -> tuple[Change, ...]:
    owners = dict(GuideVersion.objects.filter(pk__in=[entry.subject for entry in entries]).values_list("pk", "item_id"))
    last = _settled({owners.get(entry.subject, entry.subject): entry for entry in entries})
    items = {item.pk: item for item in Item.objects.select_related("department").filter(pk__in=last)}
    force = GuideVersion.objects.in_force(at).filter(item__in=items).defer("document")
    guides = {guide.item_id: guide for guide in force}
    found = [(entry, items[key], guides.get(key)) for key, entry in last.items() if key in items]
    found = [one for one in found if one[1].state != ItemState.DRAFT]
    found.sort(key=lambda one: _position(one[0]))
    return tuple(_change(entry, item, guide) for entry, item, guide in found)


def _settled(last: Mapping[UUID, ledger.Entry]) -> dict[UUID, ledger.Entry]:
    """Keep the items of which nothing later is in the ledger: the others come with what changed them last."""
    guides = dict(GuideVersion.objects.filter(item__in=last).values_list("pk", "item_id"))
    later: dict[UUID, int] = {}
    for subject, position in ledger.last_positions([*last, *guides], VERBS).items():
        item = guides.get(subject, subject)
        later[item] = max(position, later.get(item, 0))
    return {item: entry for item, entry in last.items() if later.get(item, 0) <= _position(entry)}


def _change(entry: ledger.Entry, item: Item, guide: GuideVersion | None) -> Change:
    if guide is None or item.state == ItemState.CANCELLED:
        return Change(_position(entry), entry.at, item, None, "")
    return Change(_position(entry), entry.at, item, guide.version, guide.digest)


def _position(entry: ledger.Entry) -> int:
    return int(entry.place.number)
