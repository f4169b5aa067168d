"""In whose matters a member of staff does nothing: their own, their family's, those of their firms (公务员法76)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from tongban.identity.models import Delegation, Kinship, Representation
from tongban.identity.queries.periods import in_force
from tongban.identity.states import DelegationState


def recused(person: UUID, *, at: datetime) -> frozenset[UUID]:
    """Return the parties whose matters a person keeps out of at this moment, as applicants and as their agents.

    They are the person, the relatives that were declared, from whichever side, every organisation that one of them
    represents, and whom the person acts for by a delegation or as a guardian, or lets act for them. One query.
    """
    held = Kinship.objects.filter(in_force(at)).order_by()
    family = (
        held.filter(person=person).values_list("relative", flat=True),
        held.filter(relative=person).values_list("person", flat=True),
    )
    firms = Representation.objects.filter(in_force(at), _one_of("person", person, *family)).order_by()
    given = Delegation.objects.filter(in_force(at), state=DelegationState.IN_FORCE).order_by()
    found = family[0].union(
        family[1],
        firms.values_list("organisation", flat=True),
        given.filter(agent=person).values_list("principal", flat=True),
        given.filter(principal=person).values_list("agent", flat=True),
    )
    return frozenset({person, *found})


def _one_of(column: str, person: UUID, *family: object) -> Q:
    wanted = Q(**{column: person})
    for relatives in family:
        wanted |= Q(**{f"{column}__in": relatives})
    return wanted
