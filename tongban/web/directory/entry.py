"""Which items are handled in which centre, how many of each department and region, why others are not (第二十条)."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tongban.catalog.directory import api as directory
from tongban.orgs import api as orgs
from tongban.web.directory.files import FORMATS, handed_out
from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.guards import keepers_only
from tongban.web.paging import cut, page_number
from tongban.web.request import Request

SIZE = 30
HEADS = (
    ("事项", 36),
    ("事项编码", 24),
    ("部门", 32),
    ("地区", 12),
    ("进驻", 8),
    ("在哪里办", 40),
    ("没有进驻的理由", 40),
)


@require_GET
@keepers_only
def index(request: Request) -> HttpResponse:
    """Show the rates, the reasons, and the items with where each is handled."""
    asked, found = _found(request)
    listed = found.filter(entered=False) if asked["only"] == "outside" else found
    page = cut(listed, number=page_number(request), size=SIZE)
    places = directory.places_of(page.rows)
    centres = directory.handled_in(found)[:SIZE]
    context = {
        "found": page,
        "rows": [(row, [places.get(code, code) for code in row.places]) for row in page.rows],
        "total": found.count(),
        "entered": found.filter(entered=True).count(),
        "regions": directory.rates(found, "region"),
        "departments": directory.rates(found, "department"),
        "reasons": directory.outside_reasons(found),
        "centres": [(_place_name(code), number) for code, number in centres],
        "asked": asked,
        "fields": _filters(asked),
    }
    return render(request, "web/directory/centres.html", context)


@require_GET
@keepers_only
def export(request: Request, kind: str) -> HttpResponse:
    """Hand out every item with where it is handled, or why it is not in a centre."""
    if kind not in FORMATS:
        raise Http404
    _, found = _found(request)
    rows = list(found)
    places = directory.places_of(rows)
    lines = _lines(rows, places)
    return handed_out(kind, name="centres", title="事项进驻情况", heads=HEADS, rows=lines, at=timezone.now())


def _place_name(code: str) -> str:
    """Return the name of a place; its code when it has gone since."""
    try:
        return orgs.place(code).name
    except orgs.UnknownPlace:
        return code


def _lines(rows: list[directory.GuideTraits], places: dict[str, str]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        item = row.version.item
        names = "、".join(places.get(code, code) for code in row.places)
        yes = "是" if row.entered else "否"
        yield item.name, item.code, item.handled_by, item.region.name, yes, names, row.reason


def _found(request: Request) -> tuple[dict[str, str], directory.Traits]:
    asked = {name: request.GET.get(name, "")[:40] for name in ("region", "department", "only")}
    found = directory.traits(
        at=timezone.now(), actor=request.actor, region=asked["region"], department=asked["department"]
    )
    return asked, found


def _filters(asked: dict[str, str]) -> list[Field]:
    regions = [Choice(one.code, one.name) for one in orgs.areas() if not one.organisation]
    departments = [Choice(one.code, one.name) for one in orgs.departments()]
    only = [Choice("outside", "没有进驻的")]
    return [
        Field("region", "地区", FieldKind.SELECT, value=asked["region"], choices=regions, blank="全部地区"),
        Field("department", "部门", FieldKind.SELECT, value=asked["department"], choices=departments, blank="全部部门"),
        Field("only", "进驻", FieldKind.SELECT, value=asked["only"], choices=only, blank="全部"),
    ]
