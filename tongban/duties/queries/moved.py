"""Ends of parties that a calendar or a closure moved, for the rooms that tell them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from tongban.duties.models import MovedEnd
from tongban.duties.states import Kind, State


@dataclass(frozen=True, slots=True)
class Moved:
    """One clock of a party whose end moved since the party was last told: from where to where.

    Several moves are one: what matters is the end it knew and the one it has. ``worth_telling`` is False where they
    cancel out, or nothing runs any more. ``notes`` are the rows to be noted as told (``services.note_told``).
    """

    subject_kind: str
    subject: UUID
    kind: Kind
    was_at: datetime
    now_at: datetime
    running: bool
    notes: tuple[int, ...]

    @property
    def worth_telling(self) -> bool:
        """Tell whether the party has another end to heed than the one it knew."""
        return self.running and self.was_at != self.now_at


def moved_for_parties(*, subject_kind: str, limit: int = 100) -> list[Moved]:
    """Return the clocks of parties whose moved ends nobody was told of yet, the oldest first; asking changes nothing.

    A room asks for its own kind of subject, and notes each as told in the transaction of its message.
    """
    waiting = MovedEnd.objects.filter(told_at__isnull=True, duty__subject_kind=subject_kind)
    first = waiting.order_by("pk").values_list("duty", flat=True)[:limit]
    rows = waiting.filter(duty__in=list(first)).select_related("duty").order_by("duty", "pk")
    return [_moved(list(notes)) for _, notes in groupby(rows, key=lambda row: row.duty_id)]


def _moved(notes: list[MovedEnd]) -> Moved:
    duty = notes[0].duty
    return Moved(
        subject_kind=duty.subject_kind,
        subject=duty.subject,
        kind=Kind(duty.kind),
        was_at=notes[0].was_at,
        now_at=notes[-1].now_at,
        running=duty.state == State.OPEN,
        notes=tuple(note.pk for note in notes),
    )
