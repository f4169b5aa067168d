"""Closures and outages as layers over the calendar: whose clock stops on their days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Protocol
from uuid import UUID

from tongban.kernel import law
from tongban.kernel.codes.region import stem
from tongban.kernel.days import start_of
from tongban.kernel.limits import Stop

EVERYWHERE = "*"
PARTY = "party:"


class Layer(Protocol):
    """Days on which an authority is closed or its system out of order, from ``first`` to ``last``.

    ``department`` and ``region`` are codes or "*"; a region also covers those below it.
    ``authority_basis``: citations of the rule by which the authority's own clock stops as well; empty when there is
    none. That clock stops from the day on which the layer was ``confirmed``, so that nobody stops it afterwards.
    """

    @property
    def id(self) -> UUID:
        """Return its identifier."""

    @property
    def name(self) -> str:
        """Return what people call it."""

    @property
    def first(self) -> date:
        """Return its first day."""

    @property
    def last(self) -> date:
        """Return its last day, which belongs to it."""

    @property
    def department(self) -> str:
        """Return the department it is of, or "*"."""

    @property
    def region(self) -> str:
        """Return the region it is of, or "*"."""

    @property
    def source(self) -> str:
        """Return who announced it where."""

    @property
    def authority_basis(self) -> str:
        """Return the citations of the rule by which the authority's own clock stops, or nothing."""

    @property
    def confirmed(self) -> date:
        """Return the day on which it was put into effect."""


def owed_by_party(owed_by: str) -> bool:
    """Tell whether a person or enterprise owes it, so that a closed door would cost them their time."""
    return owed_by.startswith(PARTY)


def applies(layer: Layer, *, by_party: bool, department: str, region: str) -> bool:
    """Tell whether a layer stops such a clock: always one that runs against a party, the authority's only by a rule."""
    return (
        (by_party or (bool(layer.authority_basis) and layer.confirmed <= layer.last))
        and layer.department in {EVERYWHERE, department}
        and (layer.region == EVERYWHERE or region.startswith(stem(layer.region)))
    )


def stop_of(layer: Layer, *, by_party: bool) -> Stop:
    """Return the days of a layer as a stop that names it, its source and, for an authority's clock, the rule.

    What runs against a party stops for every day of it, days before it was announced too; the authority's own clock
    stops from the day of the announcement (a rule of the city, so that no closure mends what is late already).
    """
    rule = "" if by_party else f"，{law.cite(layer.authority_basis)}"
    first = layer.first if by_party else max(layer.first, layer.confirmed)
    ground = f"{layer.name}，{layer.source}{rule}"
    return Stop(start_of(first), start_of(layer.last + timedelta(days=1)), ground)
