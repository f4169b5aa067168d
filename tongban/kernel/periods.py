"""Half-open periods: the first moment belongs to the period, the last does not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Period:
    """From ``start`` up to, and without, ``end``; an end of None means that it still lasts."""

    start: datetime
    end: datetime | None = None

    def __post_init__(self) -> None:
        """Refuse a period that ends before it begins, and times without a zone."""
        if self.start.tzinfo is None or (self.end is not None and self.end.tzinfo is None):
            message = "a period needs times with a zone"
            raise ValueError(message)
        if self.end is not None and self.end < self.start:
            message = "a period cannot end before it begins"
            raise ValueError(message)

    def __contains__(self, at: datetime) -> bool:
        """Tell whether a moment lies inside."""
        return self.start <= at and (self.end is None or at < self.end)

    @property
    def empty(self) -> bool:
        """Tell whether no moment lies inside."""
        return self.start == self.end

    def overlaps(self, other: Period) -> bool:
        """Tell whether the two share a moment; an empty period shares none."""
        if self.empty or other.empty:
            return False
        return (other.end is None or self.start < other.end) and (self.end is None or other.start < self.end)


def merged(periods: Iterable[Period]) -> list[Period]:
    """Return the same moments as disjoint periods in order, so that overlapping ones count once; empty ones vanish."""
    out: list[Period] = []
    for period in sorted((p for p in periods if not p.empty), key=lambda p: p.start):
        last = out[-1] if out else None
        if last is None or (last.end is not None and last.end < period.start):
            out.append(period)
        elif last.end is not None:
            end = None if period.end is None else max(last.end, period.end)
            out[-1] = Period(last.start, end)
    return out
