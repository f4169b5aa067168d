"""The review of what is kept from the people it is about."""

from __future__ import annotations

from datetime import date, datetime
from uuid import NAMESPACE_OID, uuid5

from django.db import transaction

from tongban.kernel.actors import Actor, Role
from tongban.kernel.days import day_of
from tongban.kernel.errors import NotAllowed
from tongban.ledger.errors import EntryNotFound, NotWithheld, UnfitReviewDay
from tongban.ledger.models import Entry, Review
from tongban.ledger.queries.disclosing import lifted
from tongban.ledger.rules.purposes import Disclose, Purpose, Why
from tongban.ledger.rules.reviewing import Decision, fit_day
from tongban.ledger.services.sequencing import lock_order
from tongban.ledger.services.writing import record


@transaction.atomic
def review_disclosure(*, position: int, decision: Decision, day: date, by: Actor, at: datetime) -> Review:
    """Confirm that an entry stays withheld until it is looked at again on ``day``, or lift it: shown from ``day``.

    Only the audit administrator decides (NotAllowed). Refuses (EntryNotFound) a position that is not there,
    (NotWithheld) an entry that is not withheld or was lifted, and (UnfitReviewDay) a day that is past or beyond a
    year. The entry of this verb concerns nobody but its own subject: it names no party, or it would tell what is kept.
    """
    if not by.holds(Role.AUDITOR):
        raise NotAllowed
    if not fit_day(decision, day=day, today=day_of(at)):
        raise UnfitReviewDay(field="day")
    lock_order()  # entries cannot be locked, because that would rewrite them; reviews are few
    entry = Entry.objects.filter(place__number=position).first()
    if entry is None:
        raise EntryNotFound
    if entry.disclose != Disclose.WITHHELD or lifted(entry):
        raise NotWithheld
    made = Review.objects.create(entry=entry, decision=decision, day=day, reviewer=by.id, at=at)
    record(
        at=at,
        actor=by,
        verb="ledger.review_disclosure",
        kind="entry",
        subject=uuid5(NAMESPACE_OID, f"tongban/ledger/entry/{entry.pk}"),
        before=Disclose.WITHHELD,
        after=decision,
        facts={"position": position, "day": day},
        why=Why(Purpose.AUDIT, entry.withheld_basis),
    )
    return made
