"""Whether the order is whole: every entry has its place, or waits for it, and no place is empty."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from tongban.ledger.models import Inspection

# One statement, so that all is of one moment: the sequencer moves an entry from the queue to its place at once, and an
# entry that commits late brings its place in the queue along. Reads every index from end to end: for the night.
ORDER = """
SELECT
    (SELECT count(*) FROM ledger_entry e
     WHERE NOT EXISTS (SELECT FROM ledger_position p WHERE p.entry_id = e.id)
       AND NOT EXISTS (SELECT FROM ledger_pending q WHERE q.entry_id = e.id)),
    (SELECT coalesce(max(number), 0) FROM ledger_position)
    - (SELECT count(*) FROM ledger_position p
       WHERE p.number > 0 AND EXISTS (SELECT FROM ledger_entry e WHERE e.id = p.entry_id))
"""


@dataclass(frozen=True, slots=True)
class Disorder:
    """How many entries have no place and wait for none, and how many places up to the last have no entry."""

    lost: int
    holes: int


def disorder() -> Disorder:
    """Compare the entries with the order; all is well when both numbers are 0."""
    with connection.cursor() as cursor:
        cursor.execute(ORDER)
        lost, holes = cursor.fetchone()
    return Disorder(lost, holes)


def last_inspection() -> Inspection | None:
    """Return what the record's own check found the last time; None before the first."""
    return Inspection.objects.order_by("-pk").first()
