"""What every move of a case pays for."""

from __future__ import annotations

import pytest
from django.db import connection

# Of two trees of one table whose first columns are the same the shorter one finds nothing that the longer does not.
BEGINS_ANOTHER = """
SELECT short.indexrelid::regclass::text || ' begins ' || long.indexrelid::regclass::text
FROM pg_index AS short JOIN pg_index AS long USING (indrelid)
JOIN pg_class AS tree ON tree.oid = short.indexrelid JOIN pg_class AS other ON other.oid = long.indexrelid
WHERE short.indrelid::regclass::text LIKE 'cases\\_%' AND short.indexrelid <> long.indexrelid
  AND tree.relam = other.relam AND short.indpred IS NULL AND long.indpred IS NULL AND NOT short.indisunique
  AND long.indkey::text || ' ' LIKE short.indkey::text || ' %'
  AND long.indclass::text || ' ' LIKE short.indclass::text || ' %'
"""


@pytest.mark.django_db
def test_no_index_of_a_case_is_the_beginning_of_another() -> None:
    with connection.cursor() as cursor:
        cursor.execute(BEGINS_ANOTHER)
        assert cursor.fetchall() == []
