"""Who may watch which clocks over all rooms."""

from __future__ import annotations

from collections.abc import Iterable

from tongban.kernel.actors import Actor, Grant, Role

OWN_DEPARTMENT = frozenset({Role.ACCEPTOR, Role.EXAMINER, Role.DECIDER})
EVERY = "*"


def watching(actor: Actor) -> list[Grant]:
    """Return the grants that let an actor watch: a supervisor's, and those who handle within a named department."""
    return [grant for grant in actor.grants if _lets_watch(grant)]


def may_watch(actor: Actor, *, department: str, region: str) -> bool:
    """Tell whether an actor may see a clock of this department and region; what is city-wide needs a grant for all."""
    grants: Iterable[Grant] = watching(actor)
    return any(grant.covers(department=department, region=region) for grant in grants)


def _lets_watch(grant: Grant) -> bool:
    return grant.role == Role.SUPERVISOR or (grant.role in OWN_DEPARTMENT and grant.department != EVERY)
