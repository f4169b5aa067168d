"""What people ask to be put right: the list of the data manager, and the answer."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tongban.kernel.errors import Broken
from tongban.privacy import api as privacy
from tongban.web import flash
from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.guards import staff_only
from tongban.web.request import Request
from tongban.web.served import serve_handle

ANSWERS = {"grant": privacy.RequestVerb.GRANT, "refuse": privacy.RequestVerb.REFUSE}
DONE = {"grant": "已更正，已发消息告知当事人。", "refuse": "已答复不予更正，已发消息告知当事人。"}


@require_GET
@staff_only
def index(request: Request) -> HttpResponse:
    """List the requests that wait, the oldest first."""
    rows = privacy.waiting_requests(by=request.actor, at=timezone.now())
    return render(request, "web/desk/data/index.html", {"rows": [(one, _field(one)) for one in rows]})


@require_http_methods(["GET", "POST"])
@staff_only
def detail(request: Request, key: UUID) -> HttpResponse:
    """Show what is kept and what is said to be right, and take the answer with its reason."""
    if request.method == "GET":
        return _page(request, key, {})
    answer, reason = request.POST.get("answer", ""), request.POST.get("reason", "")
    if answer not in ANSWERS:
        return _page(request, key, {"answer": "请选择予以更正还是不予更正。"})
    verb = privacy.grant_correction if answer == "grant" else privacy.refuse_correction
    try:
        verb(request=key, reason=reason, by=request.actor, at=timezone.now())
    except Broken as refusal:
        return _page(request, key, {"reason" if refusal.field == "reason" else "answer": refusal.message})
    flash.say(request, DONE[answer])
    return redirect("desk:data")


@require_GET
@staff_only
def proof(request: Request, key: UUID) -> HttpResponseRedirect:
    """Open the file that was handed in as proof."""
    return serve_handle(request, privacy.read_proof(request=key, by=request.actor, at=timezone.now()))


def _page(request: Request, key: UUID, faults: dict[str, str]) -> HttpResponse:
    asking = privacy.read_request(request=key, by=request.actor, at=timezone.now())
    choices = [Choice(slug, privacy.REQUESTS.label(verb)) for slug, verb in ANSWERS.items()]
    posted = request.POST.get
    fields = [
        Field(
            "answer",
            "核实结果",
            FieldKind.RADIOS,
            posted("answer", ""),
            choices=choices,
            error=faults.get("answer", ""),
        ),
        Field(
            "reason",
            "理由",
            FieldKind.TEXTAREA,
            posted("reason", ""),
            hint="当事人会看到。更正“其他信息”的，请写明更正了什么。",
            error=faults.get("reason", ""),
        ),
    ]
    context = {
        "asking": asking,
        "field_name": _field(asking),
        "fields": fields,
        "faults": faults,
        "open": asking.state == privacy.RequestState.FILED,
    }
    return render(request, "web/desk/data/request.html", context, status=422 if faults else 200)


def _field(asking: privacy.Asking) -> str:
    return privacy.FIELD_NAMES[asking.field]
