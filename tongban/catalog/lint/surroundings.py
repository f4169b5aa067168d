"""What lint has to know besides the guide itself."""

from __future__ import annotations

from dataclasses import dataclass

from tongban.catalog.guide.terms import Audience


@dataclass(frozen=True, slots=True)
class About:
    """What the list of items says of the item: for whom it is, and its themes."""

    audiences: frozenset[Audience]
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The names of the registry of licence types, and the service places that people can go to."""

    licences: frozenset[str]
    reachable: frozenset[str]
