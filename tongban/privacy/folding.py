"""Looks of one hand at one thing within an hour, told as one: a page that was opened five times was looked at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from tongban.privacy.queries.looked import Look

WITHIN = timedelta(hours=1)


@dataclass(slots=True)
class Folded:
    """The latest look, and the earlier ones that are told with it; nothing is left out, only told together."""

    look: Look
    earlier: list[Look] = field(default_factory=list)

    @property
    def times(self) -> int:
        """Return how many looks it tells of."""
        return 1 + len(self.earlier)

    @property
    def since(self) -> Look:
        """Return the first of them."""
        return self.earlier[-1] if self.earlier else self.look


def folded(looks: Iterable[Look]) -> list[Folded]:
    """Fold a page of the list, newest first: the same hand, the same verb, the same thing, an hour at most.

    What was done, rather than looked at, is told each time.
    """
    found: list[Folded] = []
    latest: dict[object, Folded] = {}
    for look in looks:
        what = (look.facts.get("part"), look.facts.get("field"), look.facts.get("reason"))
        key = (look.hand, look.verb, look.kind, look.number, look.purpose, what)
        above = latest.get(key)
        if look.reading and above and above.look.at - look.at <= WITHIN:
            above.earlier.append(look)
            continue
        latest[key] = Folded(look)
        found.append(latest[key])
    return found
