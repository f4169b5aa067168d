"""Whether an application renews a licence, until when that is valid, and whether it came in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tongban.cases.models import Case
from tongban.cases.queries.finding import answers
from tongban.cases.queries.ruling import basis_of
from tongban.catalog import api as catalog
from tongban.duties import api as duties
from tongban.kernel.days import day_of
from tongban.kernel.limits import Direction, Roll, Unit
from tongban.kernel.workdays import WorkCalendar
from tongban.orgs import api as orgs


@dataclass(frozen=True, slots=True)
class Renewing:
    """Of an application that renews a licence: its last day, and the last day to apply so that silence renews it.

    Where no calendar reaches its last day yet, the last day to apply is told too early rather than too late.
    ``in_time``: it was, or now is, handed in by then. ``expired``: the licence is over, so there is nothing to renew.
    """

    expires_on: date
    apply_by: date
    in_time: bool
    expired: bool
    basis: str


def renewing(case: Case, *, at: datetime) -> Renewing | None:
    """Return what the law says of a renewal, of a draft as if it were handed in now; None for anything else.

    None as well while the expiry is not answered. Until there are electronic licences the applicant says it.
    """
    guide = case.guide.guide
    if guide.basics.renewal is None:
        return None
    received = day_of(case.received_at or at)
    rule = duties.regime(guide.regime, on=received).renewal
    expiry = _day(answers(case).get(guide.basics.renewal.expiry))
    if rule is None or expiry is None:
        return None
    limit = apply_limit(guide, rule)
    if received > expiry:  # whatever its calendar was
        return Renewing(expiry, expiry, in_time=False, expired=True, basis=limit.basis)
    by = _apply_by(limit, expiry, received, orgs.work_calendar())
    return Renewing(expiry, by, in_time=received <= by, expired=False, basis=limit.basis)


def _apply_by(limit: duties.Limit, expiry: date, received: date, calendar: WorkCalendar) -> date:
    """Return the last day to apply; counted back from the last day that calendars know where that is early enough."""
    known = date(max(calendar.years), 12, 31)
    if known < expiry and received <= (by := duties.last_day(limit, known, calendar)):
        return by
    return duties.last_day(limit, expiry, calendar)


def apply_limit(guide: catalog.Guide, rule: duties.Renewal) -> duties.Limit:
    """Return how long before the expiry one applies: by the special law that the guide names, else by the regime."""
    own = guide.basics.renewal.apply if guide.basics.renewal else None
    if own is None:
        return rule.apply
    return duties.Limit(own.amount, own.unit, basis_of(guide, own), direction=Direction.BACKWARD, roll=Roll.NONE)


def silence_limit(found: Renewing, *, at: datetime) -> duties.Limit | None:
    """Return the time from a moment to the end of the last day of the licence; None where silence renews nothing."""
    days = (found.expires_on - day_of(at)).days
    if not found.in_time or days < 1:
        return None
    return duties.Limit(days, Unit.NATURAL_DAY, found.basis, roll=Roll.NONE)


def _day(answer: Any) -> date | None:  # noqa: ANN401 - an answer may be anything that JSON holds
    try:
        return date.fromisoformat(str(answer))
    except ValueError:
        return None
