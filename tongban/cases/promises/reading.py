"""What was promised in a case, as it is shown to those who were let in: on the pages and by the open API alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tongban.cases import policy
from tongban.cases.models import Case, Promise, Promised
from tongban.cases.promises.rules import element_of, stands
from tongban.cases.promises.states import LABELS, UNDER_ORDER, PromiseState
from tongban.cases.queries.hanging import docket_of
from tongban.cases.queries.promising import asked_words, meet_until, names_promised, promised_words, promises
from tongban.duties import api as duties
from tongban.kernel.days import day_of
from tongban.orgs import api as orgs

RECTIFIED = "整改后符合"
OWED = {
    PromiseState.FOLLOWING: duties.Kind.DEFERRED,
    PromiseState.TO_CHECK: duties.Kind.AFTER_CHECK,
    PromiseState.ORDERED: duties.Kind.RECTIFICATION,
    PromiseState.REPORTED: duties.Kind.RECHECK,
}
"""What is owed of a promise that stands so: by the applicant, or by the authority that checks it."""
BY_APPLICANT = frozenset({PromiseState.FOLLOWING, PromiseState.ORDERED})


@dataclass(frozen=True, slots=True)
class Shown:
    """A promise as it is read: of what, in which words, how it stands and ended; ``end`` is empty while it stands.

    ``material``: what a promise calls it, ``element``: the element of the guide. ``until``: the last day to hand in
    what follows, while it does not; on which a condition has to be met, once it was decided; or to put right what was
    ordered. ``check_due``: the last day of the check, or of looking again, while it is owed. ``asked``: what was
    ordered to be done (责令限期整改), ``reported_at``: since when it is said to be.
    """

    material: str
    element: str
    name: str
    kind: Promised
    words: str
    promised_at: datetime | None
    end: str
    state_name: str
    ended_at: datetime | None
    until: date | None
    check_due: date | None
    stands: PromiseState
    asked: str = ""
    ordered_at: datetime | None = None
    reported_at: datetime | None = None


def rectifying_time(*, at: datetime) -> tuple[int, int, date]:
    """Return the usual and the longest time to put something right, in working days, and the last day of the usual."""
    today = day_of(at)
    terms = policy.rectifying(today)
    return terms.usual, terms.longest, orgs.work_calendar().after(today, terms.usual)


def shown(case: Case) -> list[Shown]:
    """Return what was promised in a case, in the order in which it was."""
    rows = promises(case)
    if not rows:
        return []
    docket, names = docket_of(case), names_promised(case)
    ends = {state: _ends(docket.running(kind)) for state, kind in OWED.items()}
    return [_shown(case, one, names.get(one.material, ""), ends.get(stands(one))) for one in rows]


def _ends(duty: duties.Duty | None) -> date | None:
    return duty.due_date if duty else None


def state_name(promise: Promise) -> str:
    """Return in words how a promise stands; one that was put right is said to have been."""
    state = stands(promise)
    return RECTIFIED if state == PromiseState.KEPT and promise.ordered_at else LABELS[state]


def _until(case: Case, one: Promise, end: date | None) -> date | None:
    state = stands(one)
    if state in BY_APPLICANT:
        return end
    return None if one.kind == Promised.DEFERRED or state in UNDER_ORDER else meet_until(case, one)


def _shown(case: Case, one: Promise, name: str, end: date | None) -> Shown:
    return Shown(
        material=one.material,
        element=element_of(one.material),
        name=name,
        kind=Promised(one.kind),
        words=promised_words(one),
        promised_at=one.promised_at,
        end=one.end,
        state_name=state_name(one),
        ended_at=one.ended_at,
        until=_until(case, one, end),
        check_due=None if stands(one) in BY_APPLICANT else end,
        stands=stands(one),
        asked=asked_words(one),
        ordered_at=one.ordered_at,
        reported_at=one.reported_at,
    )
