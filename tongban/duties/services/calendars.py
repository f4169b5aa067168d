"""What moves every clock at once: a year's notice, a closure. Two people agree, then the clocks are counted anew.

The calendars are the business of the room below; here the agreement and the counting are tied together. Counting a
city's open clocks takes up to a minute, so it is left to the worker, by a job written in the transaction of the verb.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from tongban.duties.services.recounting import recompute
from tongban.kernel.actors import SYSTEM, Actor
from tongban.ledger import api as ledger
from tongban.orgs import api as orgs

PUT_IN_FORCE, RECOUNT = "duties.put_calendar_in_force", "duties.recount_closure"


@transaction.atomic
def approve_calendar(*, proposal: UUID, by: Actor, at: datetime) -> int:
    """Approve a year's notice as a second person and have it put in force; return the year.

    Whatever is killed afterwards, the approval and the job are both there or neither is. Refuses what
    ``orgs.approve_calendar`` refuses.
    """
    year = orgs.approve_calendar(proposal=proposal, by=by, at=at)
    _later(PUT_IN_FORCE, proposal=str(proposal))
    return year


@transaction.atomic
def confirm_closure(*, closure: UUID, by: Actor, at: datetime) -> None:
    """Put a closure into effect as a second person and have open clocks counted anew.

    What begins from now on is counted with it at once. Refuses what ``orgs.confirm_closure`` refuses.
    """
    if orgs.confirm_closure(closure=closure, by=by, at=at):
        _later(RECOUNT, closure=str(closure))


@transaction.atomic
def withdraw_closure(*, closure: UUID, by: Actor, at: datetime) -> None:
    """Take a closure back and, where it was in effect, have open clocks counted anew.

    Its days that have passed stay closed, and no end of a party comes nearer than it may (``recompute``): whoever was
    told a date can rely on it.
    Refuses what ``orgs.withdraw_closure`` refuses.
    """
    if orgs.withdraw_closure(closure=closure, by=by, at=at):
        _later(RECOUNT, closure=str(closure))


def put_calendar_in_force(*, proposal: UUID, at: datetime, by: Actor = SYSTEM) -> int:
    """Put an approved calendar in force and count anew what it concerns, both or neither; return how many changed.

    The second count is for duties that began on the old calendar while the first one was under way. Refuses what
    ``orgs.put_in_force`` refuses.
    """
    with transaction.atomic(), ledger.operation():
        years = [orgs.put_in_force(proposal=proposal, at=at, by=by)]
        changed = recompute(years=years, by=by, at=at, cause=proposal)
    return changed + recompute(years=years, by=by, at=at, cause=proposal)


def recount_closure(*, closure: UUID, at: datetime, by: Actor = SYSTEM) -> int:
    """Count anew what a closure concerns as it is now, twice as above; return how many changed."""
    with transaction.atomic():
        years: Sequence[int] = orgs.note_recount(closure=closure)
        changed = recompute(years=years, by=by, at=at, cause=closure) if years else 0
    return changed + (recompute(years=years, by=by, at=at, cause=closure) if years else 0)


def _later(task: str, **key: str) -> None:
    """Write the job in the caller's transaction. Named only: jobs stand above verbs and call them."""
    app.configure_task(task, allow_unknown=True).defer(**key)
