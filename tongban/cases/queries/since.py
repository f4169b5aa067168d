"""From what day the limits to decide are counted: from acceptance, the law's own from receipt where it says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from tongban.cases.models import Case
from tongban.cases.queries.hanging import changes_of, correction_notice, running_of
from tongban.cases.queries.ruling import basis_of
from tongban.cases.states import Verb
from tongban.catalog import api as catalog
from tongban.duties import api as duties

RECEIVED, CORRECTED, ORIGINALS = "收到申请之日", "收到补正材料之日", "核验原件之日"
_SUPPLEMENTED = f"case.{Verb.SUPPLEMENT.lower()}"


@dataclass(frozen=True, slots=True)
class FromReceipt:
    """How a paper tells of a statutory limit that its law counts from receipt: since what day, and until when.

    ``called``: what happened on the day ``since``; ``alone``: no promise ends sooner, so that this is the limit to
    decide by; ``over``: it was over before the acceptance.
    """

    since: date
    called: str
    law: str
    limit: str
    due_on: date
    alone: bool
    over: bool


def counts_from(case: Case, kind: duties.Kind) -> datetime:
    """Return from when on a limit to decide of an accepted case counts (行政许可法42(1)).

    From acceptance; the statutory one of a law that counts 自收到申请之日起 (建筑法8(2)) from when the application was
    there: received, and where more was asked for, with what came last, or with the originals that a law demands. Never
    later than from acceptance, which may be dated back to the first answer.
    """
    if case.accepted_at is None:
        message = "what is not accepted has no limit to decide"
        raise ValueError(message)
    if kind != duties.Kind.STATUTORY or not case.guide.guide.limits.from_receipt:
        return case.accepted_at
    return min(max(_arrivals(case))[0], case.accepted_at)


def from_receipt(case: Case, *, at: datetime) -> FromReceipt | None:
    """Return how the statutory limit of a case that was just accepted is told of, where it counts from receipt."""
    guide, limit = case.guide.guide, case.guide.guide.limits.statutory
    if limit is None or not guide.limits.from_receipt:
        return None
    clock = running_of(case, duties.Kind.STATUTORY)
    if clock is None or clock.due_date is None:
        return None
    promise = running_of(case, duties.Kind.PROMISED)
    sooner = promise is not None and promise.due_date is not None and promise.due_date < clock.due_date
    return FromReceipt(
        since=clock.event_date,
        called=max(_arrivals(case))[1],
        law=basis_of(guide, limit),
        limit=catalog.Limit(amount=limit.amount, unit=limit.unit).legal_text,
        due_on=clock.due_date,
        alone=not sooner,
        over=clock.due_at is not None and at >= clock.due_at,
    )


def counts_earlier(case: Case, clock: duties.Duty) -> bool:
    """Tell whether a limit to decide counts from before the acceptance: its law counts from receipt."""
    return case.accepted_at is not None and clock.event_at < case.accepted_at


def _arrivals(case: Case) -> Iterator[tuple[datetime, str]]:
    """Yield when what belongs to an application came, and what came: whatever came last made it whole."""
    yield case.received_at or case.opened_at, RECEIVED
    notice = correction_notice(case)
    if notice is not None and notice.answered_at is not None:
        answers = (one.at for one in changes_of(case) if one.verb == _SUPPLEMENTED)
        yield max(notice.answered_at, *answers), CORRECTED
    if case.originals_at is not None:
        yield case.originals_at, ORIGINALS
