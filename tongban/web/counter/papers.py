"""The checklist at the counter, and going on with what was begun at home."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from tongban.cases import api as cases
from tongban.cases.window import api as window
from tongban.identity import api as identity
from tongban.kernel.errors import Broken, WrongState
from tongban.web import flash
from tongban.web.apply.steps import way
from tongban.web.counter import standing
from tongban.web.guards import receivers_only
from tongban.web.late import beside_the_case, case_url
from tongban.web.request import Request


@require_http_methods(["GET", "POST"])
@receivers_only
@beside_the_case
def papers(request: Request, draft: UUID) -> HttpResponse:
    """Show every material with what is there of it; keep which originals were seen and which papers stay."""
    at, faults = timezone.now(), dict[str, str]()
    if request.method == "POST":
        said = _said(request, faults)
        if not faults:
            window.note_papers(draft=draft, papers=said, by=request.actor, at=at)
            return redirect("apply:check", draft=draft)
    case = cases.read_draft(draft=draft, by=request.actor, at=at)
    if case.state != cases.State.DRAFT:
        return redirect(case_url(request.actor, case))
    rows = window.checklist(case)
    context = {"case": case, "way": way(case, "papers"), "rows": rows, "faults": faults, "missing": _missing(rows)}
    return render(request, "web/counter/papers.html", context, status=422 if faults else 200)


@require_POST
@receivers_only
def take_over(request: Request, party: UUID, draft: UUID) -> HttpResponse:
    """Go on at the counter with what its applicant, who stands here and agreed, has begun at home."""
    at = timezone.now()
    standing.require(request, party, at=at)
    try:
        case = window.take_over_draft(
            draft=draft,
            applicant=party,
            agreed="agreed" in request.POST,
            by=request.actor,
            at=at,
            place=identity.post_place(request.actor),
        )
    except (window.NotAgreed, WrongState) as refusal:
        flash.say(request, refusal.message)
        return redirect("counter:item", party=party)
    return redirect("apply:resume", draft=case.pk)


def _said(request: Request, faults: dict[str, str]) -> dict[str, window.OnPaper]:
    seen = set(request.POST.getlist("seen"))
    names = seen | {name.partition(".")[2] for name in request.POST if name.startswith(("copies.", "kept."))}
    return {
        name: window.OnPaper(
            name in seen, _number(request, f"copies.{name}", faults), _number(request, f"kept.{name}", faults)
        )
        for name in names
        if name
    }


def _number(request: Request, name: str, faults: dict[str, str]) -> int:
    try:
        return window.copies(request.POST.get(name, ""))
    except Broken as refusal:
        faults[name] = refusal.message
        return 0


def _missing(rows: list[window.Checked]) -> list[str]:
    return [one.row.material.name for one in rows if one.missing]
