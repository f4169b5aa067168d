"""The second factor of staff."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tongban.identity import api as identity
from tongban.kernel.errors import Refused
from tongban.web.refusals import told
from tongban.web.request import Request
from tongban.web.signin import steps
from tongban.web.signin.entering import enter
from tongban.web.signin.views import code_field


@require_http_methods(["GET", "POST"])
def factor(request: Request) -> HttpResponse:
    """Ask for the code of the authenticator; without a password before it, there is nothing to ask for."""
    pending = steps.kept(request, steps.PENDING)
    if pending is None:
        return redirect("signin")
    user = UUID(pending["user"])
    if request.method != "POST":
        return _form(request, user)
    try:
        admission = identity.pass_factor(user=user, code=request.POST.get("code", ""), at=timezone.now())
    except Refused as refusal:
        return _form(request, user, error=told(refusal))
    return enter(request, admission, to=pending["to"])


def _form(request: Request, user: UUID, *, error: str = "") -> HttpResponse:
    context = {
        "faults": {"code": error} if error else {},
        "code": code_field(error),
        "sample": identity.sample_code(user, at=timezone.now()),
    }
    return render(request, "web/signin/factor.html", context, status=422 if error else 200)
