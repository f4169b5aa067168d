"""Reading who came in from their identity card; where nothing reads, the clerk types what the document says."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from tongban.identity import api as identity
from tongban.kernel.errors import Broken, Unavailable
from tongban.web.counter import standing
from tongban.web.counter.views import person_page
from tongban.web.guards import receivers_only
from tongban.web.request import Request

BLANK = {"name": "", "document_type": "", "number": "", "mobile": ""}
CARD_READER = "CARD_READER"


@require_POST
@receivers_only
def card(request: Request) -> HttpResponse:
    """Read the card on the reader and find or register whose it is; in a sample city ask first which card lies there.

    What cannot be read is said on the page where one types instead.
    """
    at, device = timezone.now(), identity.post_place(request.actor)
    chosen = request.POST.get("card", "")
    lying = () if chosen else identity.cards_lying(device=device, by=request.actor, at=at)
    if lying:
        return render(request, "web/counter/card.html", {"lying": lying})
    try:
        read = identity.read_card(device=device, card=chosen, by=request.actor, at=at)
        party = identity.register_walk_in(
            name=read.name,
            document_type=read.document_type,
            number=read.number,
            mobile="",
            address=read.address,
            method=CARD_READER,
            by=request.actor,
            at=at,
        )
    except (Broken, Unavailable) as refusal:
        page = person_page(request, BLANK, {"card": refusal.message})
        return render(request, "web/counter/person.html", page, status=refusal.status)
    standing.keep(request, party, at=at)
    return redirect("counter:item", party=party)
