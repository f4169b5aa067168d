"""Working-day calendars: what is in force, and a year's notice that two people put in force."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tongban.duties import api as duties
from tongban.identity import api as identity
from tongban.kernel.actors import Actor
from tongban.kernel.errors import Broken
from tongban.kernel.workdays import SpecialDay
from tongban.orgs import api as orgs
from tongban.web import flash
from tongban.web.desk import months, written
from tongban.web.guards import operators_only
from tongban.web.paging import cut, page_number
from tongban.web.request import Request

Verbs = dict[orgs.Verb, Callable[[UUID, QueryDict, Actor, datetime], object]]
DONE = {
    orgs.Verb.APPROVE: "已批准。系统正在重新计算涉及的时限，完成后日历生效。",
    orgs.Verb.REJECT: "已退回。提交人可以按您写的理由修改后重新提交。",
    orgs.Verb.WITHDRAW: "已撤回，现行日历没有变化。",
}


@require_GET
@operators_only
def index(request: Request) -> HttpResponse:
    """List the years in force and what is proposed."""
    proposals = cut(orgs.calendar_proposals(), number=page_number(request))
    context = {
        "years": orgs.calendar_years(),
        "proposals": proposals,
        "names": _names(request, proposals.rows),
    }
    return render(request, "web/desk/calendars/index.html", context)


@require_GET
@operators_only
def year(request: Request, number: int) -> HttpResponse:
    """Show a year in force, month by month."""
    found = orgs.calendar_year(number)
    context = {"year": found, "months": months.year(number, months.special_days(found.days.all()))}
    return render(request, "web/desk/calendars/year.html", context)


@require_http_methods(["GET", "POST"])
@operators_only
def propose(request: Request) -> HttpResponse:
    """Take a year's notice down; a file only fills the form in, so that somebody looks at it before it is proposed."""
    if request.method == "GET":
        return _form(request, written.empty(_next_year()))
    if "file" in request.FILES:
        return _read(request)
    said = written.posted(request.POST)
    try:
        key = _propose(said, request.actor, timezone.now())
    except orgs.ProposedAlready as refusal:  # what was typed stays in sight
        return _form(request, said, {"year": refusal.message})
    except Broken as refusal:
        return _form(request, said, faults_of(refusal))
    flash.say(request, "已提交，等待另一位系统运行人员复核。现行日历没有变化。")
    return redirect("desk:calendar-proposal", key=key)


@require_http_methods(["GET", "POST"])
@operators_only
def proposal(request: Request, key: UUID) -> HttpResponse:
    """Show what a proposal changes and how many clocks it touches; approve, reject or withdraw it."""
    if request.method == "GET":
        return _proposal(request, key)
    verb = request.POST.get("verb", "")
    if verb not in VERBS:
        raise Http404
    try:
        VERBS[orgs.Verb(verb)](key, request.POST, request.actor, timezone.now())
    except Broken as refusal:
        return _proposal(request, key, faults_of(refusal))
    flash.say(request, DONE[orgs.Verb(verb)])
    return redirect("desk:calendar-proposal", key=key)


def _approve(key: UUID, _: QueryDict, by: Actor, at: datetime) -> object:
    return duties.approve_calendar(proposal=key, by=by, at=at)


def _reject(key: UUID, post: QueryDict, by: Actor, at: datetime) -> object:
    return orgs.reject_calendar(proposal=key, reason=post.get("reason", ""), by=by, at=at)


def _withdraw(key: UUID, _: QueryDict, by: Actor, at: datetime) -> object:
    return orgs.withdraw_calendar(proposal=key, by=by, at=at)


VERBS: Verbs = {orgs.Verb.APPROVE: _approve, orgs.Verb.REJECT: _reject, orgs.Verb.WITHDRAW: _withdraw}


def _propose(said: written.Written, by: Actor, at: datetime) -> UUID:
    if said.unread:
        raise orgs.Unfit(dict(said.unread))
    return orgs.propose_calendar(
        year=said.year,
        source=said.head["source"],
        published_on=written.day_of(said.head["published_on"]),
        lines=said.lines,
        correction=said.head["correction"],
        by=by,
        at=at,
    )


def _read(request: Request) -> HttpResponse:
    file = request.FILES["file"]
    data = file.read(orgs.LARGEST_NOTICE + 1) if isinstance(file, UploadedFile) else b""
    try:
        said = written.of_file(orgs.notice(data))
    except Broken as refusal:
        return _form(request, written.empty(_next_year()), faults_of(refusal))
    return _form(request, said, filled=True)


def _form(
    request: Request, said: written.Written, faults: dict[str, str] | None = None, *, filled: bool = False
) -> HttpResponse:
    faults = faults or {}
    context = {
        "fields": written.head_fields(said, faults),
        "rows": written.row_fields(said, faults),
        "correction": written.correction_field(said, faults),
        "faults": faults,
        "filled": filled,
    }
    return render(request, "web/desk/calendars/propose.html", context, status=422 if faults else 200)


def _proposal(request: Request, key: UUID, faults: dict[str, str] | None = None) -> HttpResponse:
    found = orgs.calendar_proposal(key)
    waits, in_force = (found.state == state for state in (orgs.ProposalState.PROPOSED, orgs.ProposalState.IN_FORCE))
    changes = orgs.changes(_in_force(found.year), found.days) if found.ended_at is None else []
    context = {
        "proposal": found,
        "names": _names(request, [found]),
        "verbs": orgs.proposal_verbs(request.actor, found),
        "changes": [change for change in changes if change.counts],
        "renamed": len([change for change in changes if not change.counts]),
        "months": months.year(found.year, found.days, [change.day for change in changes if change.counts]),
        "touched": duties.open_through(date(found.year, 1, 1), date(found.year, 12, 31)),
        "foreseen": duties.foresee_calendar(key, at=timezone.now()) if waits else None,
        "moved": duties.recounted(key, since=found.decided_at) if in_force and found.decided_at else None,
        "faults": faults or {},
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "web/desk/calendars/proposal.html", context, status=422 if faults else 200)


def _in_force(number: int) -> dict[date, SpecialDay]:
    try:
        return months.special_days(orgs.calendar_year(number).days.all())
    except orgs.CalendarNotLoaded:
        return {}


def _next_year() -> int:
    """Return the first year without a notice: the one people come for in November."""
    announced = [one.year for one in orgs.calendar_years() if one.status == orgs.CalendarStatus.ANNOUNCED]
    return max(announced, default=timezone.now().year) + 1


def _names(request: Request, proposals: list[orgs.CalendarProposal]) -> dict[UUID, str]:
    people = {who for one in proposals for who in (one.proposed_by, one.decided_by) if who}
    return identity.staff_names(people, by=request.actor)


def faults_of(refusal: Broken) -> dict[str, str]:
    """Return what a refusal says, by field."""
    return refusal.faults if isinstance(refusal, orgs.Unfit) else {refusal.field: refusal.message}
