"""Items and their guides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongban.catalog import api as catalog
from tongban.kernel.errors import NotFound
from tongban.orgs import api as orgs
from tongban.web.context import page_of
from tongban.web.home import audience_of
from tongban.web.labels import said
from tongban.web.openings import PlaceNow, now_at
from tongban.web.paging import cut, page_number
from tongban.web.request import Request

HALLS = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: where it leads and whether it is chosen."""

    name: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """A row of choices. A long one is folded and shows what is chosen."""

    key: str
    title: str
    choices: Sequence[Choice]
    folded: bool = False

    @property
    def chosen(self) -> str:
        """Return the name of the choice made; empty when it is “all”."""
        return next((choice.name for choice in self.choices[1:] if choice.current), "")


@require_safe
def index(request: Request) -> HttpResponse:
    """List the items that fit whose door, theme, type and department, a page at a time."""
    audience = audience_of(request)
    kind = next((one for one in catalog.ItemType if one == request.GET.get("type")), None)
    found = catalog.items(
        audience=audience,
        theme=request.GET.get("theme") or None,
        department=request.GET.get("department") or None,
        type=kind,
        near=_area(request),
    )
    page = cut(found, number=page_number(request))
    context = {
        "found": page,
        "published": catalog.published_among([item.pk for item in page.rows], at=timezone.now()),
        "filters": _filters(request, audience),
    }
    return render(request, "web/items.html", context)


@require_safe
def detail(request: Request, code: str) -> HttpResponse:
    """Show the guide of an item; without one, honestly what is known of it."""
    at = timezone.now()
    item = catalog.item(code)
    if item.state == catalog.ItemState.DRAFT:
        raise catalog.UnknownItem
    version = catalog.published(code, at=at)
    if version is None:
        return _entry(request, item, at)
    guide = version.guide
    context = {
        "item": item,
        "version": version,
        "guide": guide,
        "sections": {key: said(title) for key, title in catalog.SECTIONS.items()},
        "features": features(guide),
        "windows": _windows(guide, at),
        "elsewhere": _elsewhere(item),
    }
    return render(request, "web/guide/page.html", context)


def features(guide: catalog.Guide) -> list[str]:
    """Return what may be said of a guide because it follows from the guide itself."""
    return [said(catalog.BADGE_NAMES[badge]) for badge in catalog.badges_of(guide)]


def _entry(request: Request, item: catalog.Item, at: datetime) -> HttpResponse:
    area = page_of(request).area
    halls = orgs.places(area.code if area else None, size=HALLS).places
    context = {
        "item": item,
        "facts": item.known,
        "audiences": [said(catalog.label(catalog.Audience(one))) for one in item.audiences],
        "halls": now_at(halls, at),
        "elsewhere": _elsewhere(item),
    }
    return render(request, "web/entry.html", context)


def _area(request: Request) -> str:
    """Return the region a visitor has chosen; each service is shown as it is done there, else as the city does it."""
    area = page_of(request).area
    return area.code if area and not area.organisation else ""


def _elsewhere(item: catalog.Item) -> list[catalog.Item]:
    """Return the same service in every region that does it, this one among them; nothing when it is the only one."""
    found = list(catalog.siblings([item]))
    return found if len(found) > 1 else []


def _windows(guide: catalog.Guide, at: datetime) -> list[tuple[object, PlaceNow | None]]:
    """Return the windows of a guide with their places; a place that has gone since keeps its published name."""
    found = []
    for window in guide.windows:
        try:
            found.append(orgs.place(window.place))
        except NotFound:
            continue
    now = {row.place.code: row for row in now_at(found, at)}
    return [(window, now.get(window.place)) for window in guide.windows]


def _filters(request: Request, audience: catalog.Audience | None) -> list[Filter]:
    doors = [(one.value, said(catalog.label(one))) for one in catalog.Audience]
    themes = [(name, said(name)) for name, _count in catalog.themes(audience=audience)]
    kinds = [(one.value, said(catalog.label(one))) for one in catalog.counts_by_type()]
    named = {one.code: one.name for one in orgs.departments()}
    bodies = [(code, named[code]) for code in sorted(catalog.counts_by_department())]
    return [
        filter_of(request, "for", _("谁要办"), doors),
        filter_of(request, "theme", _("主题"), themes, folded=True),
        filter_of(request, "type", _("类型"), kinds),
        filter_of(request, "department", _("部门"), bodies, folded=True),
    ]


def filter_of(
    request: Request, key: str, title: str, values: Iterable[tuple[str, str]], *, folded: bool = False
) -> Filter:
    """Return a filter of values with their names, each leading to the list with this one filter changed."""
    now = request.GET.get(key, "")
    choices = [Choice(name, _with(request, key, value), value == now) for value, name in [("", _("全部")), *values]]
    return Filter(key, title, choices, folded)


def _with(request: Request, key: str, value: str) -> str:
    """Return the address of the same list with one filter changed, from its first page."""
    query = request.GET.copy()
    query.pop("page", None)
    query[key] = value
    if not value:
        del query[key]
    return f"?{query.urlencode()}"
