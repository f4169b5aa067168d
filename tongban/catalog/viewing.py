"""Which guides are read most: counts by service and day, never who read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from threading import Lock
from typing import ClassVar
from uuid import UUID

from django.db import connection, models
from django.db.models import Sum

from tongban.catalog.basic import BasicItem
from tongban.kernel.days import day_of

COUNTED_DAYS = 30
FEWEST = 3
"""How often a guide must have been read to be called much read: one person's reading is not shown to everybody."""
_WRITE_AT, _LONGEST_HELD = 50, timedelta(minutes=1)
_WRITE = """
INSERT INTO catalog_guideviews (basic_id, day, seen) SELECT * FROM unnest(%s::uuid[], %s::date[], %s::int[])
ON CONFLICT (day, basic_id) DO UPDATE SET seen = catalog_guideviews.seen + EXCLUDED.seen
"""


class GuideViews(models.Model):
    """How often the guides of a service were opened, by day, wherever it is done."""

    basic = models.ForeignKey(BasicItem, models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    seen = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["day", "basic"],
                name="catalog_guide_views_once_a_day",
                violation_error_message="同一天的同一项服务只计一行",
            )
        ]

    def __str__(self) -> str:
        """Return the service and the day."""
        return f"{self.basic_id} {self.day}"


@dataclass
class _Tally:
    """What this process has counted and not written yet, and since when."""

    counts: Counter[tuple[UUID, date]] = field(default_factory=Counter)
    since: datetime | None = None
    lock: Lock = field(default_factory=Lock)


_tally = _Tally()


def note_view(basic: UUID, *, at: datetime) -> None:
    """Count that a guide of a service was opened; written to the database once in a while."""
    with _tally.lock:
        _tally.counts[basic, day_of(at)] += 1
        _tally.since = _tally.since or at
        due = _tally.counts.total() >= _WRITE_AT or at - _tally.since >= _LONGEST_HELD
    if due:
        write_views()


def write_views() -> None:
    """Write what this process has counted."""
    with _tally.lock:
        counts, _tally.counts, _tally.since = _tally.counts, Counter(), None
    rows = sorted((basic, day, number) for (basic, day), number in counts.items())
    if rows:
        known = set(BasicItem.objects.filter(pk__in={row[0] for row in rows}).values_list("pk", flat=True))
        columns = list(zip(*(row for row in rows if row[0] in known), strict=True)) or [(), (), ()]
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, [list(column) for column in columns])


def most_viewed(*, on: date) -> list[UUID]:
    """Return the services whose guides were opened most in the last days, as really counted, the most first."""
    since = on - timedelta(days=COUNTED_DAYS)
    sums = GuideViews.objects.filter(day__gt=since).values("basic_id").annotate(total=Sum("seen"))
    return list(sums.filter(total__gte=FEWEST).order_by("-total", "basic_id").values_list("basic_id", flat=True)[:200])


def forget_views(*, on: date) -> int:
    """Remove counts that are too old to be of use; return how many rows."""
    gone, _ = GuideViews.objects.filter(day__lte=on - timedelta(days=2 * COUNTED_DAYS)).delete()
    return gone
