"""Halls, centres and stations: where they are and when they are open."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tongban.kernel.codes.region import Level
from tongban.kernel.days import day_of
from tongban.orgs import api as orgs
from tongban.web.context import page_of
from tongban.web.openings import now_at, week
from tongban.web.paging import page_number
from tongban.web.request import Request

LEVELS = {
    Level.CITY: gettext_lazy("市级"),
    Level.COUNTY: gettext_lazy("区县级"),
    Level.TOWN: gettext_lazy("镇街级"),
    Level.VILLAGE: gettext_lazy("村社区级"),
}


@require_safe
def index(request: Request) -> HttpResponse:
    """List the places of the chosen area, of one level if asked, a page at a time."""
    at = timezone.now()
    area = page_of(request).area
    level = next((one for one in LEVELS if one == request.GET.get("level")), None)
    found = orgs.places(area.code if area else None, level, page=page_number(request))
    context = {
        "rows": now_at(found.places, at),
        "found": found,
        "level": level,
        "levels": LEVELS.items(),
    }
    return render(request, "web/places.html", context)


@require_safe
def detail(request: Request, code: str) -> HttpResponse:
    """Show one place: what day it is there today, the hours of the week, the windows, and what is closed."""
    at = timezone.now()
    place = orgs.place(code)
    context = {
        "place": place,
        "row": now_at([place], at)[0],
        "week": week(place, at),
        "closures": orgs.closures_at(place, day_of(at)),
        "windows": list(place.windows.all()),
        "above": orgs.ancestors(place.region_id),
        "level_name": LEVELS[Level(place.level)],
    }
    return render(request, "web/place.html", context)
