"""What the law concludes from silence, applied to any number of held cases at once: one is a batch of one.

行政许可法32(1)4: whoever does not tell within the limit what is to be corrected has accepted the application from the
day it was received. Each entry is dated at the moment the limit of its case passed, whoever was awake.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from tongban.cases import queries
from tongban.cases.models import Assignment, Case, CaseStep
from tongban.cases.services import stepping
from tongban.cases.services.owing import both, decision_terms, terms_of, told
from tongban.cases.services.papers import issue_all
from tongban.cases.states import MOVES, Verb
from tongban.cases.steps.states import StepState
from tongban.duties import api as duties
from tongban.kernel.actors import SYSTEM
from tongban.ledger import api as ledger
from tongban.messages import api as messages
from tongban.orgs import api as orgs
from tongban.statements import api as statements

VERB = Verb.DEEM_ACCEPTED
Due = list[tuple[Case, datetime]]
Change = Callable[[Case, datetime], str]
"""Changes the state of a case by the table and returns the one before: ``services/moving`` alone does."""


def settle(ids: Collection[UUID], *, at: datetime, change: Change) -> list[Case]:
    """Accept those of some held cases whose notice limit passed in silence before ``at``, and return them.

    The caller holds their rows. What is written of them is one statement, and another for their entries.
    """
    due: Due = []
    for case in queries.read_all(ids):
        first = queries.docket_of(case).silent(at=at)
        if first is None or first.due_at is None or case.state not in MOVES.sources(VERB):
            continue
        if first.effect == duties.Silence.ACCEPTED_FROM_RECEIPT:
            due.append((case, first.due_at))
    if due:
        _accept(due, change)
    return [case for case, _ in due]


def _accept(due: Due, change: Change) -> None:
    _lift_prescreening(due)
    with orgs.one_stamp(), statements.together():
        duties.lapse_all(kind=duties.Kind.NOTICE, subjects=[case.pk for case, _ in due])
        promised = _begin(due)
        deeds = _shift(due, change)
        issue_all(due, "deemed_acceptance")
        messages.send_all([*_of_promises(promised), *_of_acceptance(due)])
    ledger.record_all(deeds)


def _of_promises(promised: Due) -> Iterator[messages.Telling]:
    for case, moment in promised:
        until = queries.deferred_until(case)
        yield from told(case, "case.deferred", at=moment, until=until.isoformat() if until else "")


def _of_acceptance(due: Due) -> Iterator[messages.Telling]:
    for case, moment in due:
        yield from told(case, "case.deemed_accepted", at=moment)


def _lift_prescreening(due: Due) -> None:
    kind = duties.Kind.PRESCREEN
    for case, moment in due:
        if queries.docket_of(case).running(kind) is not None:
            duties.lift(kinds=(kind,), subject=case.pk, at=moment)


def _begin(due: Due) -> Due:
    """Start the limits to decide and what was promised, lay out the steps; return where something was promised."""
    begun: list[duties.Duty] = []
    by = duties.almanac()
    steps: list[CaseStep] = []
    promised: Due = []
    for case, moment in due:
        case.accepted_at = queries.complete_from(case)
        laid = stepping.laid_out(case, at=moment)
        wanted = [*decision_terms(case, event=VERB, at=moment, by=by), *_of_steps(case, laid, moment)]
        if (owed := _promised(case)) is not None:
            wanted.append(owed)
            promised.append((case, moment))
        rows = [duties.drawn_up(**{"at": moment, "by": by, **terms}) for terms in wanted]
        queries.goes_on(case, rows, lapsed=duties.Kind.NOTICE)
        steps += laid
        begun += rows
    statements.insert_all(steps)
    duties.start_all(rows=begun)
    return promised


def _promised(case: Case) -> dict[str, Any] | None:
    limit = queries.deferred_limit(case, at=_accepted(case))
    if limit is None:
        return None
    return terms_of(case, duties.Kind.DEFERRED, limit, event=VERB, event_at=_accepted(case))


def _of_steps(case: Case, laid: Sequence[CaseStep], moment: datetime) -> list[dict[str, Any]]:
    found = (stepping.terms_of(case, step, at=moment) for step in laid if step.state == StepState.OPEN)
    return [terms for terms in found if terms is not None]


def _shift(due: Due, change: Change) -> list[ledger.Deed]:
    """Change the states by the table, end what was only for the state that is over; return the entry of each.

    The row says at once what ends first of what runs now, or it would be written once more for that (ADR 25).
    """
    deeds = []
    for case, moment in due:
        deeds.append(_deed(case, change(case, moment), moment))
        case.due_at = queries.docket_of(case).first_end(case.pk)
        if queries.assignments_of(case):
            Assignment.objects.filter(case=case, step=None, ended_at__isnull=True).update(ended_at=moment)
    statements.update_all([case for case, _ in due], ["state", "changed_at", "accepted_at", "due_at"])
    return deeds


def _deed(case: Case, before: str, moment: datetime) -> ledger.Deed:
    why = ledger.Why(ledger.Purpose.HANDLING, MOVES.article(VERB, before), about=both(case))
    verb = f"case.{VERB.lower()}"
    return ledger.Deed(moment, SYSTEM, verb, "case", case.pk, before, case.state, case.applicant_id, {}, why)


def _accepted(case: Case) -> datetime:
    if case.accepted_at is None:
        message = "what was accepted has a moment of acceptance"
        raise ValueError(message)
    return case.accepted_at
