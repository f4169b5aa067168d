"""What is announced of items, newest first: guides published and adjusted, items suspended and withdrawn (第八条)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, QuerySet

from tongban.catalog.altering import Alteration, alterations
from tongban.catalog.errors import ChangeRecalled, UnknownNotice
from tongban.catalog.models import GuideVersion, Item, ItemQuerySet, Recall, Revision
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
    RECALLED = "RECALLED"


SORT_NAMES = {
    Sort.PUBLISHED: "发布",
    Sort.ADJUSTED: "调整",
    Sort.RESUMED: "恢复办理",
    Sort.SUSPENDED: "暂停办理",
    Sort.WITHDRAWN: "取消",
    Sort.RECALLED: "撤回",
}
_OF = ("version", "revision")
_TOLD = (State.SCHEDULED.value, State.PUBLISHED.value)
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
    ``until``: when a suspension ends by itself. Of what was taken back, ``from_`` is when it was to hold, ``until``
    until when, and ``taken_back`` what it was where it was no version: it is shown by its own ``id`` (``recalled``),
    for what was taken back can be announced again. ``announced``: the id by which what becomes of the item was
    announced, and under which it is shown (``notice``); None for versions, which have an address each.
    ``early``: of what offers an item again, until when it was to be suspended, where that is later.
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
    announced: UUID | None = None
    taken_back: Sort | None = None
    early: datetime | None = None

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
    found = sorted(
        (*_published(items, after, size + 1), *_recalled(items, after, size + 1), *_states(items, after, size + 1)),
        key=_order,
        reverse=True,
    )
    rows = tuple(found[:size])
    return Notices(_with_early(_with_alterations(rows)), rows[-1].place if len(found) > size else "")


def notice(key: UUID) -> Notice:
    """Return what was announced to become of an item, by its id; UnknownNotice where nothing was.

    What was taken back before its time took no effect, and its address was public: ChangeRecalled says when, and why.
    """
    found = _changing().filter(pk=key).first()
    if found is not None and found.state in _TOLD:
        return _with_early([_of_state(found)])[0]
    gone = _with_what(Recall.objects.filter(revision=key)).first()
    if gone is None:
        raise UnknownNotice
    raise ChangeRecalled(_of_recall(gone))


def recalled(key: UUID) -> Notice:
    """Return what was taken back before its time, when and why, by the id of its own notice; UnknownNotice for none.

    It stays as it was told, whether the same is announced again or not. Versions have an address each.
    """
    found = _with_what(Recall.objects.filter(pk=key, revision__isnull=False)).first()
    if found is None:
        raise UnknownNotice
    return _of_recall(found)


def lifted(told: Notice) -> Notice | None:
    """Return by which announcement an item that was suspended by another is offered again; None where it ends itself.

    One that is announced for a day to come is one already.
    """
    if told.sort != Sort.SUSPENDED:
        return None
    later = _changing().filter(item=told.item, kind=Kind.RESUMPTION, state__in=_TOLD, starts_at__gt=told.from_)
    found = later.filter(starts_at__lt=told.until) if told.until else later
    first = found.order_by("starts_at").first()
    return _with_early([_of_state(first)])[0] if first is not None else None


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


def _recalled(items: ItemQuerySet, after: Mark, limit: int) -> list[Notice]:
    """Return what was taken back before it took effect: it had been announced."""
    at, key = after
    older = Q(at__lt=at) | (Q(at=at, id__lt=key) if key else Q(at=at))
    found = Recall.objects.filter(older, Q(version__item__in=items) | Q(revision__item__in=items))
    return [_of_recall(row) for row in _with_what(found).order_by("-at", "-id")[:limit]]


def _with_what(found: QuerySet[Recall]) -> QuerySet[Recall]:
    rows = found.select_related(*(f"{of}__item__{what}" for of in _OF for what in ("department", "region")))
    return rows.defer(*(f"{of}__{text}" for of in _OF for text in ("document", "item__facts")))


def _of_recall(row: Recall) -> Notice:
    if row.version is not None:
        version = row.version
        start = version.effective_from
        return Notice(row.pk, row.at, Sort.RECALLED, version.item, start, version.version, words=row.reason)
    if row.revision is None or row.starts_at is None:  # pragma: no cover - a constraint holds that one of them is there
        raise UnknownNotice
    return Notice(
        row.pk,
        row.at,
        Sort.RECALLED,
        row.revision.item,
        row.starts_at,
        words=row.reason,
        until=row.ends_at,
        announced=row.revision.pk,
        taken_back=_BY_KIND[row.revision.kind],
    )


def _states(items: ItemQuerySet, after: Mark, limit: int) -> list[Notice]:
    at, key = after
    older = Q(stage_at__lt=at) | (Q(stage_at=at, id__lt=key) if key else Q(stage_at=at))
    found = _changing().filter(older, item__in=items, state__in=_TOLD)
    return [_of_state(row) for row in found.order_by("-stage_at", "-id")[:limit]]


def _changing() -> QuerySet[Revision]:
    found = Revision.objects.filter(kind__in=list(_BY_KIND)).select_related("item__department", "item__region")
    return found.defer("document", "item__facts")


def _of_state(row: Revision) -> Notice:
    return Notice(
        row.pk,
        row.stage_at,
        _BY_KIND[row.kind],
        row.item,
        row.starts_at or row.stage_at,
        basis=row.basis,
        words=row.notice,
        until=row.ends_at,
        announced=row.pk,
    )


def _with_early(rows: Sequence[Notice]) -> tuple[Notice, ...]:
    """Return the rows; what offers an item again before its suspension ends says until when that was to be."""
    again = [row for row in rows if row.sort == Sort.RESUMED]
    if not again:
        return tuple(rows)
    found = Revision.objects.filter(kind=Kind.SUSPENSION, state=State.PUBLISHED, item__in=[row.item for row in again])
    ends: dict[UUID, list[tuple[datetime, datetime | None]]] = {}
    for item, start, end in found.order_by("starts_at").values_list("item_id", "starts_at", "ends_at"):
        if start is not None:
            ends.setdefault(item, []).append((start, end))
    return tuple(replace(row, early=_early(row, ends.get(row.item.pk, ()))) if row in again else row for row in rows)


def _early(row: Notice, periods: Sequence[tuple[datetime, datetime | None]]) -> datetime | None:
    """Return the end of the last suspension before, if that would have come later; ``periods``: in their order."""
    end = next((end for start, end in reversed(periods) if start < row.from_), None)
    return end if end is not None and end > row.from_ else None


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
