"""Following the record: readers keep a position and an epoch."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
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


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of something that was done, as far as the story of its subject needs it."""

    at: datetime
    actor_id: UUID
    actor_kind: str
    verb: str
    before: str
    after: str
    facts: Mapping[str, Any]


def changes(*, kind: str, subject: UUID) -> list[Change]:
    """Return what was done to one subject, oldest first, sequenced or not; looks are none of it.

    It costs what was done, however often the subject was looked at.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_changes(%s, %s)", [kind, subject])
        return changes_from(json.loads(cursor.fetchone()[0]))


def changes_from(given: Iterable[Mapping[str, Any]]) -> list[Change]:
    """Return what the function ``ledger_changes`` of the database gave, for rooms that ask it within a statement."""
    return [
        Change(
            at=datetime.fromisoformat(one["at"]),
            actor_id=UUID(one["actor_id"]),
            actor_kind=one["actor_kind"],
            verb=one["verb"],
            before=one["before"],
            after=one["after"],
            facts=one["facts"],
        )
        for one in given
    ]


def history(*, kind: str, subject: UUID) -> list[Entry]:
    """Return everything recorded about one subject, oldest first, sequenced or not."""
    entries = Entry.objects.filter(kind=kind, subject=subject)
    return list(entries.select_related("place").order_by("at", "id"))
