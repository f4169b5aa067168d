"""责令限期整改: ordering that what a check found unmet is put right in a time, and what its applicant reports of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from tongban.cases import policy, queries, rules
from tongban.cases.models import AddedFile, Addition, Case, Promise
from tongban.cases.promises.errors import NothingToReport
from tongban.cases.promises.rules import ToRectify, asked_for, refuse_time, stands, to_rectify
from tongban.cases.promises.states import PROMISES, PromiseVerb
from tongban.cases.queries import promising as reading
from tongban.cases.queries import sealing
from tongban.cases.services.accepting import write_opinion
from tongban.cases.services.adding import enclosed
from tongban.cases.services.drafting import Upload
from tongban.cases.services.moving import lock, owe, shift, tell
from tongban.cases.services.papers import issue
from tongban.cases.services.promising import refuse_too_early, settle_checks
from tongban.cases.states import MOVES, Verb
from tongban.duties import api as duties
from tongban.kernel.actors import Actor
from tongban.kernel.days import day_of
from tongban.kernel.ids import uuid7
from tongban.kernel.limits import Unit
from tongban.kernel.wording import day_text
from tongban.ledger import api as ledger


@transaction.atomic
def order_rectification(
    *, number: str, points: Sequence[ToRectify], days: int, reason: str, by: Actor, at: datetime
) -> Case:
    """Order in writing that what was promised and found unmet is put right (国办发〔2020〕42号: 责令限期整改).

    ``points``: which, and what has to be reached; ``days``: within how many working days, no more than the policy of
    the day gives; ``reason``: what the check found. The applicant owes it from now on; while its time runs nothing is
    found unmet, and each promise is ordered once. It changes nothing of the decision. What was false from the
    beginning needs no order: it is found so at once (``check_commitment``; 行政许可法69(2)).

    NothingToOrder where all is judged or ordered, OrderRuns while another order runs, NotYetToMeet where a condition
    still has time by its promise.
    """
    case = lock(number, actor=by, at=at)
    roles = queries.roles_of(by, case)
    MOVES.target(Verb.ORDER_RECTIFICATION, state=case.state, roles=roles)
    held = {one.material: one for one in reading.commitments(case)}
    reading.refuse_to_order(case, at=at)
    asked = to_rectify(points, held)
    for key in asked:
        PROMISES.target(PromiseVerb.ORDER, state=stands(held[key]), roles=roles)
        refuse_too_early(case, held[key], at=at, field=f"text.{key}")
    found, terms = rules.reason(reason), policy.rectifying(day_of(at))
    refuse_time(days, longest=terms.longest)
    shift(case, Verb.ORDER_RECTIFICATION, actor=by, at=at, facts={"materials": sorted(asked), "days": days})
    write_opinion(case, Verb.ORDER_RECTIFICATION, found, by=by, at=at)
    for key, text in asked.items():
        sealed = sealing.seal(case.id, {"words": text})
        case.promises.filter(pk=held[key].pk).update(ordered_at=at, asked=sealed)
    settle_checks(case, reading.commitments(case), at=at)
    limit = duties.Limit(days, Unit.WORKING_DAY, terms.source)
    duty = owe(case, duties.Kind.RECTIFICATION, limit, event=Verb.ORDER_RECTIFICATION, event_at=at, at=at)
    until = _last_day(duty)
    listed = asked_for(asked, reading.names_promised(case))
    issue(case, "rectification", at=at, more={"reason": found, "points": listed, "due_on": until})
    tell(case, "case.rectification_ordered", at=at, until=until.isoformat())
    return case


@transaction.atomic
def report_rectification(*, number: str, words: str, uploads: Sequence[Upload], by: Actor, at: datetime) -> Case:
    """Report that, and how, what was ordered is put right: in words, with files, or both (整改情况).

    Late reports are taken in as long as nothing was judged, and more can be said until then. From the first the
    authority owes looking again, within the days of the policy. NothingToReport where nothing was ordered, NothingAdded
    without anything in it, AddedTooOften past ``rules.MOST_ADDITIONS``; a refusal of a file names it.
    """
    case = lock(number, actor=by, at=at)
    roles = queries.roles_of(by, case)
    MOVES.target(Verb.REPORT_RECTIFICATION, state=case.state, roles=roles)
    rows = reading.under_order(case)
    if not rows:
        raise NothingToReport
    for row in rows:
        PROMISES.target(PromiseVerb.REPORT, state=stands(row), roles=roles)
    before = case.additions.filter(reports=True).count()
    text = rules.addition(words, files=len(uploads), before=before)
    facts: dict[str, ledger.Fact] = {"materials": sorted(row.material for row in rows), "files": len(uploads)}
    shift(case, Verb.REPORT_RECTIFICATION, actor=by, at=at, facts=facts)
    _keep(case, text, uploads, by, at)
    case.promises.filter(pk__in=[row.pk for row in rows], reported_at__isnull=True).update(reported_at=at)
    duties.meet(kinds=(duties.Kind.RECTIFICATION,), subject=case.id, at=at)
    until = _owe_recheck(case, at)
    issue(case, "rectification_report", at=at, more=_receipt(case, rows, len(uploads), until, at))
    tell(case, "case.rectification_reported", at=at, until=until.isoformat())
    return case


def _keep(case: Case, text: str, uploads: Sequence[Upload], by: Actor, at: datetime) -> None:
    words = sealing.seal(case.id, {"text": text})
    row = Addition.objects.create(id=uuid7(at), case=case, words=words, at=at, reports=True)
    for upload in uploads:
        AddedFile.objects.create(id=uuid7(at), addition=row, file=enclosed(upload, by=by, at=at))


def _owe_recheck(case: Case, at: datetime) -> date:
    """Let the authority owe looking again from the first report on, and return its last day."""
    duty = duties.open_duty(duties.Kind.RECHECK, subject=case.id)
    if duty is None:
        terms = policy.rectifying(day_of(at))
        limit = duties.Limit(terms.recheck, Unit.WORKING_DAY, terms.source)
        duty = owe(case, duties.Kind.RECHECK, limit, event=Verb.REPORT_RECTIFICATION, event_at=at, at=at)
    return _last_day(duty)


def _last_day(duty: duties.Duty) -> date:
    """Return the day a clock ends on which nothing stops."""
    if duty.due_date is None:
        message = f"{duty.kind} has an end"
        raise LookupError(message)
    return duty.due_date


def _receipt(case: Case, rows: Sequence[Promise], files: int, until: date, at: datetime) -> dict[str, object]:
    names = reading.names_promised(case)
    enclosed_with = f"整改情况的说明和 {files} 个文件" if files else "整改情况的说明"
    lines = [{"label": names.get(row.material, row.material), "value": enclosed_with} for row in rows]
    return {
        "received_on": day_of(at),
        "materials": lines,
        "next_step": f"本机关最晚在{day_text(until)}（含当日）复查，复查结果会告诉您。",
    }
