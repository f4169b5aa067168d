"""What is announced of items, newest first: guides published and adjusted, items suspended and withdrawn (第八条)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Q

from tongban.catalog.altering import Alteration, alterations
from tongban.catalog.models import GuideVersion, Item, ItemQuerySet, Revision
from tongban.catalog.revising.states import Kind, State
from tongban.kernel.errors import Broken

SIZE = 20
NO_SUCH_PLACE = "翻页的标记不对，请从第一页看起。"


class Sort(StrEnum):
    """What is announced."""

    PUBLISHED = "PUBLISHED"
    ADJUSTED = "ADJUSTED"
    RESUMED = "RESUMED"
    SUSPENDED = "SUSPENDED"
    WITHDRAWN = "WITHDRAWN"


SORT_NAMES = {
    Sort.PUBLISHED: "发布",
    Sort.ADJUSTED: "调整",
    Sort.RESUMED: "恢复办理",
    Sort.SUSPENDED: "暂停办理",
    Sort.WITHDRAWN: "取消",
}
_BY_KIND = {
    Kind.RESUMPTION.value: Sort.RESUMED,
    Kind.SUSPENSION.value: Sort.SUSPENDED,
    Kind.WITHDRAWAL.value: Sort.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Notice:
    """One announcement. ``id`` never changes; ``at``: when it was announced; ``from_``: from when it holds.

    ``version``: of the guide, None where the item's state is announced. ``altered``: what an adjustment changed.
    ``basis``: what it rests on, in words, where a revision says so; ``words``: what people are told besides;
    ``until``: when a suspension ends by itself.
    """

    id: UUID
    at: datetime
    sort: Sort
    item: Item
    from_: datetime
    version: int | None = None
    altered: tuple[Alteration, ...] = ()
    basis: str = ""
    words: str = ""
    until: datetime | None = None

    @property
    def place(self) -> str:
        """Return the mark from which the list goes on behind this one."""
        return f"{int(self.at.timestamp() * 1_000_000)}.{self.id}"


@dataclass(frozen=True, slots=True)
class Notices:
    """A page of announcements, and the mark of the next page; empty where there is none."""

    rows: tuple[Notice, ...]
    next: str


def notices(
    *, before: str = "", department: str = "", region: str = "", size: int = SIZE, at: datetime | None = None
) -> Notices:
    """Return announcements, the newest first, of one department or region if asked; Broken for a mark that is none.

    ``before``: the mark of where to go on. ``at``: nothing that was announced later.
    """
    items = Item.objects.all()
    if department:
        items = items.filter(department_id=department)
    if region:
        items = items.filter(region_id=region)
    after = _mark(before) if before else (at or datetime.max.replace(tzinfo=UTC), None)
    found = sorted((*_published(items, after, size + 1), *_states(items, after, size + 1)), key=_order, reverse=True)
    rows = tuple(found[:size])
    return Notices(_with_alterations(rows), rows[-1].place if len(found) > size else "")


Mark = tuple[datetime, UUID | None]


def _order(notice: Notice) -> tuple[datetime, UUID]:
    return notice.at, notice.id


def _published(items: ItemQuerySet, after: Mark, limit: int) -> list[Notice]:
    at, key = after
    found = GuideVersion.objects.standing().filter(item__in=items).select_related("item__department", "item__region")
    older = Q(published_at__lt=at) | (Q(published_at=at, id__lt=key) if key else Q(published_at=at))
    rows = found.filter(older).defer("document", "item__facts").order_by("-published_at", "-id")[:limit]
    return [
        Notice(
            row.pk,
            row.published_at,
            Sort.PUBLISHED if row.version == 1 else Sort.ADJUSTED,
            row.item,
            row.effective_from,
            row.version,
        )
        for row in rows
    ]


def _states(items: ItemQuerySet, after: Mark, limit: int) -> list[Notice]:
    at, key = after
    older = Q(stage_at__lt=at) | (Q(stage_at=at, id__lt=key) if key else Q(stage_at=at))
    told = [State.SCHEDULED.value, State.PUBLISHED.value]
    found = Revision.objects.filter(older, item__in=items, kind__in=list(_BY_KIND), state__in=told)
    rows = found.select_related("item__department", "item__region").defer("document", "item__facts")
    return [
        Notice(
            row.pk,
            row.stage_at,
            _BY_KIND[row.kind],
            row.item,
            row.starts_at or row.stage_at,
            basis=row.basis,
            words=row.notice,
            until=row.ends_at,
        )
        for row in rows.order_by("-stage_at", "-id")[:limit]
    ]


def _with_alterations(rows: Sequence[Notice]) -> tuple[Notice, ...]:
    """Return the rows, each adjustment with what it changed against the version before, and on what it rests."""
    wanted = [row for row in rows if row.sort == Sort.ADJUSTED and row.version]
    if not wanted:
        return tuple(rows)
    standing = GuideVersion.objects.standing().filter(item__in=[row.item for row in wanted])
    found = standing.defer("document").order_by("version")
    said = dict(Revision.objects.filter(version__in=[row.id for row in wanted]).values_list("version_id", "basis"))
    by_item: dict[UUID, list[GuideVersion]] = {}
    for one in found:
        by_item.setdefault(one.item_id, []).append(one)
    return tuple(_told(row, by_item[row.item.pk], said.get(row.id, "")) if row in wanted else row for row in rows)


def _told(row: Notice, versions: Sequence[GuideVersion], basis: str) -> Notice:
    """Return an adjustment with what it changed against the version that stood before it."""
    number = row.version or 0
    old, new = [one for one in versions if one.version <= number][-2:]
    return replace(row, altered=alterations(old.guide, new.guide), basis=basis)


def _mark(text: str) -> Mark:
    moment, _, key = text.partition(".")
    try:
        return datetime.fromtimestamp(int(moment) / 1_000_000, tz=UTC), UUID(key)
    except (ValueError, OverflowError, OSError):
        raise Broken(NO_SUCH_PLACE, field="before") from None
