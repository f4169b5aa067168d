"""Following the record: readers keep a position and an epoch."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Min

from tongban.ledger.errors import EpochChanged
from tongban.ledger.models import Entry, Epoch, Pending
from tongban.ledger.rules.epochs import FIRST_EPOCH, survived


def current_epoch() -> int:
    """Return the number of the epoch in which positions are given now."""
    return epochs()[-1][0]


def epochs() -> list[tuple[int, int]]:
    """Return every epoch with its first position, in order; the first has no row."""
    return [FIRST_EPOCH, *Epoch.objects.order_by("number").values_list("number", "first")]


def since(position: int, verbs: Collection[str] = (), limit: int = 1000, *, epoch: int | None = None) -> list[Entry]:
    """Return the entries after a position, in order, for a reader that keeps the last position it has handled.

    Only sequenced entries are seen, so an entry that commits late gets a later position and is never skipped. A reader
    outside this database also keeps the epoch (``current_epoch``) and gives it: EpochChanged then says that what it
    has read does not stand any more, and from where to go on.
    """
    if epoch is not None:
        _check_epoch(position, epoch)
    entries = Entry.objects.filter(place__number__gt=position)
    if verbs:
        entries = entries.filter(verb__in=verbs)
    return list(entries.select_related("place").order_by("place__number")[:limit])


def last_positions(subjects: Collection[UUID], verbs: Collection[str]) -> dict[UUID, int]:
    """Return the position of the last entry of each of these subjects by some verbs; none of what has no position."""
    entries = Entry.objects.filter(subject__in=subjects, verb__in=verbs, place__isnull=False).order_by()
    found = entries.values("subject").annotate(last=Max("place__number"))
    return {row["subject"]: int(row["last"]) for row in found}


def _check_epoch(position: int, epoch: int) -> None:
    known = epochs()
    resume = survived(position, epoch=epoch, epochs=known)
    if resume < position:
        raise EpochChanged(resume=resume, epoch=known[-1][0])


@dataclass(frozen=True, slots=True)
class Backlog:
    """What still waits for its position: how many entries, and when the oldest of them was recorded."""

    count: int
    oldest: datetime | None


def backlog() -> Backlog:
    """Return how far the sequencer is behind; readers of the ledger lag by as much."""
    waiting = Pending.objects.aggregate(count=Count("pk"), first=Min("pk"))
    oldest = Entry.objects.filter(pk=waiting["first"]).values_list("recorded_at", flat=True).first()
    return Backlog(waiting["count"], oldest)


def history(*, kind: str, subject: UUID) -> list[Entry]:
    """Return everything recorded about one subject, oldest first, sequenced or not."""
    entries = Entry.objects.filter(kind=kind, subject=subject)
    return list(entries.select_related("place").order_by("at", "id"))
