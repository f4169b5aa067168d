"""The page of an item: its guide, or honestly what is known of it without one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tongban.catalog import api as catalog
from tongban.catalog.revising import api as revising
from tongban.kernel.errors import NotFound
from tongban.orgs import api as orgs
from tongban.web.context import page_of
from tongban.web.guides.telling import ordered
from tongban.web.guides.written import written
from tongban.web.labels import said
from tongban.web.openings import PlaceNow, now_at
from tongban.web.pictures import picture
from tongban.web.request import Request

HALLS = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A window of a guide with the place it is in; None for a place that has gone since: its name was published."""

    window: Any
    now: PlaceNow | None


@require_safe
def detail(request: Request, code: str) -> HttpResponse:
    """Show the guide of an item; without one, honestly what is known of it."""
    at = timezone.now()
    version = catalog.published(code, at=at)
    if version is None:
        item = catalog.item(code)
        if item.state == catalog.ItemState.DRAFT:
            raise catalog.UnknownItem
        return _entry(request, item, at)
    item = version.item
    catalog.note_view(item.basic_id, at=at)
    context = {
        **shown(request, item, version, at),
        "upcoming": catalog.coming(item, at=at) if version.effective_to else None,
        "elsewhere": elsewhere(item),
        "planned": revising.planned(item, at=at) if getattr(version, "ahead", False) else None,
        "ended": catalog.last_change(item) if item.state != catalog.ItemState.ACTIVE else None,
    }
    return render(request, "web/guide/page.html", context)


def shown(request: HttpRequest, item: catalog.Item, version: catalog.GuideVersion, at: datetime) -> dict[str, Any]:
    """Return what the page of a version shows, in force or not."""
    guide = version.guide
    address = request.build_absolute_uri(reverse("item", args=[item.code]))
    return {
        "item": item,
        "version": version,
        "guide": guide,
        "sections": {key: said(title) for key, title in catalog.SECTIONS.items()},
        "order": ordered({key: said(title) for key, title in catalog.SECTIONS.items()}),
        "features": features(guide),
        "places": windows(guide, at),
        "written": written(version),
        "questions": len(catalog.deciding(guide)),
        "applies": applies(item, guide),
        "address": address,
        "qr": picture(address, fluid=True),
    }


def applies(item: catalog.Item, guide: catalog.Guide) -> bool:
    """Tell whether one can apply on the web now."""
    return item.state == catalog.ItemState.ACTIVE and catalog.Channel.WEB in guide.basics.channels


def features(guide: catalog.Guide) -> list[str]:
    """Return what may be said of a guide because it follows from the guide itself."""
    return [said(catalog.BADGE_NAMES[badge]) for badge in catalog.badges_of(guide)]


def elsewhere(item: catalog.Item) -> list[catalog.Item]:
    """Return the same service in every region that does it, this one among them; nothing when it is the only one."""
    found = list(catalog.siblings([item]))
    return found if len(found) > 1 else []


def windows(guide: catalog.Guide, at: datetime) -> Sequence[Place]:
    """Return the windows of a guide with their places."""
    found = []
    for window in guide.windows:
        try:
            found.append(orgs.place(window.place))
        except NotFound:
            continue
    now = {row.place.code: row for row in now_at(found, at)}
    return [Place(window, now.get(window.place)) for window in guide.windows]


def _entry(request: Request, item: catalog.Item, at: datetime) -> HttpResponse:
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
