"""Batches under a Merkle root, in one signed chain, and the days that close it for the public."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Batch(models.Model):
    """Consecutive positions under one signed header. Append-only; see docs/ledger.md for the format of the header."""

    number = models.BigIntegerField(primary_key=True)
    epoch = models.BigIntegerField()
    first = models.BigIntegerField(unique=True)
    last = models.BigIntegerField(unique=True)
    suite = models.CharField(max_length=10)
    header = models.TextField()
    """The exact bytes that are signed, in ASCII."""
    digest = models.CharField(max_length=64)
    signature = models.TextField()
    sealed_at = models.DateTimeField()
    leaves = models.BinaryField()
    """The hashes of the entries, 32 bytes each: proofs need not read the entries again."""
    subjects = models.BinaryField()
    """The sorted map of pseudonyms, 64 bytes each: the pseudonym and the hash of its positions."""
    peaks = models.BinaryField()
    """The history tree up to and with this batch, as the roots of its full subtrees, largest first."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="ledger_batch_positions",
                condition=Q(number__gte=1, first__gte=1, last__gte=F("first")),
                violation_error_message="一批至少有一条记录",
            ),
        ]

    def __str__(self) -> str:
        """Return the number."""
        return str(self.number)


class Day(models.Model):
    """A legal day that is over: the last batch then, and its digest, signed and published. Append-only."""

    date = models.DateField(primary_key=True)
    batch = models.BigIntegerField()
    """The last batch, 0 while there is none."""
    suite = models.CharField(max_length=10)
    root = models.CharField(max_length=64)
    """The digest of that batch's header."""
    statement = models.TextField()
    """The exact bytes that are signed, in ASCII."""
    digest = models.CharField(max_length=64)
    """The digest of the statement: what is published, and what the timestamp is for."""
    signature = models.TextField()
    closed_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the date."""
        return self.date.isoformat()


class Stamp(models.Model):
    """The timestamp of another authority (RFC 3161) over a day's digest; may come later. Append-only."""

    day = models.OneToOneField(Day, on_delete=models.PROTECT, primary_key=True, related_name="stamp")
    token = models.BinaryField()
    stamped_at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the date."""
        return str(self.day_id)
