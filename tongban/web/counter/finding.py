"""Looking for who stands at the counter. What was typed is sent in the form, never in an address that logs keep."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tongban.identity import api as identity
from tongban.kernel.errors import Broken, Faulty
from tongban.web.counter import standing
from tongban.web.counter.searching import NAMES, search_fields
from tongban.web.counter.views import person_page
from tongban.web.guards import receivers_only
from tongban.web.request import Request

BLANK = {"name": "", "document_type": "", "number": "", "mobile": ""}


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@receivers_only
def find(request: Request) -> HttpResponse:
    """Show who fits, masked; whoever is not found is registered on the same page."""
    if request.method == "GET":
        return redirect("counter:person")
    posted = {name: request.POST.get(f"find_{name}", "") for name in NAMES}
    at, faults = timezone.now(), dict[str, str]()
    found: list[identity.PartyView] | None = None
    try:
        found = identity.find(sought=identity.Sought(**posted), by=request.actor, at=at)
        standing.keep(request, *(one.id for one in found), at=at)
    except Faulty as refusal:
        faults = refusal.faults
    except Broken as refusal:
        faults = {"name": refusal.message}
    context = person_page(request, BLANK, {}) | {
        "search": search_fields(posted, faults),
        "search_faults": {f"find_{name}": sentence for name, sentence in faults.items()},
        "found": found,
    }
    return render(request, "web/counter/person.html", context, status=422 if faults else 200)
