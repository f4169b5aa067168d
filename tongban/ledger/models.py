"""Entries, their positions, and the queue between the two."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Func
from django.db.models.functions import Cast
from django.db.models.lookups import Regex


class Entry(models.Model):
    """One service verb: who, for whom, what, on which subject, when. Append-only: triggers refuse every change.

    ``id`` follows the order of writing, which says nothing about the order of commits: readers use positions only.
    """

    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Func(function="clock_timestamp"), editable=False)
    actor_id = models.UUIDField()
    actor_kind = models.CharField(max_length=10)
    for_party = models.UUIDField(null=True)
    verb = models.CharField(max_length=80)
    kind = models.CharField(max_length=30)
    subject = models.UUIDField()
    before = models.CharField(max_length=40)
    after = models.CharField(max_length=40)
    operation = models.UUIDField()
    facts = models.JSONField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index("subject", "at", name="ledger_entry_subject")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="ledger_entry_facts_are_codes",
                condition=Regex(Cast("facts", models.TextField()), r"^{[ -~]*}$"),
                violation_error_message="留痕的要素只能是编码、状态、日期和摘要",
            ),
        ]

    def __str__(self) -> str:
        """Return the verb and its subject."""
        return f"{self.verb} {self.subject}"

    @property
    def position(self) -> int:
        """Return the place in the one order that readers see; 0 until sequenced."""
        place: Position | None = getattr(self, "place", None)
        return place.number if place else 0


class Pending(models.Model):
    """An entry that has no position yet. Written by the statement that writes the entry."""

    entry_id = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        """Return the entry's id."""
        return str(self.entry_id)


class Position(models.Model):
    """The place of an entry in the one order that readers see: 1, 2, 3 … without gaps, given after commit."""

    number = models.BigIntegerField(primary_key=True)
    # No constraint: its check would lock, and so rewrite, every entry. Only the sequencer writes here, from the queue.
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="place", db_constraint=False)

    def __str__(self) -> str:
        """Return the number."""
        return str(self.number)
