"""Putting right what the database passed over when clocks moved: by what the inbox is ordered (``Case.due_at``).

It decides nothing and moves no clock; so it writes no entry.
"""

from __future__ import annotations

from django.db import connection

MEND = """
UPDATE cases_case SET due_at = first.due_at
FROM (
    SELECT held.id, ends.due_at
    FROM cases_case AS held
    CROSS JOIN LATERAL (
        SELECT min(duty.due_at) AS due_at FROM duties_duty AS duty
        WHERE duty.subject = held.id AND 'OPEN' = duty.state
    ) AS ends
    WHERE held.due_at IS DISTINCT FROM ends.due_at
    FOR NO KEY UPDATE OF held SKIP LOCKED
) AS first
WHERE cases_case.id = first.id
"""


def mend_order() -> int:
    """Give every case the first end of its running clocks that has another, and return how many had.

    A count of clocks anew passes over a case that a verb holds at that moment; whatever is held now waits for the next
    time.
    """
    with connection.cursor() as cursor:
        cursor.execute(MEND)
        return int(cursor.rowcount)
