"""What people ask for, counted: words that led to nothing, and texts of the catalogue that answered. Never who asked.

This is a mechanism and no verb: strangers cause it, and it writes nothing into the ledger. Hits are added up in the
process and written now and then, so that a search costs no write; what is not written yet is lost with the process.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Lock

from django.db import connection
from django.db.models import QuerySet, Sum

from tongban.catalog.search.plain import asked
from tongban.catalog.search.tables import HotWords, MissedWords

KEPT_DAYS = 90
"""待核定: for how long words that found nothing are kept after they were last asked for."""
HOT_DAYS = 30
MOST_MISSED = 5000
FEWEST = 3
"""How often a text must have answered to be called hot: one person's search is not shown to everybody."""
_WRITE_AT = 50
_PERSONAL = re.compile(r"[0-9]{5}|@")
_LETTER = re.compile(r"[a-z\u4e00-\u9fff]")
_MISSED = """
INSERT INTO catalog_missedwords (words, asked, told, first_on, last_on)
SELECT %(words)s, %(asked)s, %(told)s, %(day)s, %(day)s
WHERE EXISTS (SELECT 1 FROM catalog_missedwords WHERE words = %(words)s)
   OR (SELECT count(*) FROM catalog_missedwords) < %(most)s
ON CONFLICT (words) DO UPDATE SET
    asked = catalog_missedwords.asked + EXCLUDED.asked, told = catalog_missedwords.told + EXCLUDED.told,
    last_on = GREATEST(catalog_missedwords.last_on, EXCLUDED.last_on)
"""
_HOT = """
INSERT INTO catalog_hotwords (words, day, asked) SELECT * FROM unnest(%s::text[], %s::date[], %s::int[])
ON CONFLICT (day, words) DO UPDATE SET asked = catalog_hotwords.asked + EXCLUDED.asked
"""


@dataclass
class _Tally:
    """What this process has counted and not written yet."""

    counts: Counter[tuple[str, date]] = field(default_factory=Counter)
    lock: Lock = field(default_factory=Lock)


_tally = _Tally()


def note_missed(words: str, *, on: date, told: bool = False) -> bool:
    """Count words that led to nothing, or (``told``) that somebody wrote to us; tell whether they are kept.

    Not kept is what may be somebody's number or address, and what holds no word.
    """
    said = asked(words)
    if _PERSONAL.search(said) or _PERSONAL.search(words) or not _LETTER.search(said):
        return False
    values: dict[str, str | int | date] = {
        "words": said,
        "asked": int(not told),
        "told": int(told),
        "day": on,
        "most": MOST_MISSED,
    }
    with connection.cursor() as cursor:
        cursor.execute(_MISSED, values)
    return True


def note_hit(text: str, *, on: date) -> None:
    """Count a text of the catalogue that answered a question."""
    with _tally.lock:
        _tally.counts[text, on] += 1
        full = _tally.counts.total() >= _WRITE_AT
    if full:
        write_hits()


def write_hits() -> None:
    """Write what this process has counted."""
    with _tally.lock:
        counts, _tally.counts = _tally.counts, Counter()
    if not counts:
        return
    rows = sorted((text, day, number) for (text, day), number in counts.items())
    with connection.cursor() as cursor:
        cursor.execute(_HOT, [list(column) for column in zip(*rows, strict=True)])


def hot_words(limit: int = 6, *, on: date) -> list[str]:
    """Return the texts of the catalogue that answered most in the last days, as really counted; they may be fewer."""
    since = on - timedelta(days=HOT_DAYS)
    sums = HotWords.objects.filter(day__gt=since).values("words").annotate(total=Sum("asked"))
    return [row["words"] for row in sums.filter(total__gte=FEWEST).order_by("-total", "words")[:limit]]


def missed() -> QuerySet[MissedWords]:
    """Return the words that led to nothing, those told and asked for most first, for item managers to learn from."""
    return MissedWords.objects.order_by("-told", "-asked", "-last_on", "words")


def forget(*, on: date) -> int:
    """Remove what is too old to be of use; return how many rows."""
    missed_rows, _ = MissedWords.objects.filter(last_on__lt=on - timedelta(days=KEPT_DAYS)).delete()
    hot_rows, _ = HotWords.objects.filter(day__lte=on - timedelta(days=2 * HOT_DAYS)).delete()
    return missed_rows + hot_rows
