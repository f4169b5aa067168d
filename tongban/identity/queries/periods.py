"""Which of the half-open periods of this room hold at a moment."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q


def in_force(at: datetime) -> Q:
    """Select the half-open periods that hold at this moment."""
    return Q(from_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at))
