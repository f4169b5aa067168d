"""In whose matters a member of staff does nothing: their own, their family's, those of their firms (公务员法76)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from tongban.identity.models import Account, Kinship, Representation
from tongban.identity.queries.periods import in_force


def recused(person: UUID, *, at: datetime) -> frozenset[UUID]:
    """Return the parties whose matters a person keeps out of at this moment, and the accounts of those persons.

    They are the person, the relatives that were declared, from whichever side, and every organisation that one of them
    may act for. The accounts are there because whoever filled in an application for somebody else is concerned as well.
    One query.
    """
    held = Kinship.objects.filter(in_force(at)).order_by()
    family = (
        held.filter(person=person).values_list("relative", flat=True),
        held.filter(relative=person).values_list("person", flat=True),
    )
    firms = Representation.objects.filter(in_force(at), _one_of("person", person, *family)).order_by()
    accounts = Account.objects.filter(_one_of("party", person, *family)).order_by()
    close = family[0].union(
        family[1], firms.values_list("organisation", flat=True), accounts.values_list("user", flat=True)
    )
    return frozenset({person, *close})


def _one_of(column: str, person: UUID, *family: object) -> Q:
    wanted = Q(**{column: person})
    for relatives in family:
        wanted |= Q(**{f"{column}__in": relatives})
    return wanted
