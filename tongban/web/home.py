"""The first page."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tongban.cases import api as cases
from tongban.catalog import api as catalog
from tongban.catalog.revising import api as revising
from tongban.kernel.actors import Actor
from tongban.kernel.days import day_of
from tongban.orgs import api as orgs
from tongban.web.context import page_of
from tongban.web.lists import Row, rows_of
from tongban.web.openings import now_at
from tongban.web.request import Request
from tongban.web.themes import ANY, PICTURES, tiles

TRY = ("开饭店", "新生儿", "公积金", "退休", "二手房")
HOT, FEWEST_HOT = 5, 3
THEMES = 17
HALLS = 3
MINE = 3
COMMON = 6


@require_safe
def home(request: Request) -> HttpResponse:
    """Show search, themes, my cases, halls near me and true figures."""
    at = timezone.now()
    area = page_of(request).area
    audience = audience_of(request) or catalog.Audience.PERSON
    found = orgs.places(area.code if area else None, size=HALLS)
    items = list(catalog.items(near=_near(area)))
    online = _offer(items, at)
    read = catalog.most_read(near=_near(area), on=day_of(at), audience=audience, limit=COMMON)
    hot = catalog.hot_words(HOT, on=day_of(at))
    context = {
        "hot": hot if len(hot) >= FEWEST_HOT else (),
        "try_words": TRY,
        "audience": audience,
        "audience_count": sum(audience in item.audiences for item in items),
        "themes": tiles(
            catalog.themes(audience=audience),
            in_order_of_life=audience == catalog.Audience.PERSON,
            most=THEMES,
        ),
        "events": [(one, PICTURES.get(one.event.theme, ANY)) for one in catalog.life_events(audience)],
        "common": read if len(read) >= FEWEST_HOT else _common(online, audience),
        "read": len(read) >= FEWEST_HOT,
        "days": catalog.COUNTED_DAYS,
        "published": {item.pk for item in online},
        "mine": my_cases(request.actor, at),
        "halls": now_at(found.places, at),
        "figures": _figures(items, revising.in_force(at=at)),
        "now": at,
    }
    return render(request, "web/home.html", context)


def audience_of(request: Request) -> catalog.Audience | None:
    """Return whose door was chosen; None for both."""
    return next((one for one in catalog.Audience if one == request.GET.get("for")), None)


def my_cases(actor: Actor, at: datetime) -> list[Row]:
    """Return the newest cases of a signed-in person, each with the clock that runs out first."""
    return rows_of(cases.latest(actor, most=MINE), at=at) if actor.party else []


def _near(area: orgs.Area | None) -> str:
    return area.code if area and not area.organisation else ""


def _common(online: list[catalog.Item], audience: catalog.Audience) -> list[catalog.Item]:
    """Return what to show as long as too little was read to count: what people have the most words for."""
    found = [item for item in online if audience in item.audiences]
    return sorted(found, key=lambda item: (-len(item.search_words), item.name))[:COMMON]


def _offer(items: list[catalog.Item], at: datetime) -> list[catalog.Item]:
    """Return the items that can be applied for now."""
    published = catalog.published_among([item.pk for item in items], at=at)
    return [item for item in items if item.pk in published]


def _figures(items: list[catalog.Item], guides: int) -> dict[str, int]:
    """Count what there is: a service once, however many districts do it; its guides each."""
    return {
        "items": len(items),
        "guides": guides,
        "departments": len({item.department_id for item in items if item.department_id}),
        "places": orgs.places().total,
    }
