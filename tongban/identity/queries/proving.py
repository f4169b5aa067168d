"""How surely somebody is who they say, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tongban.identity.models import Party
from tongban.identity.states import RealNameLevel
from tongban.kernel.actors import Actor, ActorKind
from tongban.kernel.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Certainty:
    """The level, by what it was proven as a code (empty if never), and when."""

    level: RealNameLevel
    method: str
    at: datetime | None


def proven(party: UUID, *, by: Actor) -> Certainty:
    """Return how a party was proven, for the party itself and for the system; NotAllowed for anybody else."""
    if by.kind is not ActorKind.SYSTEM and by.party != party:
        raise NotAllowed
    held = Party.objects.get(pk=party)
    return Certainty(RealNameLevel(held.real_name_level), held.proven_by, held.proven_at)
