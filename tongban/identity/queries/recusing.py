"""In whose matters a member of staff does nothing: their own, their family's, those of their firms (公务员法76)."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from tongban.identity.models import Delegation, Kinship, Representation
from tongban.identity.queries.periods import in_force
from tongban.identity.states import DelegationState

WHO, WHEN = UUID(int=1), datetime.min.replace(tzinfo=UTC)  # stand for person and moment in the statement


@lru_cache(1)
def recusing_statement() -> tuple[str, tuple[Any, ...]]:
    """Write down which parties' matters a person (WHO) keeps out of at a moment (WHEN), as applicants and as agents.

    They are, beside the person, the relatives that were declared, from whichever side, every organisation that one of
    them represents, and whom the person acts for by a delegation or as a guardian, or lets act for them.
    """
    held = Kinship.objects.filter(in_force(WHEN)).order_by()
    family = (
        held.filter(person=WHO).values_list("relative", flat=True),
        held.filter(relative=WHO).values_list("person", flat=True),
    )
    # Each of them asked by itself: of one condition on all three the database reads every representation there is.
    held_by = Representation.objects.filter(in_force(WHEN)).order_by()
    firms = [held_by.filter(person=WHO), *(held_by.filter(person__in=relatives) for relatives in family)]
    given = Delegation.objects.filter(in_force(WHEN), state=DelegationState.IN_FORCE).order_by()
    found = family[0].union(
        family[1],
        *(one.values_list("organisation", flat=True) for one in firms),
        given.filter(agent=WHO).values_list("principal", flat=True),
        given.filter(principal=WHO).values_list("agent", flat=True),
        all=True,
    )
    sql, values = found.query.sql_with_params()
    return sql, tuple(values)
