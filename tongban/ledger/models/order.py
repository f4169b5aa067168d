"""The one order that readers see: the queue, the positions, whom they concern, the epochs, and what a check found."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tongban.ledger.models.entries import WRITTEN_BY_FUNCTIONS, Entry


class Pending(models.Model):
    """An entry that has no position yet. Written by a trigger on the entries, emptied by ``ledger_sequence``."""

    entry_id = models.BigIntegerField(primary_key=True)

    class Meta:
        db_table_comment = WRITTEN_BY_FUNCTIONS

    def __str__(self) -> str:
        """Return the entry's id."""
        return str(self.entry_id)


class Position(models.Model):
    """The place of an entry in the one order that readers see: 1, 2, 3 … without gaps, given after commit."""

    number = models.BigIntegerField(primary_key=True)
    # No constraint: its check would lock, and so rewrite, every entry. Only ``ledger_sequence`` writes here, from the
    # queue.
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="place", db_constraint=False)

    class Meta:
        db_table_comment = WRITTEN_BY_FUNCTIONS

    def __str__(self) -> str:
        """Return the number."""
        return str(self.number)


class Mention(models.Model):
    """A party whom the entry at a position is about: a person's list, which the verbs themselves pay nothing for."""

    pk = models.CompositePrimaryKey("party", "position")
    party = models.UUIDField()
    position = models.BigIntegerField()

    class Meta:
        db_table_comment = WRITTEN_BY_FUNCTIONS

    def __str__(self) -> str:
        """Return the position."""
        return str(self.position)


class Epoch(models.Model):
    """A stretch of the order that was not broken: a database brought back from a backup begins a new one.

    Positions after the backup are given again, to other entries. The first epoch, 1, begins with position 1 and has no
    row. Numbers grow with time (seconds since 1970, or one more than the last), so that two databases brought back
    from the same backup are in two epochs.
    """

    number = models.BigIntegerField(primary_key=True)
    first = models.BigIntegerField()
    begun_at = models.DateTimeField()
    reason = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="ledger_epoch_begins",
                condition=Q(number__gt=1, first__gte=1),
                violation_error_message="新的序列应当从已有位置之后开始",
            ),
        ]

    def __str__(self) -> str:
        """Return the number."""
        return str(self.number)


class Inspection(models.Model):
    """What the record's own check found, every night: what the status page says of it until the next. Append-only."""

    at = models.DateTimeField()
    faults = models.BigIntegerField()
    """Parts of sealed batches that are not what was sealed."""
    lost = models.BigIntegerField()
    """Entries that neither have a position nor wait for one."""
    holes = models.BigIntegerField()
    """Positions up to the last that no entry has."""

    def __str__(self) -> str:
        """Return the moment."""
        return self.at.isoformat()
