"""Three small pages: the number, the code, the progress. None needs a script or an account."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from tongban.cases import api as cases
from tongban.identity import api as identity
from tongban.kernel.errors import Refused
from tongban.messages import api as messages
from tongban.web.fields import Field
from tongban.web.my.stages import stages_of
from tongban.web.refusals import told
from tongban.web.request import Request
from tongban.web.signin.codes import where
from tongban.web.signin.views import code_field, code_minutes

ASKED, TICKET = "progress_asked", "progress_ticket"
LONGEST = 32
"""Of what stands in an address no more is shown again."""


@require_http_methods(["GET", "POST"])
def ask(request: Request) -> HttpResponse:
    """Ask for the number, and send a code; whether there is such a case, nobody is told."""
    if request.method != "POST":
        return _number_page(request, request.GET.get("number", "")[:LONGEST], {})
    number = request.POST.get("number", request.session.get(ASKED, ""))[:LONGEST].strip()
    if not number:
        return _number_page(request, "", {"number": _("请填写办件编号，它写在收件凭证和短信里。")})
    try:
        cases.ask_to_follow(number=number, **where(request), at=timezone.now())
    except Refused as refusal:
        return _number_page(request, number, {"number": told(refusal)})
    request.session[ASKED] = number
    return redirect("progress:code")


@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def code(request: Request) -> HttpResponse:
    """Ask for the code, and let this browser look for a while."""
    number = request.session.get(ASKED, "")
    if not number:
        return redirect("progress:ask")
    if request.method != "POST":
        return _code_page(request, number, {})
    try:
        sent = request.POST.get("code", "")
        ticket = cases.follow(number=number, code=sent, **where(request), at=timezone.now())
    except cases.CaseNotFound:
        return _code_page(request, number, {"code": told(identity.CodeRefused())})
    except Refused as refusal:
        return _code_page(request, number, {"code": told(refusal)})
    request.session[TICKET] = ticket
    return redirect("progress:case")


@require_safe
def case(request: Request) -> HttpResponse:
    """Show how far the case is: state, dates and what comes next, without a name."""
    try:
        found = cases.read_progress(ticket=request.session.get(TICKET, ""), at=timezone.now())
    except cases.FollowingOver:
        request.session.pop(TICKET, None)
        return redirect("progress:ask")
    context = {
        "case": found,
        "stages": stages_of(found),
        "steps": found.steps[::-1],
        "minutes": int(cases.LASTS.total_seconds() // 60),
    }
    return render(request, "web/progress/case.html", context)


def _number_page(request: Request, number: str, faults: dict[str, str]) -> HttpResponse:
    field = Field(
        "number",
        _("办件编号"),
        value=number,
        hint=_("写在收件凭证和短信里，共23位。"),
        error=faults.get("number", ""),
        autocomplete="off",
        width="20",
    )
    context = {"number": field, "faults": faults, "texts": messages.texts_available()}
    return render(request, "web/progress/ask.html", context, status=422 if faults else 200)


def _code_page(request: Request, number: str, faults: dict[str, str]) -> HttpResponse:
    context = {
        "number": number,
        "code": code_field(faults.get("code", "")),
        "code_minutes": code_minutes(),
        "faults": faults,
    }
    return render(request, "web/progress/code.html", context, status=422 if faults else 200)
