"""Leaving: an account is closed after a time to think, when nothing of the person's is open any more."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from tongban.cases import api as cases
from tongban.identity import api as identity
from tongban.kernel.actors import SYSTEM, Actor, Role
from tongban.kernel.days import day_of
from tongban.kernel.ids import uuid7
from tongban.kernel.wording import day_text
from tongban.ledger import api as ledger
from tongban.messages import api as messages
from tongban.privacy import queries, rules
from tongban.privacy.errors import ClosingAlready, NotClosing, NotYourData
from tongban.privacy.models import Closing
from tongban.privacy.states import CLOSINGS, ClosingState, ClosingVerb

KIND = "closing"


@transaction.atomic
def ask_closing(*, by: Actor, at: datetime) -> datetime:
    """Ask to close one's own account; return when the time to think is over.

    Nothing stands against asking, and no reason is asked for (个人信息保护法47(1)3: 撤回同意; 15: 便捷). Only the
    natural person themselves (NotYourData). ClosingAlready while one is under way, a second click included.
    """
    if not rules.is_the_person(by) or by.party is None:
        raise NotYourData
    row = Closing(
        id=uuid7(at),
        party_id=by.party,
        user_id=by.id,
        state=ClosingState.COOLING,
        asked_at=at,
        ends_at=rules.ends_at(at, queries.policy(day_of(at)).cooling_days),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise ClosingAlready from None
    _note(row, "closing.ask", by, at, "GBF.47.1.3")
    messages.send(to=by.party, template="privacy.closing", facts={"day": day_text(day_of(row.ends_at))}, at=at)
    return row.ends_at


@transaction.atomic
def take_back_closing(*, by: Actor, at: datetime) -> None:
    """Take the closing of one's own account back, as long as it is not closed; NotClosing if there is none."""
    row = Closing.objects.select_for_update().filter(user=by.id, state=ClosingState.COOLING).first()
    if row is None:
        raise NotClosing
    before = row.state
    row.state = CLOSINGS.target(ClosingVerb.TAKE_BACK, state=before, roles=[Role.APPLICANT])
    row.ended_at = at
    row.save()
    _note(row, "closing.take_back", by, at, CLOSINGS.article(ClosingVerb.TAKE_BACK, before), before=before)


@transaction.atomic
def close_account(*, closing: UUID, at: datetime) -> bool:
    """Close the account of a closing whose time is over, if nothing of the person's is open; tell whether it was.

    Drafts and messages are deleted, contact data is erased, and from this moment on nothing can be opened with the
    account. What stays are the cases that were decided, with the person they were decided for (档案法13, 14), and the
    record, in which there are no names. Without any case the person is erased as well.
    """
    row = Closing.objects.select_for_update().filter(pk=closing, state=ClosingState.COOLING).first()
    kept = cases.kept_of(row.party_id) if row else None
    if row is None or kept is None or not rules.may_close(ends_at=row.ends_at, at=at, open_matters=kept.open_matters):
        return False
    before = row.state
    row.state = CLOSINGS.target(ClosingVerb.CLOSE, state=before, roles=[Role.LAW])
    row.ended_at = at
    row.save()
    with ledger.operation():
        cases.forget_drafts(party=row.party_id, by=SYSTEM, at=at)
        messages.forget(to=row.party_id)
        identity.end_account(user=row.user_id, keep_person=bool(kept.cases), by=SYSTEM, at=at)
        _note(row, "closing.close", SYSTEM, at, CLOSINGS.article(ClosingVerb.CLOSE, before), before=before)
    return True


def due_closings(*, at: datetime, limit: int = 100) -> list[UUID]:
    """Return the closings whose time to think is over, for the sweep."""
    due = Closing.objects.filter(state=ClosingState.COOLING, ends_at__lte=at).order_by("ends_at")
    return list(due.values_list("pk", flat=True)[:limit])


def _note(row: Closing, verb: str, by: Actor, at: datetime, basis: str, *, before: str = "") -> None:
    ledger.record(
        at=at,
        actor=by,
        verb=verb,
        kind=KIND,
        subject=row.pk,
        before=before,
        after=row.state,
        for_party=row.party_id,
        why=ledger.Why(ledger.Purpose.HANDLING, basis),
    )
