"""查询办理进度 for somebody who asks at the window: how far it is, and nothing of what was filled in."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tongban.cases import api as cases
from tongban.cases.window import api as window
from tongban.identity import api as identity
from tongban.web.counter import standing
from tongban.web.fields import Field
from tongban.web.guards import receivers_only
from tongban.web.my.stages import stages_of
from tongban.web.request import Request


@require_GET
@receivers_only
def progress(request: Request) -> HttpResponse:
    """Ask for the number of a case and show how far it is; every look is recorded."""
    number, fault, found = request.GET.get("number", "").strip(), "", None
    if number:
        try:
            found = cases.read_progress_at_counter(number=number, by=request.actor, at=timezone.now())
        except cases.CaseNotFound:
            fault = "没有找到这个办件，请核对编号。它写在收件凭证和短信里。"
    context = {
        "number": Field("number", "办件编号", value=number, error=fault, autocomplete="off", width="20"),
        "case": found,
        "stages": stages_of(found) if found else [],
    }
    return render(request, "web/counter/progress.html", context, status=404 if fault else 200)


@require_GET
@receivers_only
def progress_of(request: Request, party: UUID) -> HttpResponse:
    """Show how far the matters are of whoever stands there with their document; every look is recorded."""
    at = timezone.now()
    standing.require(request, party, at=at)
    owing = set(window.owing_at_window(request.actor, party).values_list("number", flat=True))
    context = {
        "owing": owing,
        "party": identity.read_party(party=party, by=request.actor, at=at),
        "found": [(one, stages_of(one)) for one in cases.read_progress_of(party=party, by=request.actor, at=at)],
    }
    return render(request, "web/counter/progress_of.html", context)
