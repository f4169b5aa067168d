"""Where entries are done: for a visitor's area the nearest of the items that serve it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from tongban.catalog.search.badges import Badge
from tongban.catalog.search.tables import SearchPlacing
from tongban.kernel.codes.region import stem
from tongban.orgs import api as orgs

# Of each entry one item: of the visitor's own area or one above it, the lowest first; else of one below; else of
# anywhere. A department that was asked for goes before all that. An index finds each without reading the others.
_NEAREST = """
SELECT asked.entry, found.item_id, found.near, found.department_id, found.badges,
       EXISTS (SELECT 1 FROM catalog_guideversion v WHERE v.item_id = found.item_id AND (
           v.effective_to IS NULL OR v.effective_to > %(at)s::timestamptz)
           AND COALESCE(v.effective_from <= %(at)s::timestamptz, true))
FROM unnest(%(entries)s::bigint[]) AS asked (entry)
CROSS JOIN LATERAL (
    SELECT near.item_id, near.near, near.badges, item.department_id FROM (
        (SELECT p.item_id, 1 AS near, array_position(%(serving)s::varchar[], p.region) AS reach, p.region, p.badges
         FROM catalog_searchplacing p
         WHERE p.entry_id = asked.entry AND p.region = ANY(%(serving)s::varchar[]) ORDER BY p.region DESC LIMIT 9)
        UNION ALL
        (SELECT p.item_id, 2, 0, p.region, p.badges
         FROM catalog_searchplacing p, unnest(%(stems)s::text[]) AS own (stem)
         WHERE p.entry_id = asked.entry AND p.region >= own.stem AND p.region < own.stem || '~'
         ORDER BY p.region LIMIT 9)
        UNION ALL
        (SELECT p.item_id, 3, 0, p.region, p.badges FROM catalog_searchplacing p
         WHERE p.entry_id = asked.entry ORDER BY p.region LIMIT 9)
    ) AS near JOIN catalog_item item ON item.id = near.item_id
    WHERE item.state <> 'CANCELLED'
    ORDER BY near.near, near.reach, near.region, item.code LIMIT 1
) AS found
"""
_DEPARTMENT = """
SELECT DISTINCT ON (p.entry_id) p.entry_id, p.item_id, 1, i.department_id, p.badges,
       EXISTS (SELECT 1 FROM catalog_guideversion v WHERE v.item_id = i.id AND (
           v.effective_to IS NULL OR v.effective_to > %(at)s::timestamptz)
           AND COALESCE(v.effective_from <= %(at)s::timestamptz, true))
FROM catalog_item i JOIN catalog_searchplacing p ON p.item_id = i.id
WHERE i.department_id = %(department)s AND i.state <> 'CANCELLED' AND p.entry_id = ANY(%(entries)s)
ORDER BY p.entry_id, i.code
"""
_HERE = 2


@dataclass(frozen=True, slots=True)
class Placed:
    """The item that does an entry for a visitor.

    ``here``: for their area; ``guided``: with a guide in force, whose ``badges`` these are.
    """

    item: UUID
    here: bool
    department: str
    guided: bool
    badges: tuple[Badge, ...]


def placed(
    entries: Sequence[int], *, area: orgs.Area | None, department: str = "", at: datetime | None
) -> dict[int, Placed]:
    """Return of each entry the item to show; none for an entry whose items are all cancelled.

    Without a moment, a guide counts that no other has followed yet.
    """
    if not entries:
        return {}
    territory = area.territory if area else ()
    values: dict[str, Any] = {
        "entries": list(entries),
        # The code of a part sorts behind that of the whole, so that the nearest comes first.
        "serving": sorted({"", *(above for code in territory for above in _above(code))}, reverse=True),
        "stems": [stem(code) for code in territory],
        "department": department,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_DEPARTMENT if department else _NEAREST, values)
        return {
            entry: Placed(item, near <= _HERE or area is None, body or "", guided, _earned(badges, guided=guided))
            for entry, item, near, body, badges, guided in cursor.fetchall()
        }


def serving(area: orgs.Area) -> Q:
    """Return the condition that an item is done for an area: in it, above it, or for the whole city."""
    above = {up for code in area.territory for up in _above(code)}
    return Q(department=None) | Q(department__region__in=above) | area.holds("department__region__code")


def badges_among(item_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Return the badges of the latest guide of each of these items."""
    return dict(SearchPlacing.objects.filter(item__in=list(item_ids)).values_list("item_id", "badges"))


def _earned(badges: Sequence[str], *, guided: bool) -> tuple[Badge, ...]:
    return tuple(map(Badge, badges)) if guided else ()


def _above(code: str) -> Collection[str]:
    """Return the codes of a region and of those it lies in, down from the province."""
    sizes = (size for size in (6, 9, 12) if size <= len(code))
    return {f"{code[:2]}0000", f"{code[:4]}00", *(code[:size] for size in sizes)}
