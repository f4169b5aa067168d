"""What the audit administrator reads: everything, filtered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from tongban.kernel.actors import Actor, Role
from tongban.kernel.errors import NotAllowed
from tongban.ledger.errors import EntryNotFound
from tongban.ledger.models import Entry, Mention


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: each filter that is given narrows the list. ``from_at`` and ``until_at`` are of the verb."""

    verb: str = ""
    kind: str = ""
    subject: UUID | None = None
    actor: UUID | None = None
    about: UUID | None = None
    operation: UUID | None = None
    purpose: str = ""
    disclose: str = ""
    reading: bool | None = None
    from_at: datetime | None = None
    until_at: datetime | None = None


_COLUMNS = {
    "verb": "verb",
    "kind": "kind",
    "subject": "subject",
    "actor": "actor_id",
    "operation": "operation",
    "purpose": "purpose",
    "disclose": "disclose",
    "reading": "reading",
    "from_at": "at__gte",
    "until_at": "at__lt",
}


def audited(*, by: Actor, wanted: Wanted, before: int | None = None, limit: int = 50) -> list[Entry]:
    """Return sequenced entries for the audit administrator, newest first, ``before`` a position (NotAllowed else)."""
    entries = _whole(by).filter(_narrowed(wanted))
    if before is not None:
        entries = entries.filter(place__number__lt=before)
    return list(entries.order_by("-place__number")[:limit])


def audited_entry(*, by: Actor, position: int) -> Entry:
    """Return one entry with its reviews, or EntryNotFound; only for the audit administrator."""
    found = _whole(by).prefetch_related("reviews").filter(place__number=position).first()
    if found is None:
        raise EntryNotFound
    return found


def _whole(by: Actor) -> QuerySet[Entry]:
    if not by.holds(Role.AUDITOR):
        raise NotAllowed
    return Entry.objects.filter(place__isnull=False).select_related("place")


def _narrowed(wanted: Wanted) -> Q:
    narrow = Q()
    for name, column in _COLUMNS.items():
        value = getattr(wanted, name)
        if value not in {None, ""}:
            narrow &= Q(**{column: value})
    if wanted.about is not None:
        narrow &= Q(place__number__in=Mention.objects.filter(party=wanted.about).values("position"))
    return narrow
