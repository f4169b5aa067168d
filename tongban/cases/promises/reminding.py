"""Reminding whoever promised a condition, or was ordered to put something right, of its last day: by a sweep, once.

Nothing follows from it: the end is in the words that were signed for or in the order, and the check comes after.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from tongban.cases import policy, queries
from tongban.cases.models import Promise, Promised
from tongban.cases.promises.rules import CRITERIA, ends_soon
from tongban.cases.queries.promising import meet_until, rectify_until
from tongban.cases.services.moving import tell
from tongban.cases.states import State
from tongban.duties import api as duties
from tongban.kernel.days import day_of, start_of
from tongban.orgs import api as orgs

OPEN = Promise.objects.filter(
    kind=Promised.COMMITMENT, material__startswith=CRITERIA, end="", reminded_at__isnull=True, case__state=State.GRANTED
)

# A reminder from before the order was of the promise itself.
ORDERED = Promise.objects.filter(
    Q(reminded_at__isnull=True) | Q(reminded_at__lt=F("ordered_at")),
    kind=Promised.COMMITMENT,
    end="",
    ordered_at__isnull=False,
    reported_at__isnull=True,
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


def orders_due(*, at: datetime) -> list[UUID]:
    """Return the cases where what was ordered has to be put right within the days of the policy, nobody told of it."""
    until = start_of(orgs.work_calendar().after(day_of(at), policy.rectifying(day_of(at)).remind + 1))
    near = [duty.subject for duty in duties.ending(duties.Kind.RECTIFICATION, after=at, until=until)]
    open_rows = ORDERED.filter(case__in=near, ordered_at__lt=start_of(day_of(at)))
    return list(dict.fromkeys(open_rows.order_by("case_id").values_list("case_id", flat=True)))


@transaction.atomic
def remind_of_order(*, case: UUID, at: datetime) -> bool:
    """Remind the applicant once of the last day to put right what was ordered; return whether a message was sent.

    Not on the day of the order itself, which says it. A mechanism, as for a condition: the order is in the record.
    """
    held = queries.hold_free(case)
    until = rectify_until(held) if held else None
    if held is None or until is None or not ORDERED.filter(case=held).update(reminded_at=at):
        return False
    tell(held, "case.rectification_due", at=at, until=until.isoformat())
    return True


def _last(at: datetime) -> date:
    """Return the last of the days about which somebody is reminded today."""
    return orgs.work_calendar().after(day_of(at), policy.committing(day_of(at)).remind)
