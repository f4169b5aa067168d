"""Reading the record."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min

from tongban.ledger.models import Entry, Pending


def since(position: int, verbs: Collection[str] = (), limit: int = 1000) -> list[Entry]:
    """Return the entries after a position, in order, for a reader that keeps the last position it has handled.

    Only sequenced entries are seen, so an entry that commits late gets a later position and is never skipped.
    """
    entries = Entry.objects.filter(place__number__gt=position)
    if verbs:
        entries = entries.filter(verb__in=verbs)
    return list(entries.select_related("place").order_by("place__number")[:limit])


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
