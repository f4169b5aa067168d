"""Reading the record."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from tongban.ledger.models import Entry


def since(position: int, verbs: Collection[str] = (), limit: int = 1000) -> list[Entry]:
    """Return the entries after a position, in order, for a reader that keeps the last position it has handled.

    Only sequenced entries are seen, so an entry that commits late gets a later position and is never skipped.
    """
    entries = Entry.objects.filter(place__number__gt=position)
    if verbs:
        entries = entries.filter(verb__in=verbs)
    return list(entries.select_related("place").order_by("place__number")[:limit])


def history(*, kind: str, subject: UUID) -> list[Entry]:
    """Return everything recorded about one subject, oldest first, sequenced or not."""
    entries = Entry.objects.filter(kind=kind, subject=subject)
    return list(entries.select_related("place").order_by("at", "id"))
