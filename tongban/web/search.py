"""Search over items and places at once, and what is offered while one types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_POST, require_safe

from tongban.catalog import api as catalog
from tongban.kernel.days import day_of
from tongban.orgs import api as orgs
from tongban.web.context import page_of
from tongban.web.frame import framed
from tongban.web.home import audience_of
from tongban.web.items import Filter, filter_of
from tongban.web.labels import said
from tongban.web.openings import PlaceNow, now_at
from tongban.web.paging import Slice, page_number
from tongban.web.request import Request
from tongban.web.templatetags.finding import THERE, item_address

LONGEST = 60
PLACES, SIZE = 5, 20
TOLD = "told"
WORTH_FILTERING = 8
DOUBTFUL = _("可能不是您要找的")
REGION, NEAR_YOU = _("在哪里办"), _("您选的地区")
TITLES = {"for": _("谁要办"), "theme": _("主题"), "type": _("类型"), "department": _("部门")}


@require_safe
def search(request: Request) -> HttpResponse:
    """Show what answers the words; without words, only the box. What found nothing is counted: the words, not who."""
    at = timezone.now()
    query = _query(request.GET.get("q", ""))
    if not query:
        return render(request, "web/search.html", {"query": "", "hot": catalog.hot_words(on=day_of(at))})
    wanted = _wanted(request, query)
    results = catalog.find(wanted, at=at, known=page_of(request).stamp)
    page = _slice(results, page_number(request))
    first = page.number == 1 and not wanted.traits and not wanted.department
    away = results.rows_away() if page.number == 1 else []
    if first:
        _count(query, [] if results.doubtful else [*page.rows, *away], at)
    context = {
        "query": query,
        "found": page,
        "items": [row.item for row in page.rows],
        "away": away,
        "region": _named(request, wanted.region),
        "where": results.elsewhere([*page.rows, *away]),
        "corrected": results.corrected if first else "",
        "doubtful": first and results.doubtful,
        "filters": (filters := _filters(request, results)),
        "narrowing": [_regions(request), *filters] if filters or away else [],
        "filtered": not first and bool(wanted.traits or wanted.department),
        "near": [] if page.rows or away else catalog.nearest(query, region=wanted.region, at=at),
        "told": TOLD in request.GET,
        "places": _places(request, query, at) if first else [],
    }
    found = render_to_string("web/_search_results.html", context, request)
    return framed(request, "web/search.html", {"query": query, "results": mark_safe(found)})  # noqa: S308 - a template


@require_safe
def suggest(request: Request) -> HttpResponse:
    """Offer items for words that somebody is still typing."""
    query = _query(request.GET.get("q", ""))
    stamp = page_of(request).stamp
    found = catalog.suggest(query, region=_region(request), at=timezone.now(), known=stamp) if query else []
    offered = [
        {
            "url": item_address(one.code),
            "name": [[piece.text, piece.hit] for piece in one.name.pieces],
            "also": [[piece.text, piece.hit] for piece in one.also.pieces] if one.also else [],
            "elsewhere": said(THERE) % {"region": one.elsewhere} if one.elsewhere else "",
            "doubtful": said(DOUBTFUL) if one.doubtful else "",
        }
        for one in found
    ]
    return JsonResponse({"items": offered})


@require_POST
def tell(request: Request) -> HttpResponse:
    """Take down in other words what somebody looked for and did not find: the words only."""
    words = _query(request.POST.get("words", ""))
    kept = catalog.note_missed(words, on=day_of(timezone.now()), told=True)
    query = {"q": _query(request.POST.get("q", "")) or words}
    return redirect(f"{reverse('search')}?{urlencode(query | ({TOLD: '1'} if kept else {}))}")


def _query(typed: str) -> str:
    return " ".join(typed.split())[:LONGEST]


def _places(request: Request, query: str, at: datetime) -> list[PlaceNow]:
    found = orgs.search_places(query, limit=PLACES, known=page_of(request).stamp)
    return now_at(found, at) if found else []


def _region(request: Request) -> str:
    """Return the area asked for in the address, else the one chosen at the top of the page."""
    shown = page_of(request)
    asked = next((area for area in shown.areas if area.code == request.GET.get("region")), shown.area)
    return asked.code if asked else ""


def _wanted(request: Request, query: str) -> catalog.Wanted:
    return catalog.Wanted(
        query,
        _region(request),
        audience=audience_of(request),
        theme=request.GET.get("theme", ""),
        type=next((one for one in catalog.ItemType if one == request.GET.get("type")), None),
        department=request.GET.get("department", ""),
    )


def _slice(results: catalog.Results, number: int) -> Slice:
    pages = max(1, -(-results.total // SIZE))
    number = min(number, pages)
    return Slice(results.rows(number, SIZE), number, pages, results.total)


def _named(request: Request, code: str) -> str:
    return next((area.name for area in page_of(request).areas if area.code == code), "")


def _count(query: str, rows: Sequence[catalog.Row], at: datetime) -> None:
    """Count what answered best, in the catalogue's own words, or what found nothing that fits."""
    if not rows:
        catalog.note_missed(query, on=day_of(at))
        return
    row = rows[0]
    catalog.note_hit(row.also.text if row.also and row.also.field == "words" else row.name.text, on=day_of(at))


def _regions(request: Request) -> Filter:
    """Return the choice of where a service is to be done: it changes where each leads, not how many there are."""
    areas = [(one.code, one.name) for one in page_of(request).areas]
    return filter_of(request, "region", said(REGION), areas, folded=True, unset=said(NEAR_YOU))


def _filters(request: Request, results: catalog.Results) -> list[Filter]:
    """Return the filters that would tell some results from others, each value with how many it would leave."""
    if results.total < WORTH_FILTERING and not any(request.GET.get(key) for key in (*TITLES, "region")):
        return []
    counts = results.counts
    names: dict[str, Callable[[str], str]] = {
        "for": lambda one: said(catalog.label(catalog.Audience(one))),
        "theme": said,
        "type": lambda one: said(catalog.label(catalog.ItemType(one))),
        "department": orgs.department_names(page_of(request).stamp).__getitem__,
    }
    made = []
    for key, title in TITLES.items():
        values = [(value, f"{names[key](value)} {number}") for value, number in counts[key].most_common()]
        if len(values) > 1 or request.GET.get(key):
            made.append(replace(filter_of(request, key, said(title), values), folded=key in {"theme", "department"}))
    return made
