"""Editors of rows: the table of materials, the steps with their drawing, the special procedures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from tongban.catalog import api as catalog
from tongban.catalog.designing import api as designing
from tongban.kernel.actors import ROLE_NAMES, Role
from tongban.web.designing.picking import picked, picker
from tongban.web.designing.showing import facts_of, marks_of, readable
from tongban.web.designing.shown import done, kept, taken
from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.request import Request
from tongban.web.revising.checking import CHECK, checked, refused
from tongban.web.revising.papers import spots
from tongban.web.revising.parts import offered
from tongban.web.revising.shell import page
from tongban.web.revising.typed import Block, Form, Group

# What has a control of its own: a condition is picked, papers are uploaded, running side by side is a button.
APART = {
    "materials": frozenset({"when", "sample", "blank"}),
    "process": frozenset({"parallel"}),
    "special": frozenset[str](),
}
MIMES = {
    "application/pdf": "PDF",
    "image/jpeg": "JPG 图片",
    "image/png": "PNG 图片",
    "application/ofd": "OFD",
}
NEW = {"process": {"text": "待写明"}, "special": {"text": "待写明"}}
NAMES = {"materials": "材料", "process": "环节", "special": "特别程序"}
STAFF = (Role.RECEIVER, Role.ACCEPTOR, Role.EXAMINER, Role.DECIDER, Role.HANDOUT)


def edit(request: Request, held: catalog.Revision, *, section: str) -> HttpResponse:
    """Show the rows or one of them; add, change, move or delete one."""

    def again(faults: Mapping[str, str], overtaken: catalog.Overtaken | None) -> HttpResponse:
        return _page(request, held, section, faults, overtaken)

    verb, key = done(request)
    if request.method != "POST":
        return again({}, None)
    if not verb:
        return redirect("revising:section", key=held.pk, section=section)
    try:
        content = _changed(request, held, section, verb, key)
    except designing.DesignRefused as refusal:
        return refused(refusal) if verb == CHECK else again({"": refusal.message}, None)
    if verb == CHECK:
        return checked(request, held, section, content)
    if verb == "add":
        key = str(content[-1]["id"])
    anchor = f"?row={key}#row" if verb == "add" else f"#row-{key}"
    return kept(request, held, section, content, again, anchor=anchor)


def _changed(request: Request, held: catalog.Revision, section: str, verb: str, key: str) -> list[designing.Content]:
    document = held.document
    match verb:
        case "add":
            facts = {**NEW.get(section, {}), **({"by": held.department} if section == "process" else {})}
            name = request.POST.get("new.name", "").strip()
            return designing.add_row(document, section, name=name, facts=facts, taken=taken(held, section))
        case "up" | "down":
            return designing.move_row(document, section, key, by=-1 if verb == "up" else 1)
        case "together" | "after":
            return designing.side_by_side(document, key, on=verb == "together")
        case "delete":
            return designing.delete_row(document, section, key)
        case _:
            return designing.change_row(document, section, key, _posted(request, held, section, key))


def _posted(request: Request, held: catalog.Revision, section: str, key: str) -> dict[str, Any]:
    """Return what was posted of a row; what was cleared is None, so that it is taken away."""
    row = _row(held, section, key)
    given = _typed(request, held, section, row)
    form = readable(held.document)
    if section == "materials" and form is not None:
        given |= _conditional(form, given, picked(request, form, row.get("when")))
    return {**dict.fromkeys(row), **given}


def _typed(request: Request, held: catalog.Revision, section: str, row: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = _form(held, section).posted(request.POST, row) or {}
    return found


def _conditional(form: catalog.Form, given: Mapping[str, Any], when: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what a picked condition makes of a material: needed when it holds, in words of its own where none were."""
    if when is None and given.get("need") == catalog.Need.WHEN:
        name = given.get("name")
        raise designing.DesignRefused(
            [f"材料“{name}”选了“符合情形时必要”，请勾选在哪些回答下需要；总是需要的，请选“必要”"]
        )
    if when is None:
        return {"when": None, "when_text": None}
    words = designing.condition_words(form, designing.condition_of(when)).removeprefix("当").removesuffix("时")
    return {"when": when, "need": catalog.Need.WHEN, "when_text": given.get("when_text") or words}


def _page(
    request: Request,
    held: catalog.Revision,
    section: str,
    faults: Mapping[str, str],
    overtaken: catalog.Overtaken | None,
) -> HttpResponse:
    key = request.GET.get("row", "")
    row = _row(held, section, key)
    rows = designing.rows_of(held.document, section)
    form = readable(held.document)
    if row and request.method == "POST":
        row = {**_typed(request, held, section, row), "id": key, "when": _ticked(request, form, row)}
    context = {
        "seen": held.digest,
        "rows": [(one, facts_of(held.document, section, one)) for one in rows],
        "row": row,
        "blocks": list(_blocks(held, section, row)) if row else [],
        "picker": picker(form, row.get("when")) if row and form and section == "materials" else None,
        "marks": marks_of(held.document) if section == "process" else [],
        "papers": spots(held, section),
        "new": Field("new.name", f"新的{NAMES[section]}叫什么"),
    }
    template = "web/designing/row.html" if row else "web/designing/rows.html"
    return page(request, held, template, section=section, context=context, faults=faults, overtaken=overtaken)


def _ticked(request: Request, form: catalog.Form | None, row: Mapping[str, Any]) -> Mapping[str, Any] | None:
    return picked(request, form, row.get("when")) if form else row.get("when")


def _row(held: catalog.Revision, section: str, key: str) -> dict[str, Any]:
    rows = designing.rows_of(held.document, section)
    return next((one for one in rows if key and str(one.get("id")) == key), {})


def _form(held: catalog.Revision, section: str) -> Form:
    return Form(section, designing.TYPES[section], offered(held), locked=APART[section])


def _blocks(held: catalog.Revision, section: str, row: Mapping[str, Any]) -> Iterator[Block]:
    choices = _choices(held)
    for block in _form(held, section).blocks(row):
        yield _offering(block, choices, row)


def _offering(block: Block, choices: Mapping[str, Sequence[Choice]], row: Mapping[str, Any]) -> Block:
    """Return a part with its choices where only this page knows them."""
    if isinstance(block, Group):
        return replace(block, blocks=[_offering(one, choices, row.get("accepted") or {}) for one in block.blocks])
    if not isinstance(block, Field) or block.name not in choices:
        return block
    several = block.kind == FieldKind.TEXTAREA
    values = row.get(block.name.rpartition(".")[2]) or () if several else block.values
    return replace(
        block, kind=FieldKind.CHECKBOXES if several else FieldKind.SELECT, choices=choices[block.name], values=values
    )


def _choices(held: catalog.Revision) -> dict[str, Sequence[Choice]]:
    there = offered(held)
    special = designing.rows_of(held.document, "special")
    return {
        "materials.paper_legal": there.laws,
        "materials.accepted.mime": [Choice(value, name) for value, name in MIMES.items()],
        "process.by": there.departments,
        "process.role": [Choice(role.value, ROLE_NAMES[role]) for role in STAFF],
        "process.special": [Choice(str(one.get("id")), str(one.get("name"))) for one in special],
    }
