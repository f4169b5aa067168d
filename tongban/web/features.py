"""The feature lists of article 9 for everybody: each with its rule, its items, and why they are on it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tongban.catalog.directory import api as directory
from tongban.web.context import page_of
from tongban.web.directory.files import FORMATS, handed_out
from tongban.web.items import filter_of
from tongban.web.paging import cut, page_number
from tongban.web.request import Request

HEADS = (("事项", 36), ("事项编码", 24), ("类型", 14), ("部门", 32), ("地区", 12), ("为什么在清单里", 60))


@require_safe
def index(request: Request) -> HttpResponse:
    """Show all lists with their rules and how many items are on each."""
    numbers = directory.feature_counts(directory.traits(at=timezone.now()))
    lists = [(rule, numbers[code]) for code, rule in directory.FEATURES.items()]
    return render(request, "web/features/index.html", {"lists": lists})


@require_safe
def feature(request: Request, slug: str) -> HttpResponse:
    """Show one list: the rule, and the items with why."""
    code = _code(slug)
    region = request.GET.get("region", "")[:12]
    found = cut(
        directory.on_list(directory.traits(at=timezone.now(), region=region), code), number=page_number(request)
    )
    regions = [(one.code, one.name) for one in page_of(request).areas if not one.organisation]
    context = {
        "rule": directory.FEATURES[code],
        "found": found,
        "rows": [(row, directory.why_of(row, code)) for row in found.rows],
        "region": region,
        "filters": [filter_of(request, "region", _("地区"), regions)],
    }
    return render(request, "web/features/list.html", context)


@require_safe
def export(request: Request, slug: str, kind: str) -> HttpResponse:
    """Hand a list out as a file."""
    code = _code(slug)
    if kind not in FORMATS:
        raise Http404
    at = timezone.now()
    found = directory.on_list(directory.traits(at=at, region=request.GET.get("region", "")[:12]), code)
    rows = (
        (
            row.version.item.name,
            row.version.item.code,
            row.version.item.type_name,
            row.version.item.handled_by,
            row.version.item.region.name,
            directory.why_of(row, code),
        )
        for row in found
    )
    title = f"“{directory.FEATURES[code].name}”事项清单"
    return handed_out(kind, name=slug, title=title, heads=HEADS, rows=rows, at=at)


def _code(slug: str) -> directory.Feature:
    code = directory.feature_named(slug)
    if code is None:
        raise Http404
    return code
