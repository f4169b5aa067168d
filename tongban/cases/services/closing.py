"""送达与撤回: handing over the result, and withdrawing before there is one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tongban.cases.errors import AlreadyDelivered
from tongban.cases.models import Case
from tongban.cases.services.moving import lock, shift, tell
from tongban.cases.states import Verb
from tongban.duties import api as duties
from tongban.kernel.actors import Actor


@transaction.atomic
def deliver(*, number: str, by: Actor, at: datetime) -> Case:
    """Deliver the result: the applicant signs for it online, or the window hands it out (行政许可法44; 工作规范22)."""
    case = lock(number, actor=by, at=at)
    if case.delivered_at is not None:
        raise AlreadyDelivered
    shift(case, Verb.DELIVER, actor=by, at=at)
    case.delivered_at = at
    case.save(update_fields=["delivered_at"])
    duties.meet(kinds=(duties.Kind.DELIVERY,), subject=case.id, at=at)
    return case


@transaction.atomic
def withdraw(*, number: str, by: Actor, at: datetime) -> Case:
    """Withdraw the application before a decision; nobody owes anything any more."""
    case = lock(number, actor=by, at=at)
    shift(case, Verb.WITHDRAW, actor=by, at=at)
    duties.lift(kinds=tuple(duties.Kind), subject=case.id, at=at)
    tell(case, "case.withdrawn", at=at)
    return case
