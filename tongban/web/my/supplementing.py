"""Taking in what was corrected: by the applicant online, or at the counter for the one who came in."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.cases import api as cases
from tongban.files import api as files
from tongban.kernel.errors import Broken
from tongban.web import flash
from tongban.web.late import case_url
from tongban.web.request import Request

TEXT = "text."


def take_in(request: Request, number: str) -> HttpResponse:
    """Show what must be corrected, or take all of it in at once."""
    if request.method == "GET":
        return _form(request, number, {})
    try:
        case = cases.supplement(
            number=number,
            uploads=_uploads(request),
            replies=_replies(request),
            by=request.actor,
            at=timezone.now(),
        )
    except cases.Incomplete as refusal:
        return _form(request, number, refusal.faults)
    except Broken as refusal:
        return _form(request, number, {refusal.field: refusal.message})
    flash.say(request, _("补正材料已经收到。部门会重新计算告知期限，有结果会发消息。"))
    return redirect(case_url(request.actor, case))


def _form(request: Request, number: str, faults: dict[str, str]) -> HttpResponse:
    case = cases.read_case(number=number, by=request.actor, at=timezone.now())
    context: dict[str, Any] = {
        "case": case,
        "url": case_url(request.actor, case),
        "correction": cases.correction_of(case),
        "open": cases.open_verbs(request.actor, case),
        "faults": faults,
        "said": _replies(request),
    }
    return render(request, "web/my/supplement.html", context, status=422 if faults else 200)


def _uploads(request: Request) -> list[cases.Upload]:
    """Read every file, and of each no more than one byte beyond what may be kept: that is enough to be refused."""
    return [
        cases.Upload(material=material, data=file.read(files.MAX_BYTES + 1), name=file.name or "")
        for material, found in request.FILES.lists()
        for file in found
    ]


def _replies(request: Request) -> dict[str, str]:
    return {key.removeprefix(TEXT): request.POST.get(key, "") for key in request.POST if key.startswith(TEXT)}
