"""Where: what a visitor can choose, and the stamp by which one knows that what was read still holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db.models import Q

from tongban.kernel.codes.region import Level, stem
from tongban.orgs.errors import NoSuchArea
from tongban.orgs.models import Department, Region, Stewardship
from tongban.statements import api as statements

Stamp = tuple[UUID, ...]
STAMP = "(SELECT array_agg(value ORDER BY id) FROM orgs_orgmark)"
"""The stamp as a column, for who reads something else and has to count by calendars then: an array of its values."""
_held: ContextVar[list[Stamp] | None] = ContextVar("tongban_orgs_stamp", default=None)


@dataclass(frozen=True, slots=True)
class Area:
    """What a visitor can choose as “where”: a region, or an organisation that stands in for one (无锡经开区).

    ``code`` is a region code or a local department code; ``territory`` are the regions whose land it covers.
    """

    code: str
    name: str
    organisation: bool
    territory: tuple[str, ...]

    def holds(self, column: str) -> Q:
        """Return the condition that a column with a region code lies in the territory."""
        lies_in = Q()
        for code in self.territory:
            lies_in |= Q(**{f"{column}__startswith": stem(code)})
        return lies_in


def stamp() -> Stamp:
    """Return what tells one state of this room's tables from every other: one small query, however much there is.

    Regions, departments, places with their windows and hours, calendars and closures: whoever keeps what was made of
    them asks first whether the stamp is still the same.
    """
    held = _held.get()
    if held:
        return held[0]
    found = tuple(value for (value,) in statements.fetch("SELECT value FROM orgs_orgmark ORDER BY id"))
    if held is not None:
        held.append(found)
    return found


@contextmanager
def one_stamp() -> Iterator[None]:
    """Within, the stamp is asked for once at most: for who only reads, all of it by one state of the tables."""
    token = _held.set([])
    try:
        yield
    finally:
        _held.reset(token)


def areas(known: Stamp | None = None) -> list[Area]:
    """Return what the region switch offers: the city, its counties, and the organisations that stand in for one.

    ``known``: the stamp, for those who have asked for it already.
    """
    return list(_areas(stamp() if known is None else known))


def region_names(known: Stamp | None = None) -> Mapping[str, str]:
    """Return the name of every region by its code. ``known``: the stamp, for those who have asked for it already."""
    return _region_names(stamp() if known is None else known)


def department_names(known: Stamp | None = None) -> Mapping[str, str]:
    """Return the name of every department by its code. ``known``: as for ``region_names``."""
    return _department_names(stamp() if known is None else known)


def area(code: str, known: Stamp | None = None) -> Area:
    """Return the area of a region code of any level or of a functional committee; NoSuchArea for every other code."""
    for one in areas(known):
        if one.code == code:
            return one
    found = Region.objects.filter(pk=code).first()
    if found is None:
        raise NoSuchArea(field="region")
    return Area(found.code, found.name, organisation=False, territory=(found.code,))


@lru_cache(maxsize=4)
def _areas(_stamp: Stamp) -> tuple[Area, ...]:
    own = [
        Area(found.code, found.name, organisation=False, territory=(found.code,))
        for found in Region.objects.filter(level__in=[Level.CITY, Level.COUNTY])
    ]
    return (*own, *_stand_ins())


@lru_cache(maxsize=4)
def _region_names(_stamp: Stamp) -> Mapping[str, str]:
    return dict(Region.objects.values_list("code", "name"))


@lru_cache(maxsize=4)
def _department_names(_stamp: Stamp) -> Mapping[str, str]:
    return dict(Department.objects.values_list("code", "name"))


def _stand_ins() -> list[Area]:
    run: dict[str, list[Stewardship]] = {}
    for one in Stewardship.objects.select_related("department").order_by("department_id", "region_id"):
        run.setdefault(one.department_id, []).append(one)
    return [
        Area(code, ones[0].department.short_name, organisation=True, territory=tuple(one.region_id for one in ones))
        for code, ones in run.items()
    ]
