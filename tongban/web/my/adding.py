"""Saying more while a case is handled."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongban.cases import api as cases
from tongban.files import api as files
from tongban.kernel.errors import Broken
from tongban.web import flash
from tongban.web.guards import citizens_only
from tongban.web.late import beside_the_case
from tongban.web.refusals import told
from tongban.web.request import Request


@require_http_methods(["GET", "POST"])
@citizens_only
@beside_the_case
def add(request: Request, number: str) -> HttpResponse:
    """Take in what somebody wants to add of their own accord; nobody asked for it, and no clock moves."""
    if request.method != "POST":
        return _page(request, number, {})
    try:
        cases.add(
            number=number,
            words=request.POST.get("words", ""),
            uploads=uploads_of(request),
            by=request.actor,
            at=timezone.now(),
            key=_key(request),
        )
    except Broken as refusal:
        return _page(request, number, {refusal.field or "words": told(refusal)})
    flash.say(request, _("补充的内容已经收到，办理人员能看到。办理时限不变。"))
    return redirect("my:case", number=number)


def _page(request: Request, number: str, faults: dict[str, str]) -> HttpResponse:
    at = timezone.now()
    case = cases.read_case(number=number, by=request.actor, at=at)
    context = {
        "case": case,
        "open": cases.open_verbs(request.actor, case, at=at),
        "said": request.POST.get("words", ""),
        "faults": faults,
        "key": _key(request) or uuid4(),
    }
    return render(request, "web/my/add.html", context, status=422 if faults else 200)


def _key(request: Request) -> UUID | None:
    """Return the name of the attempt, as the form said it; None before there was one."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return None


def uploads_of(request: Request) -> list[cases.Upload]:
    """Read every file, and of each no more than one byte beyond what may be kept: that is enough to be refused."""
    return [
        cases.Upload(material="", data=file.read(files.MAX_BYTES + 1), name=file.name or "")
        for file in request.FILES.getlist("files")
    ]
