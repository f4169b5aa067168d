"""What every page of a revision shows around its own: where it stands, how far it is, who else is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from tongban.catalog import api as catalog
from tongban.catalog.revising import api as revising
from tongban.identity import api as identity
from tongban.kernel.errors import Broken
from tongban.web import flash
from tongban.web.request import Request
from tongban.web.revising.labels import named_changes
from tongban.web.revising.leading import linked


def shell(
    request: Request, held: catalog.Revision, *, at: datetime, section: str = "", editing: bool = False
) -> dict[str, Any]:
    """Return what the frame of a revision shows; of who has an ``editing`` page open, note that they write."""
    found = catalog.assess(held, at=at) if held.with_guide else None
    (row,) = catalog.with_clocks([held], at=at)
    part = next((one for one in found.parts if one.section == section), None) if found else None
    return {
        "held": held,
        "item": held.item,
        "section": section,
        "section_name": catalog.SECTION_NAMES.get(section, ""),
        "assessed": found,
        "parts": found.parts if found else (),
        "part": part,
        "to_mend": linked(held, found.must) if found else [],
        "to_mend_here": linked(held, part.found) if part else [],
        "clock": row.clock,
        **presence(request, held, at=at, editing=editing),
        "renamed": revising.renamed(held),
        "follows": catalog.RevisionVerb.FOLLOW_DIRECTORY in catalog.open_verbs(held, by=request.actor),
        "said_here": _said_at(held, section),
    }


def presence(request: Request, held: catalog.Revision, *, at: datetime, editing: bool) -> dict[str, Any]:
    """Return who else is writing, and whether this person may; note of an ``editing`` page that they do."""
    others = catalog.look(held, by=request.actor, at=at, writing=editing)
    return {
        "others": named(request, [(one, one.account) for one in others]),
        "editing": editing,
        "writable": catalog.may_write(held, by=request.actor),
    }


def named(request: Request, rows: list[tuple[Any, UUID | None]]) -> list[tuple[Any, str]]:
    """Return rows with the names of whose account stands beside them, as staff know each other."""
    names = identity.staff_names({account for _, account in rows if account}, by=request.actor)
    return [(row, names.get(account, "") if account else "") for row, account in rows]


def page(
    request: Request,
    held: catalog.Revision,
    template: str,
    *,
    section: str = "",
    context: Mapping[str, Any] | None = None,
    faults: Mapping[str, str] | None = None,
    overtaken: catalog.Overtaken | None = None,
    editing: bool = False,
) -> HttpResponse:
    """Draw a page within the frame of a revision: 409 where somebody was quicker, 422 for what is to be mended.

    A page of a section is an editor; ``editing`` says so of another one.
    """
    shown = shell(request, held, at=timezone.now(), section=section, editing=editing or bool(section))
    status = 409 if overtaken else 422 if faults else 200
    told = _told(request, overtaken) if overtaken else None
    values = {**shown, "faults": faults or {}, "overtaken": told, **(context or {})}
    return render(request, template, values, status=status)


def saved(
    request: Request,
    held: catalog.Revision,
    section: str,
    content: Any,  # noqa: ANN401 - JSON
    again: Callable[[Mapping[str, str], catalog.Overtaken | None], HttpResponse],
) -> HttpResponse:
    """Keep a section as it was posted and come back to it; ``again`` draws the form with what is wrong.

    ``seen`` is posted by the form: the digest of the text that it was made from.
    """
    try:
        catalog.save_section(
            revision=held.pk,
            section=section,
            content=content,
            seen=request.POST.get("seen", ""),
            by=request.actor,
            at=timezone.now(),
        )
    except catalog.Overtaken as refusal:
        return again({}, refusal)
    except Broken as refusal:
        return again({refusal.field or section: refusal.message}, None)
    flash.say(request, f"“{catalog.SECTION_NAMES[section]}”已保存。")
    return redirect("revising:section", key=held.pk, section=section)


def _told(request: Request, refusal: catalog.Overtaken) -> dict[str, Any]:
    (_, who), *_ = named(request, [(None, refusal.by)])
    return {
        "sentence": refusal.message,
        "who": who or "同事",
        "at": refusal.at,
        "sections": [catalog.SECTION_NAMES.get(one, one) for one in refusal.sections],
        "changes": named_changes([one for one in refusal.changes if isinstance(one, catalog.Changed)]),
    }


def _said_at(held: catalog.Revision, section: str) -> list[catalog.Remark]:
    """Return what was said of a section and is not settled."""
    if not section:
        return []
    open_now = [one for one in catalog.remarks(held) if one.resolved_at is None]
    return [one for one in open_now if one.element.partition(".")[0] == section]
