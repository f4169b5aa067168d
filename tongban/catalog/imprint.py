"""What tells one state of an item's page from every other: asked in one statement before the page is written anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import connection

from tongban.catalog.guide.terms import ItemState
from tongban.catalog.models import UNLISTED
from tongban.catalog.revising.states import State

# The item itself; the versions that are or will be in force, and which of them is; the last thing that was decided
# about it, and what is to become of it on a day to come; where else its service is done.
_IMPRINT = """
SELECT i.basic_id, encode(sha256(convert_to(ROW (i.code, i.name, i.state, i.implementation_code, standing.versions, (
    SELECT max(r.stage_at) FROM catalog_revision r WHERE r.item_id = i.id AND r.state = %(published)s
), (
    SELECT string_agg(r.id::text, ',' ORDER BY r.id) FROM catalog_revision r
    WHERE r.item_id = i.id AND r.state = %(scheduled)s AND r.version_id IS NULL AND r.starts_at > %(at)s
), (
    SELECT string_agg(s.code || ' ' || s.region_id, ',' ORDER BY s.region_id, s.code)
    FROM catalog_item s WHERE s.basic_id = i.basic_id AND s.state <> ALL (%(unlisted)s::varchar[])
))::text, 'UTF8')), 'hex')
FROM catalog_item i CROSS JOIN LATERAL (
    SELECT bool_or(v.effective_from <= %(at)s) AS now,
        array_agg((v.version, v.digest, v.effective_from, v.effective_to, v.effective_from <= %(at)s)
            ORDER BY v.version) AS versions
    FROM catalog_guideversion v
    WHERE v.item_id = i.id AND (v.effective_to IS NULL OR v.effective_to > %(at)s)
) AS standing
WHERE i.code = %(code)s AND i.state <> %(draft)s AND standing.now
"""


@dataclass(frozen=True, slots=True)
class Imprint:
    """The service an item does, and a digest of all that its page follows from in this room.

    Two equal ones say the same; one that differs does not say what has changed. Regions and places are not in it.
    """

    basic: UUID
    digest: str


def imprint(item_code: str, *, at: datetime) -> Imprint | None:
    """Return the imprint of an item's page at a moment; None without a guide in force, or without such an item."""
    values = {
        "code": item_code,
        "at": at,
        "published": State.PUBLISHED.value,
        "scheduled": State.SCHEDULED.value,
        "unlisted": list(UNLISTED),
        "draft": ItemState.DRAFT.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(_IMPRINT, cast("dict[str, Any]", values))
        found = cursor.fetchone()
    return None if found is None else Imprint(*found)
