"""意见、投诉 of applicants: the list of what waits for an answer, and the answer."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tongban.cases.complaints import api as complaints
from tongban.kernel.errors import Broken, Refused, WrongState
from tongban.web import flash
from tongban.web.fields import Field, FieldKind
from tongban.web.guards import answerers_only
from tongban.web.request import Request
from tongban.web.served import serve_handle


@require_GET
@answerers_only
def index(request: Request) -> HttpResponse:
    """List what waits for an answer, the oldest first, or what was answered."""
    answered = request.GET.get("tab") == "answered"
    rows = complaints.waiting(request.actor, answered=answered, at=timezone.now())
    return render(request, "web/desk/complaints/index.html", {"rows": rows, "answered": answered})


@require_http_methods(["GET", "POST"])
@answerers_only
def detail(request: Request, key: UUID) -> HttpResponse:
    """Show what was said and take the answer; who handled the case themselves is told that they may not."""
    if request.method != "POST":
        return _page(request, key, None)
    answer = request.POST.get("answer", "")
    try:
        complaints.answer_complaint(complaint=key, answer=answer, by=request.actor, at=timezone.now())
    except (Broken, WrongState) as refusal:
        return _page(request, key, refusal)
    flash.say(request, "已答复，已发消息告知申请人。")
    return redirect("desk:complaints")


@require_GET
@answerers_only
def file(request: Request, key: UUID, row: UUID) -> HttpResponseRedirect:
    """Open a file that shows what was said."""
    by, at = request.actor, timezone.now()
    return serve_handle(request, complaints.read_complaint_file(complaint=key, row=row, by=by, at=at))


def _page(request: Request, key: UUID, refusal: Refused | None) -> HttpResponse:
    row, said = complaints.read_complaint(complaint=key, by=request.actor, at=timezone.now())
    faults = {"answer": refusal.message} if refusal else {}
    field = Field(
        "answer",
        "答复",
        FieldKind.TEXTAREA,
        request.POST.get("answer", ""),
        hint="申请人会看到。说明核实的情况和怎样处理；不能改变办件的结果和时限，对决定不服的，告知救济途径。",
        error=faults.get("answer", ""),
    )
    own = complaints.own_work(row, request.actor)
    context = {"row": row, "said": said, "field": field, "faults": faults, "own": own}
    status = refusal.status if refusal else 200
    return render(request, "web/desk/complaints/complaint.html", context, status=status)
