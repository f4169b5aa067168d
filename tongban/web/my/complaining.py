"""Where to turn when a matter is handled badly, what was said of it there, and the answers."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from tongban.cases import api as cases
from tongban.cases.complaints import api as complaints
from tongban.duties import api as duties
from tongban.kernel.errors import Broken, Refused
from tongban.web import flash
from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.guards import citizens_only
from tongban.web.late import beside_the_case
from tongban.web.my.adding import uploads_of
from tongban.web.refusals import told
from tongban.web.request import Request
from tongban.web.served import serve_handle


@require_http_methods(["GET", "POST"])
@citizens_only
@beside_the_case
def complain(request: Request, number: str) -> HttpResponse:
    """Say whom to ask, where to complain, which remedies there are; take in what is written, and show the answers."""
    if request.method != "POST":
        return _help(request, number, None)
    about, words = request.POST.get("about", ""), request.POST.get("words", "")
    by, uploads, at = request.actor, uploads_of(request), timezone.now()
    try:
        complaints.complain(number=number, about=about, words=words, uploads=uploads, by=by, at=at)
    except (Broken, complaints.SaidAlready, complaints.SaidTooOften) as refusal:
        return _help(request, number, refusal)
    flash.say(request, _("已经收到，会由没有经办的人员答复。您的申请和时限不受影响。"))
    return redirect("my:help", number=number)


@require_GET
@citizens_only
def file(request: Request, number: str, row: UUID) -> HttpResponseRedirect:
    """Open a file that one handed in with what one said."""
    handle = complaints.read_own_file(number=number, row=row, by=request.actor, at=timezone.now())
    return serve_handle(request, handle)


def _help(request: Request, number: str, refusal: Refused | None) -> HttpResponse:
    at = timezone.now()
    case = cases.read_case(number=number, by=request.actor, at=at)
    said = complaints.said_of(case, at=at)
    sayable = complaints.sayable(said)
    faults = {refusal.field or "words": told(refusal)} if isinstance(refusal, Broken) else {}
    context = {
        "case": case,
        "guide": case.guide.guide,
        "late": [clock for clock in cases.clocks(case, at=at) if clock.light == duties.Light.OVERDUE],
        "decided": case.state in cases.DELIVERABLE,
        "said": said,
        "sayable": sayable,
        "full": len(said) >= complaints.MOST,
        "fields": _fields(request, sayable, faults),
        "faults": faults,
        "came_before": isinstance(refusal, complaints.SaidAlready),
    }
    return render(request, "web/my/help.html", context, status=refusal.status if refusal else 200)


def _fields(request: Request, sayable: Collection[complaints.About], faults: dict[str, str]) -> list[Field]:
    """Return what is asked for; what it is only where there is a choice."""
    labels = {complaints.About.OPINION: _("提意见"), complaints.About.COMPLAINT: _("投诉")}
    kinds = [Choice(about, labels[about]) for about in sayable]
    posted, error = request.POST.get, faults.get("about", "")
    hint = _("写清楚什么时候、发生了什么、希望怎样。最多2000字。")
    about = Field("about", _("想做什么"), FieldKind.RADIOS, posted("about", ""), choices=kinds, error=error)
    text, wrong = posted("words", ""), faults.get("words", "")
    words = Field("words", _("要说的话"), FieldKind.TEXTAREA, text, hint=hint, error=wrong)
    return [about, words] if len(kinds) > 1 else [words]
