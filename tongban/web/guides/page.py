"""The page of an item: its guide, or honestly what is known of it without one."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tongban.catalog import api as catalog
from tongban.orgs import api as orgs
from tongban.web.context import page_of
from tongban.web.frame import framed
from tongban.web.guides.body import elsewhere, kept
from tongban.web.labels import said
from tongban.web.openings import now_at
from tongban.web.request import Request

HALLS = 3


@require_safe
def detail(request: Request, code: str) -> HttpResponse:
    """Show the guide of an item; without one, honestly what is known of it."""
    at = timezone.now()
    imprint = catalog.imprint(code, at=at)
    parts = kept(request, code, imprint, at) if imprint else None
    if imprint is None or parts is None:
        return _entry(request, code, at)
    catalog.note_view(imprint.basic, at=at)
    return framed(request, "web/guide/page.html", parts)


def _entry(request: Request, code: str, at: datetime) -> HttpResponse:
    item = catalog.item(code)
    if item.state == catalog.ItemState.DRAFT:
        raise catalog.UnknownItem
    area = page_of(request).area
    halls = orgs.places(area.code if area else None, size=HALLS).places
    context = {
        "item": item,
        "facts": item.known,
        "audiences": [said(catalog.label(catalog.Audience(one))) for one in item.audiences],
        "halls": now_at(halls, at),
        "elsewhere": elsewhere(item),
        "upcoming": catalog.coming(item, at=at),
    }
    return render(request, "web/entry.html", context)
