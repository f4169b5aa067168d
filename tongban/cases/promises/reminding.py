"""Reminding whoever promised a condition of the day until which it has to be met: once, some days before, by a sweep.

Nothing follows from it: the promise and its end are in the words that were signed for, and the check comes after.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from tongban.cases import policy, queries
from tongban.cases.models import Promise, Promised
from tongban.cases.promises.rules import CRITERIA, ends_soon
from tongban.cases.queries.promising import meet_until
from tongban.cases.services.moving import tell
from tongban.cases.states import State
from tongban.kernel.days import day_of
from tongban.orgs import api as orgs

OPEN = Promise.objects.filter(
    kind=Promised.COMMITMENT, material__startswith=CRITERIA, end="", reminded_at__isnull=True, case__state=State.GRANTED
)


def conditions_due(*, at: datetime) -> list[UUID]:
    """Return the cases with a promised condition to be met within the days of the policy, of which nobody was told."""
    today, last = day_of(at), _last(at)
    rows = OPEN.select_related("case__guide").defer("text", "case__answers", "case__guide__document")
    near = (
        row.case_id for row in rows.order_by("id").iterator(500) if ends_soon(meet_until(row.case, row), today, last)
    )
    return list(dict.fromkeys(near))


@transaction.atomic
def remind_of_condition(*, case: UUID, at: datetime) -> bool:
    """Remind the applicant once of the conditions to be met soon; return whether a message was sent.

    Nothing is sent where it was checked already, the time is over or nothing was granted. A mechanism, as for
    what follows (容缺): the promise and its end are in the record already.
    """
    held = queries.hold_free(case)
    if held is None:
        return False
    today, last = day_of(at), _last(at)
    until = {row.pk: meet_until(held, row) for row in OPEN.filter(case=held)}
    soon = {key: end for key, end in until.items() if end and ends_soon(end, today, last)}
    if not soon or not OPEN.filter(pk__in=soon).update(reminded_at=at):
        return False
    tell(held, "case.condition_due", at=at, until=min(soon.values()).isoformat())
    return True


def _last(at: datetime) -> date:
    """Return the last of the days about which somebody is reminded today."""
    return orgs.work_calendar().after(day_of(at), policy.committing(day_of(at)).remind)
