"""Items and their guides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongban.catalog import api as catalog
from tongban.orgs import api as orgs
from tongban.web.context import page_of
from tongban.web.home import audience_of
from tongban.web.labels import said
from tongban.web.paging import cut, page_number
from tongban.web.request import Request
from tongban.web.themes import WORDS

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
    """List the items that fit whose door, theme, type and department, a page at a time; words are for the search."""
    if request.GET.get("q", "").strip():
        return redirect(f"{reverse('search')}?{request.GET.urlencode()}")
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
        "title": _title(request),
    }
    return render(request, "web/items.html", context)


def _title(request: Request) -> str:
    """Return what the list is of, where one theme or one department was chosen; empty where it is of everything."""
    if theme := request.GET.get("theme", ""):
        return said(WORDS.get(theme, theme)[:40])
    code = request.GET.get("department", "")
    return next((one.name for one in orgs.departments() if one.code == code), "") if code else ""


def _area(request: Request) -> str:
    """Return the region a visitor has chosen; each service is shown as it is done there, else as the city does it."""
    area = page_of(request).area
    return area.code if area and not area.organisation else ""


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
    request: Request,
    key: str,
    title: str,
    values: Iterable[tuple[str, str]],
    *,
    folded: bool = False,
    unset: str = "",
) -> Filter:
    """Return a filter of values with their names, each leading to the list with this one filter changed.

    ``unset``: what it is called when nothing is chosen, “all” unless given.
    """
    now = request.GET.get(key, "")
    before, after = _around(request, key)
    choices = []
    for value, name in [("", unset or _("全部")), *values]:
        query = [*before, *([urlencode({key: value})] if value else []), *after]
        choices.append(Choice(name, f"?{'&'.join(query)}", value == now))
    return Filter(key, title, choices, folded)


def _around(request: Request, key: str) -> tuple[list[str], list[str]]:
    """Return what stands before and behind one filter in the address of the first page of the same list."""
    given = [(name, urlencode({name: values}, doseq=True)) for name, values in request.GET.lists() if name != "page"]
    place = next((place for place, (name, _written) in enumerate(given) if name == key), len(given))
    return [written for _name, written in given[:place]], [written for name, written in given[place:] if name != key]
