"""Lists of revisions, one revision as a whole, and the verbs that lead it on: one domain call that writes a view."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongban.cases import api as cases
from tongban.catalog import api as catalog
from tongban.catalog.revising import api as revising
from tongban.kernel.errors import Broken, WrongState
from tongban.web import flash
from tongban.web.guards import revisers_only
from tongban.web.paging import cut, page_number
from tongban.web.request import Request
from tongban.web.revising.beginning import ground_fields
from tongban.web.revising.labels import named_changes
from tongban.web.revising.shell import named, page, presence
from tongban.web.revising.verbs import ASKS, Ask, open_asks

ENDED = {catalog.RevisionState.PUBLISHED, catalog.RevisionState.ABANDONED}


@require_GET
@revisers_only
def todo(request: Request) -> HttpResponse:
    """List what waits for this person, the first to be over at the head."""
    rows = catalog.todo(by=request.actor, at=timezone.now())
    return render(request, "web/revising/todo.html", {"rows": rows})


@require_GET
@revisers_only
def index(request: Request) -> HttpResponse:
    """List the revisions within reach, those under way or those that have ended."""
    ended = request.GET.get("tab") == "ended"
    found = cut(catalog.revisions(by=request.actor, ended=ended), number=page_number(request))
    rows = catalog.with_clocks(found.rows, at=timezone.now())
    return render(request, "web/revising/index.html", {"found": found, "rows": rows, "ended": ended})


@require_GET
@revisers_only
def revision(request: Request, key: UUID) -> HttpResponse:
    """Show one revision: how far it is, what it rests on, what was said and done, and what can be done now."""
    held = catalog.revision(key, by=request.actor, at=timezone.now())
    return _overview(request, held)


@require_GET
@revisers_only
def present(request: Request, key: UUID) -> HttpResponse:
    """Answer a page that asks by itself, while it is open, who else is writing: nobody's idle time begins anew."""
    request.unattended = True
    held = catalog.revision(key, by=request.actor, at=timezone.now())
    shown = presence(request, held, at=timezone.now(), editing="editing" in request.GET)
    return render(request, "web/revising/_others.html", {"held": held, **shown})


@require_POST
@revisers_only
def ground(request: Request, key: UUID) -> HttpResponse:
    """Keep on what a change rests and why it is made."""
    held = catalog.revision(key, by=request.actor, at=timezone.now())
    said = {name: request.POST.get(name, "") for name in ("basis", "reason", "favourable", "transition")}
    try:
        catalog.ground(revision=key, by=request.actor, at=timezone.now(), **said)
    except Broken as refusal:
        return _overview(request, held, said, {refusal.field: refusal.message})
    flash.say(request, "依据和理由已保存。")
    return redirect("revising:revision", key=key)


@require_http_methods(["GET", "HEAD", "POST"])
@revisers_only
def do(request: Request, key: UUID, verb: str) -> HttpResponse:
    """Ask what a verb needs, then do it."""
    at, ask = timezone.now(), ASKS.get(verb)
    held = catalog.revision(key, by=request.actor, at=at)
    if ask is None:
        raise Http404
    if request.method != "POST":
        return _ask(request, held, ask, {})
    try:
        ask.do(held, request.POST, request.actor, at)
    except catalog.GuideFaulty as refusal:
        return _ask(request, held, ask, {"": refusal.message}, refusal.faults)
    except WrongState as refusal:
        return _ask(request, held, ask, {"": refusal.message}, status=409)
    except Broken as refusal:
        return _ask(request, held, ask, {refusal.field: refusal.message})
    flash.say(request, f"已完成：{ask.name}。")
    return redirect("revising:revision", key=key)


@require_http_methods(["GET", "HEAD", "POST"])
@revisers_only
def remark(request: Request, key: UUID) -> HttpResponse:
    """Say something of an element of the guide; whoever opens the address is led to where that is done."""
    if request.method != "POST":
        return redirect(f"{reverse('revising:revision', kwargs={'key': key})}#remarks")
    element, text = request.POST.get("element", "").strip(), request.POST.get("text", "")
    held = catalog.revision(key, by=request.actor, at=timezone.now())
    try:
        catalog.remark(revision=key, element=element, text=text, by=request.actor, at=timezone.now())
    except Broken as refusal:
        return _overview(request, held, None, {"text": refusal.message})
    flash.say(request, "意见已提出。")
    return redirect("revising:revision", key=key)


@require_POST
@revisers_only
def answer(request: Request, key: UUID, remark: UUID) -> HttpResponse:
    """Answer what was said."""
    held = catalog.revision(key, by=request.actor, at=timezone.now())
    try:
        catalog.answer_remark(
            revision=key, remark=remark, text=request.POST.get("text", ""), by=request.actor, at=timezone.now()
        )
    except Broken as refusal:
        return _overview(request, held, None, {f"answer-{remark}": refusal.message})
    flash.say(request, "已答复。")
    return redirect("revising:revision", key=key)


@require_POST
@revisers_only
def resolve(request: Request, key: UUID, remark: UUID) -> HttpResponse:
    """Say that what was said is settled."""
    catalog.resolve_remark(revision=key, remark=remark, by=request.actor, at=timezone.now())
    flash.say(request, "这条意见已了结。")
    return redirect("revising:revision", key=key)


@require_GET
@revisers_only
def difference(request: Request, key: UUID) -> HttpResponse:
    """Show what differs from the guide in force, place by place, and which running cases keep the old version."""
    held = catalog.revision(key, by=request.actor, at=timezone.now())
    before = held.base.document if held.base else {}
    changes = named_changes(revising.by_row(before, held.document) if held.with_guide else ())
    context = {"changes": changes, "affected": cases.affected(item=held.item.code, by=request.actor)}
    return page(request, held, "web/revising/difference.html", context=context)


@require_GET
@revisers_only
def preview(request: Request, key: UUID) -> HttpResponse:
    """Show the draft as the portal would, whatever of it can be read as a guide."""
    held = catalog.revision(key, by=request.actor, at=timezone.now())
    guide = catalog.assess(held, at=timezone.now()).guide if held.with_guide else None
    context = {
        "sections": catalog.SECTIONS,
        "narrow": request.GET.get("width") == "phone",
        "windows": [(one, None) for one in guide.windows] if guide else [],
    }
    return page(request, held, "web/revising/preview.html", context=context)


def _overview(
    request: Request,
    held: catalog.Revision,
    said: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
) -> HttpResponse:
    steps = named(request, [(one, one.by) for one in catalog.steps(held)])
    returned = held.state == catalog.RevisionState.RETURNED
    force = revising.moved(held, at=timezone.now())
    asks = open_asks(held, by=request.actor, moved=force is not None)
    why_not = [(ask, why) for ask in asks if (why := _why_not(held, ask))]
    hindered = {ask.slug for ask, _ in why_not}
    context = {
        "asks": [ask for ask in asks if ask.slug not in hindered],
        "why_not": why_not,
        "force": force,
        "apart": catalog.kept_apart(held, by=request.actor),
        "ground": ground_fields(held, said, faults or {}),
        "steps": steps,
        "sent_back": next((row for row in steps if returned and row[0].verb == "RETURN"), None),
        "remarks": (remarks := named(request, [(one, one.by) for one in catalog.remarks(held)])),
        **_addressed(request, held, [one for one, _ in remarks]),
        "unsettled": sum(one.resolved_at is None for one, _ in remarks) if held.state not in ENDED else 0,
        "opinions": catalog.opinions(held),
        "affected": cases.affected(item=held.item.code, by=request.actor),
        "elements": held_elements(held),
    }
    return page(request, held, "web/revising/revision.html", context=context, faults=faults)


def _addressed(request: Request, held: catalog.Revision, remarks: list[catalog.Remark]) -> dict[str, Any]:
    """Return which remarks this person answers, and which of them they settle, by their ids."""
    talk = [(one.pk, *revising.addressed(held, one, by=request.actor)) for one in remarks]
    return {
        "answerable": {key for key, answers, _ in talk if answers},
        "settleable": {key for key, _, settles in talk if settles},
    }


def _why_not(held: catalog.Revision, ask: Ask) -> str:
    return revising.hindrance(held, ask.verb, at=timezone.now())


def _why_not_now(request: Request, held: catalog.Revision, ask: Ask) -> str:
    """Return why a verb would be refused now, also one that is not open at all: whoever opens its address is told."""
    wanted = ask.verb == catalog.RevisionVerb.GIVE_OPINION
    is_open = catalog.opinion_wanted(held, by=request.actor) if wanted else None
    if is_open is None and (wanted or ask.verb not in catalog.open_verbs(held, by=request.actor)):
        return revising.untimely(held, ask.verb)
    return _why_not(held, ask)


def held_elements(held: catalog.Revision) -> list[tuple[str, str]]:
    """Return what of a revision a remark can point at: sections, and the rows of those that are lists."""
    found = []
    for section, name in catalog.SECTION_NAMES.items():
        found.append((section, name))
        rows = held.document.get(section)
        for one in rows if isinstance(rows, list) else ():
            if isinstance(one, Mapping) and one.get("id"):
                title = next((str(one[key]) for key in ("name", "law", "question", "text") if one.get(key)), "")
                found.append((f"{section}.{one['id']}", f"{name} {one['id']} {title[:20]}"))
    return found


def _ask(
    request: Request,
    held: catalog.Revision,
    ask: Ask,
    faults: Mapping[str, str],
    blocking: tuple[str, ...] = (),
    *,
    status: int = 0,
) -> HttpResponse:
    force = revising.moved(held, at=timezone.now())
    why_not = "" if faults else _why_not_now(request, held, ask)
    context = {
        "ask": ask,
        "why_not": why_not,
        "fields": ask.fields(held, request.POST, faults),
        "blocking": blocking,
        "force": force,
        "changes": named_changes(revising.changes_meanwhile(held, force)) if force else (),
    }
    answer = page(request, held, "web/revising/do.html", context=context, faults=faults)
    answer.status_code = status or answer.status_code
    return answer
