"""How far the renewal of envelopes has come."""

from __future__ import annotations

from django.db import models


class Renewal(models.Model):
    """One place where envelopes lie, and how far they are under the current master key.

    ``reached``: where the pass through the place goes on, "" at its beginning. ``left``: how many were not yet under
    the current key when that was last counted. It is a note and no proof: ``retire`` counts for itself.
    """

    place = models.CharField(max_length=120, primary_key=True)
    key = models.CharField(max_length=8)
    reached = models.CharField(max_length=60, blank=True, default="")
    renewed = models.PositiveBigIntegerField(default=0)
    left = models.PositiveBigIntegerField()
    begun_at = models.DateTimeField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        """Return the place."""
        return self.place
