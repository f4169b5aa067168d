"""What the worker does after two people agreed: new calendars, closures, and the clocks counted anew."""

from __future__ import annotations

import logging
from collections.abc import Callable
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from tongban.duties.services import calendars, recompute
from tongban.kernel.actors import SYSTEM
from tongban.kernel.errors import Refused, WrongState
from tongban.orgs import api as orgs

log = logging.getLogger(__name__)


@app.task(name=calendars.PUT_IN_FORCE)
def put_calendar_in_force(proposal: str) -> int:
    """Carry out an approval; return how many clocks moved. Carried out already, or withdrawn, it does nothing."""
    at = timezone.now()
    return _tried(lambda: calendars.put_calendar_in_force(proposal=UUID(proposal), at=at), proposal)


@app.task(name=calendars.RECOUNT)
def recount_closure(closure: str) -> int:
    """Count anew after a closure was confirmed or withdrawn; return how many clocks moved."""
    at = timezone.now()
    return _tried(lambda: calendars.recount_closure(closure=UUID(closure), at=at), closure)


@app.periodic(cron="*/10 * * * *")
@app.task(name="duties.finish_calendars", queueing_lock="duties.finish_calendars")
def finish_calendars(timestamp: int) -> int:
    """Carry out what a killed worker left undone; return how many clocks moved. Nothing agreed on waits for ever."""
    del timestamp  # when it was planned; what is left is looked for when it is done
    approved = orgs.calendar_proposals().filter(state=orgs.ProposalState.APPROVED)
    waiting = orgs.declared_closures().filter(recount=True)
    changed = sum(put_calendar_in_force(str(key)) for key in approved.values_list("pk", flat=True))
    return changed + sum(recount_closure(str(key)) for key in waiting.values_list("pk", flat=True))


@app.periodic(cron="27 2 * * *")
@app.task(name="duties.recount", queueing_lock="duties.recount")
def recount(timestamp: int) -> int:
    """Every night, count all open duties anew; nothing changes where all is as it should be. Return how many did."""
    del timestamp  # when it was planned; what counts is the calendar in force when it is done
    try:
        return recompute(by=SYSTEM, at=timezone.now())
    except orgs.BentCalendar as refusal:  # the status page shows it, and nothing is counted by what nobody put in force
        log.exception("calendars or closures are not what the ledger says", extra={"subject": ",".join(refusal.found)})
        return 0


def _tried(work: Callable[[], int], key: str) -> int:
    try:
        return work()
    except WrongState:  # somebody was faster, or took it back
        return 0
    except Refused:  # the page shows that it waits, and an operator can take it back
        log.exception("an approved calendar cannot be put in force", extra={"subject": key})
        return 0
