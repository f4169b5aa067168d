"""Where the same service is done differently: what must be the same, what may differ, who differs and how much."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from tongban.catalog import api as catalog
from tongban.catalog.directory import api as directory
from tongban.orgs import api as orgs
from tongban.web.directory.files import FORMATS, handed_out, streamed
from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.guards import keepers_only
from tongban.web.paging import cut, page_number
from tongban.web.request import Request

SIZE, MOST, AT_ONCE = 15, 500, 50
HEADS = (
    ("事项", 36),
    ("基本目录编码", 18),
    ("内容", 14),
    ("应当统一", 10),
    ("怎么写", 60),
    ("地区和部门", 50),
    ("相差", 24),
)


@require_GET
@keepers_only
def index(request: Request) -> HttpResponse:
    """List the services that are not done the same everywhere, with what differs and how much."""
    at = timezone.now()
    asked = {name: request.GET.get(name, "")[:40] for name in ("title", "region")}
    titles = directory.differing_by_element(at=at, actor=request.actor)
    if asked["title"] not in titles:
        asked["title"] = ""
    found = cut(
        directory.services_that_differ(at=at, actor=request.actor, **asked), number=page_number(request), size=SIZE
    )
    context = {
        "found": found,
        "services": directory.compare_services(found.rows, at=at),
        "titles": titles,
        "breaches": directory.services_in_breach(at=at, actor=request.actor),
        "must": directory.MUST,
        "asked": asked,
        "fields": _filters(asked, titles),
    }
    return render(request, "web/directory/differences.html", context)


@require_GET
@keepers_only
def export(request: Request, kind: str) -> HttpResponseBase:
    """Hand the differences out, a line for each thing that is said: as CSV all of them, as a spreadsheet the first."""
    if kind not in FORMATS:
        raise Http404
    at = timezone.now()
    asked = {name: request.GET.get(name, "")[:40] for name in ("title", "region")}
    found = directory.services_that_differ(at=at, actor=request.actor, **asked)
    if kind == "csv":
        return streamed(name="differences", heads=HEADS, rows=_compared(list(found), asked["title"], at), at=at)
    basics, total = list(found[:MOST]), found.count()
    rows = _compared(basics, asked["title"], at)
    left = f"（只列出前 {MOST} 项，共 {total} 项，全部请下载 CSV）" if total > MOST else ""
    return handed_out(kind, name="differences", title=f"同一事项的差异{left}", heads=HEADS, rows=rows, at=at)


def _compared(basics: Sequence[catalog.BasicItem], title: str, at: datetime) -> Iterator[tuple[str, ...]]:
    """Compare some services at a time, so that the first lines are there before the last are read."""
    for first in range(0, len(basics), AT_ONCE):
        for one in directory.compare_services(basics[first : first + AT_ONCE], at=at):
            yield from _rows(one, title)


def _rows(one: directory.Differing, title: str) -> Iterator[tuple[str, ...]]:
    who = {item.code: f"{item.region.name} {item.handled_by}" for item in one.items}
    for each in one.differences:
        if each.title != title and (title or each.local):
            continue
        for text, codes in each.groups:
            names = "、".join(who[code] for code in codes)
            must = "是" if each.must else ""
            yield one.basic.name, one.basic.code, each.title, must, text, names, each.spread


def _filters(asked: dict[str, str], titles: dict[str, int]) -> list[Field]:
    elements = [Choice(title, f"{title}（{number}）") for title, number in titles.items()]
    regions = [Choice(one.code, one.name) for one in orgs.areas() if not one.organisation]
    return [
        Field("title", "内容", FieldKind.SELECT, value=asked["title"], choices=elements, blank="全部内容"),
        Field("region", "地区", FieldKind.SELECT, value=asked["region"], choices=regions, blank="全部地区"),
    ]
