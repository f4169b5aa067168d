"""Search over items and places at once."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tongban.catalog import api as catalog
from tongban.orgs import api as orgs
from tongban.web.openings import now_at
from tongban.web.request import Request

LONGEST = 60
PLACES = 10


@require_safe
def search(request: Request) -> HttpResponse:
    """Show what fits the words; without words, only the box."""
    at = timezone.now()
    query = " ".join(request.GET.get("q", "").split())[:LONGEST]
    items = catalog.search_items(query)
    context = {
        "query": query,
        "items": items,
        "published": catalog.published_among([item.pk for item in items], at=at),
        "places": now_at(orgs.search_places(query, limit=PLACES), at) if query else [],
    }
    return render(request, "web/search.html", context)
