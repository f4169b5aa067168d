"""Who and where: what a draft has to know of the city besides the facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dept:
    """A department as a guide names it. ``within``: it is a unit of another department of the same region."""

    code: str
    name: str
    region: str
    line: str
    kind: str
    within: bool = False


@dataclass(frozen=True, slots=True)
class Hall:
    """A service place where an item can be applied for."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Around:
    """The departments by code, the hall of each region, and the names of the registry of licence types."""

    departments: Mapping[str, Dept]
    halls: Mapping[str, Hall]
    regions: Mapping[str, str]
    licences: frozenset[str]

    def dept(self, code: str) -> Dept:
        """Return a department."""
        return self.departments[code]

    def hall(self, region: str) -> Hall:
        """Return where people of a region go."""
        return self.halls[region]
