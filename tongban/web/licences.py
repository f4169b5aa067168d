"""The registry of licence types: which certificates guides may ask for or end in."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.catalog import api as catalog
from tongban.web.paging import cut, page_number
from tongban.web.request import Request

LONGEST = 60


@require_safe
def licences(request: Request) -> HttpResponse:
    """List the licence types that fit the words, a page at a time."""
    query = " ".join(request.GET.get("q", "").split())[:LONGEST]
    found = cut(catalog.licence_types(query), number=page_number(request))
    return render(request, "web/licences.html", {"wanted": query, "found": found})
