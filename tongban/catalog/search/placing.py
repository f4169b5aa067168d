"""Where entries are done: for a visitor's area the nearest of the items that serve it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.db.models import Q

from tongban.catalog.guide.terms import ItemState
from tongban.catalog.models import UNLISTED
from tongban.catalog.search.badges import Badge, holding
from tongban.catalog.search.keeping import Shown
from tongban.catalog.search.tables import SearchPlacing
from tongban.kernel.codes.region import stem
from tongban.orgs import api as orgs

# Between which moments it stays as it is whether the guide of an item is in force.
_HOLDING = """
LEFT JOIN LATERAL (
    SELECT max(moment) FILTER (WHERE moment <= %(at)s::timestamptz) AS since,
        min(moment) FILTER (WHERE moment > %(at)s::timestamptz) AS until
    FROM catalog_guideversion v, unnest(ARRAY[v.effective_from, v.effective_to]) AS moment WHERE v.item_id = i.id
) AS holding ON true
"""
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
SELECT asked.entry, i.id, i.code, p.region, i.department_id, p.badges, {_GUIDED}, i.state,
    since, until
FROM unnest(%(entries)s::bigint[]) AS asked (entry)
CROSS JOIN LATERAL (SELECT COALESCE(
    (SELECT item_id FROM ({_FIRST} AND p.region = ANY(%(serving)s::varchar[])) AS serving
     ORDER BY array_position(%(serving)s::varchar[], region), item_id LIMIT 1),
    (SELECT below.item_id FROM unnest(%(stems)s::varchar[]) AS own (stem) CROSS JOIN LATERAL (
        {_FIRST} AND p.region >= own.stem AND p.region < own.stem || '~' ORDER BY p.region, p.item_id LIMIT 1) AS below
     ORDER BY below.region LIMIT 1),
    (SELECT item_id FROM ({_FIRST} ORDER BY p.region, p.item_id LIMIT 1) AS anywhere)
) OFFSET 0) AS found (item) -- so that it is worked out once
JOIN catalog_searchplacing p ON p.item_id = found.item JOIN catalog_item i ON i.id = found.item {_HOLDING}
"""  # noqa: S608 - put together of the constants above
_DEPARTMENT = f"""
SELECT DISTINCT ON (p.entry_id) p.entry_id, i.id, i.code, p.region, i.department_id, p.badges, {_GUIDED}, i.state,
    since, until
FROM catalog_item i JOIN catalog_searchplacing p ON p.item_id = i.id {_HOLDING}
WHERE i.department_id = %(department)s AND i.state <> 'CANCELLED' AND p.entry_id = ANY(%(entries)s)
ORDER BY p.entry_id, i.code
"""  # noqa: S608 - the same
_DONE = """
SELECT asked.service, i.id, i.code, i.region_id, i.state
FROM unnest(%(services)s::uuid[]) AS asked (service) CROSS JOIN LATERAL (
    SELECT id, code, region_id, state FROM catalog_item
    WHERE basic_id = asked.service AND state <> ALL (%(unlisted)s::varchar[])
    ORDER BY length(region_id), region_id, code LIMIT %(most)s
) AS i
"""
MOST_SHOWN = 12
"""Of how many places where a service is done a list of results speaks."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The item that does an entry for a visitor, and its ``region``.

    ``here``: for their area; ``guided``: with a guide in force, whose ``badges`` these are.
    """

    item: UUID
    code: str
    region: str
    here: bool
    department: str
    guided: bool
    badges: tuple[Badge, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Done:
    """Where a service is done: an item and its region, and whether it is suspended there.

    It is known by itself, as long as nothing changes.
    """

    item: UUID
    code: str
    region_id: str
    region: str
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class _Held:
    """What was read of an entry, none where nobody does it, and between which moments its guide stays as it is."""

    place: Placed | None = None
    since: datetime | None = None
    until: datetime | None = None

    def holds(self, at: datetime | None) -> bool:
        """Tell whether it is the same at a moment, as long as nothing changes but the time."""
        return at is None or ((self.since is None or self.since <= at) and (self.until is None or at < self.until))


def placed(
    entries: Sequence[int], *, area: orgs.Area | None, department: str = "", at: datetime | None, among: Shown
) -> dict[int, Placed]:
    """Return of each entry the item to show; none for an entry whose items are all cancelled.

    Without a moment, a guide counts that no other has followed yet. ``among``: what is known of items in the state in
    which they were searched.
    """
    where = (area, department, at is None)
    held: dict[int, _Held] = {}
    for entry in entries:
        row = among.placed.get((entry, where))
        if row is not None and row.holds(at):
            held[entry] = row
    if missing := [entry for entry in entries if entry not in held]:
        read = _read(missing, area, department, at)
        among.put(among.placed, {(entry, where): row for entry, row in read.items()})
        held |= read
    return {entry: row.place for entry, row in held.items() if row.place is not None}


def _read(entries: Sequence[int], area: orgs.Area | None, department: str, at: datetime | None) -> dict[int, _Held]:
    territory = area.territory if area else ()
    # The code of a part sorts behind that of the whole, so that the nearest comes first.
    above = sorted({up for code in territory for up in _above(code)}, reverse=True)
    stems = [stem(code) for code in territory]
    values = {"entries": list(entries), "serving": above, "stems": stems, "department": department, "at": at}
    found = dict.fromkeys(entries, _Held())
    with connection.cursor() as cursor:
        cursor.execute(_DEPARTMENT if department else _NEAREST, cast("dict[str, Any]", values))
        for entry, item, code, region, body, badges, guided, state, since, until in cursor.fetchall():
            here = area is None or region in above or region.startswith(tuple(stems))
            place = Placed(item, code, region, here, body or "", guided, _earned(badges, state, guided=guided))
            found[entry] = _Held(place, since, until)
    return found


def done(services: Collection[UUID], *, among: Shown) -> dict[UUID, tuple[Done, ...]]:
    """Return of each service where it is done, the widest region first, at most so many and one more."""
    found = {key: rows for key in services if (rows := among.done.get(key)) is not None}
    if missing := [key for key in services if key not in found]:
        names = orgs.region_names(among.stamp[1])
        read: dict[UUID, tuple[Done, ...]] = dict.fromkeys(missing, ())
        with connection.cursor() as cursor:
            cursor.execute(_DONE, {"services": missing, "unlisted": list(UNLISTED), "most": MOST_SHOWN + 1})
            for service, item, code, region, state in cursor.fetchall():
                closed = state == ItemState.SUSPENDED
                read[service] += (Done(item, code, region, names.get(region, region), closed),)
        among.put(among.done, read)
        found |= read
    return found


def serving(area: orgs.Area) -> Q:
    """Return the condition that an item is done for an area: in it or above it."""
    above = {up for code in area.territory for up in _above(code)}
    return Q(region__in=above) | area.holds("region__code")


def badges_among(item_ids: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Return the badges of the latest guide of each of these items; as they hold in its state."""
    found = SearchPlacing.objects.filter(item__in=list(item_ids)).values_list("item_id", "badges", "item__state")
    return {item: list(holding(badges, state)) for item, badges, state in found}


def _earned(badges: Sequence[str], state: str, *, guided: bool) -> tuple[Badge, ...]:
    return tuple(map(Badge, holding(badges, state))) if guided else ()


def _above(code: str) -> Collection[str]:
    """Return the codes of a region and of those it lies in, down from the province."""
    sizes = (size for size in (6, 9, 12) if size <= len(code))
    return {f"{code[:2]}0000", f"{code[:4]}00", *(code[:size] for size in sizes)}
