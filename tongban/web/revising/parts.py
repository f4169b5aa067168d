"""Writing a section by a form made from its type: rows are added and moved by buttons, nothing is lost by a fault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpResponse

from tongban.catalog import api as catalog
from tongban.orgs import api as orgs
from tongban.web.fields import Choice
from tongban.web.request import Request
from tongban.web.revising.checking import CHECK, checked
from tongban.web.revising.papers import spots
from tongban.web.revising.shell import page, saved
from tongban.web.revising.typed import Form, Offered, Path, annotation_of, rearranged

# What the directory says of an item: shown, never posted (第六条).
LOCKED = {"basics": frozenset({"item", "name", "type"}), "department": frozenset({"region", "decides"})}


def edit(request: Request, held: catalog.Revision, *, section: str) -> HttpResponse:
    """Show the form of a section; keep it, or add, move and remove a row of it."""
    before = held.document.get(section)
    if request.method != "POST":
        return _form(request, held, section, before, seen=held.digest)
    content = _form_of(held, section, {}).posted(request.POST, before)
    wanted = request.POST.get("do", "save")
    if wanted == CHECK:
        return checked(request, held, section, content)
    if wanted != "save":
        content = rearranged(content, section, wanted)
        return _form(request, held, section, content, seen=request.POST.get("seen", ""), kept=False)

    def again(faults: Mapping[str, str], overtaken: catalog.Overtaken | None) -> HttpResponse:
        return _form(request, held, section, content, seen=held.digest, faults=faults, overtaken=overtaken)

    return saved(request, held, section, content, again)


def _form(
    request: Request,
    held: catalog.Revision,
    section: str,
    content: Any,  # noqa: ANN401 - JSON
    *,
    seen: str,
    kept: bool = True,
    faults: Mapping[str, str] | None = None,
    overtaken: catalog.Overtaken | None = None,
) -> HttpResponse:
    document = {**held.document, section: content} if content is not None else held.document
    found = dict(catalog.section_faults(document, section)) if content is not None else {}
    context = {
        "blocks": _form_of(held, section, found).blocks(content),
        "places": _places(held) if section == "windows" else {},
        "locked": _locked(held) if section in LOCKED else [],
        "seen": seen,
        "unsaved": not kept or bool(overtaken),
        "papers": spots(held, section),
    }
    template = "web/revising/section.html"
    return page(request, held, template, section=section, context=context, faults=faults, overtaken=overtaken)


def _form_of(held: catalog.Revision, section: str, faults: Mapping[Path, str]) -> Form:
    there = replace(offered(held), places=_places(held)) if section == "windows" else offered(held)
    return Form(section, annotation_of(section), there, faults, LOCKED.get(section, frozenset()))


def offered(held: catalog.Revision) -> Offered:
    """Return what the parts of a guide can be chosen from."""
    rows, form = _mappings(held.document, "legal"), held.document.get("form")
    properties = form.get("properties") if isinstance(form, Mapping) else None
    named = properties.items() if isinstance(properties, Mapping) else []
    return Offered(
        departments=[Choice(one.code, one.name) for one in orgs.departments()],
        laws=[Choice(str(one.get("id")), f"《{one.get('law', '')}》{one.get('article', '')}") for one in rows],
        licences=[Choice(one.name, one.name) for one in catalog.licence_types()],
        fields=[Choice(key, str(one.get("x-label", key))) for key, one in named if isinstance(one, Mapping)],
        materials=[
            Choice(str(one.get("id")), str(one.get("name", ""))) for one in _mappings(held.document, "materials")
        ],
    )


def _mappings(document: Mapping[str, Any], section: str) -> list[Mapping[str, Any]]:
    """Return the rows of a section that are rows: a draft may hold anything."""
    rows = document.get(section)
    return [one for one in rows if isinstance(one, Mapping)] if isinstance(rows, list) else []


def _places(held: catalog.Revision) -> dict[str, str]:
    """Return the names by code of the places that a window can be in: of the item's region, then of its city."""
    region = held.item.region_id
    return orgs.place_names(region) | orgs.place_names(f"{region[:4]}00")


def _locked(held: catalog.Revision) -> list[tuple[str, str]]:
    item = held.item
    return [
        ("事项名称", item.name),
        ("事项编码", item.code),
        ("事项类型", item.type_name),
        ("决定部门", item.handled_by),
        ("地区", item.region.name),
    ]
