"""What lint has to know besides the guide itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tongban.catalog.guide.terms import Audience


@dataclass(frozen=True, slots=True)
class About:
    """What the list of items says of the item: for whom it is, and its themes."""

    audiences: frozenset[Audience]
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The names of the registry of licence types, and the service places that people can go to.

    ``regions``: in which region each department is, by the codes of both.
    """

    licences: frozenset[str]
    reachable: frozenset[str]
    regions: Mapping[str, str] = field(default_factory=dict)
