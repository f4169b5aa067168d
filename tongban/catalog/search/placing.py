"""Where entries are done: for a visitor's area the nearest of the items that serve it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.db.models import Q

from tongban.catalog.search.badges import Badge
from tongban.catalog.search.tables import SearchPlacing
from tongban.kernel.codes.region import stem
from tongban.orgs import api as orgs

# Of each entry one item: of the visitor's own area or one above it, the nearest first; else of one below; else of
# anywhere. An index finds each without reading the others, and what is not needed is not looked for.
_GUIDED = """
EXISTS (SELECT 1 FROM catalog_guideversion v WHERE v.item_id = i.id
    AND (v.effective_to IS NULL OR v.effective_to > %(at)s::timestamptz)
    AND COALESCE(v.effective_from <= %(at)s::timestamptz, true))
"""
_FIRST = """
SELECT p.item_id, p.region FROM catalog_searchplacing p JOIN catalog_item i ON i.id = p.item_id
WHERE p.entry_id = asked.entry AND i.state <> 'CANCELLED'
"""
_NEAREST = f"""
SELECT asked.entry, i.id, i.code, p.region, i.department_id, p.badges, {_GUIDED}
FROM unnest(%(entries)s::bigint[]) AS asked (entry)
CROSS JOIN LATERAL (SELECT COALESCE(
    (SELECT item_id FROM ({_FIRST} AND p.region = ANY(%(serving)s::varchar[])) AS serving
     ORDER BY array_position(%(serving)s::varchar[], region), item_id LIMIT 1),
    (SELECT below.item_id FROM unnest(%(stems)s::varchar[]) AS own (stem) CROSS JOIN LATERAL (
        {_FIRST} AND p.region >= own.stem AND p.region < own.stem || '~' ORDER BY p.region, p.item_id LIMIT 1) AS below
     ORDER BY below.region LIMIT 1),
    (SELECT item_id FROM ({_FIRST} ORDER BY p.region, p.item_id LIMIT 1) AS anywhere)
) OFFSET 0) AS found (item) -- so that it is worked out once
JOIN catalog_searchplacing p ON p.item_id = found.item JOIN catalog_item i ON i.id = found.item
"""  # noqa: S608 - put together of the constants above
_DEPARTMENT = f"""
SELECT DISTINCT ON (p.entry_id) p.entry_id, i.id, i.code, p.region, i.department_id, p.badges, {_GUIDED}
FROM catalog_item i JOIN catalog_searchplacing p ON p.item_id = i.id
WHERE i.department_id = %(department)s AND i.state <> 'CANCELLED' AND p.entry_id = ANY(%(entries)s)
ORDER BY p.entry_id, i.code
"""  # noqa: S608 - the same


@dataclass(frozen=True, slots=True)
class Placed:
    """The item that does an entry for a visitor.

    ``here``: for their area; ``guided``: with a guide in force, whose ``badges`` these are.
    """

    item: UUID
    code: str
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
    # The code of a part sorts behind that of the whole, so that the nearest comes first.
    above = sorted({up for code in territory for up in _above(code)}, reverse=True)
    stems = [stem(code) for code in territory]
    values = {"entries": list(entries), "serving": above, "stems": stems, "department": department, "at": at}
    with connection.cursor() as cursor:
        cursor.execute(_DEPARTMENT if department else _NEAREST, cast("dict[str, Any]", values))
        return {
            entry: Placed(
                item,
                code,
                area is None or region in above or region.startswith(tuple(stems)),
                body or "",
                guided,
                _earned(badges, guided=guided),
            )
            for entry, item, code, region, body, badges, guided in cursor.fetchall()
        }


def serving(area: orgs.Area) -> Q:
    """Return the condition that an item is done for an area: in it or above it."""
    above = {up for code in area.territory for up in _above(code)}
    return Q(region__in=above) | area.holds("region__code")


def badges_among(item_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Return the badges of the latest guide of each of these items."""
    return dict(SearchPlacing.objects.filter(item__in=list(item_ids)).values_list("item_id", "badges"))


def _earned(badges: Sequence[str], *, guided: bool) -> tuple[Badge, ...]:
    return tuple(map(Badge, badges)) if guided else ()


def _above(code: str) -> Collection[str]:
    """Return the codes of a region and of those it lies in, down from the province."""
    sizes = (size for size in (6, 9, 12) if size <= len(code))
    return {f"{code[:2]}0000", f"{code[:4]}00", *(code[:size] for size in sizes)}
