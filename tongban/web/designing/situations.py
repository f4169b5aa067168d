"""The situations: which materials and questions apply for which answer, and what somebody then has to bring."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tongban.catalog import api as catalog
from tongban.catalog.designing import api as designing
from tongban.kernel.errors import Broken
from tongban.web import flash
from tongban.web.designing.showing import readable
from tongban.web.designing.shown import done
from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.guards import revisers_only
from tongban.web.request import Request
from tongban.web.revising.shell import page

TICK, ANSWER = "tick.", "answer."


@require_http_methods(["GET", "HEAD", "POST"])
@revisers_only
def edit(request: Request, key: UUID) -> HttpResponse:
    """Show the questions that tell situations apart, and what each decides; keep what was ticked for one of them."""
    held = catalog.revision(key, by=request.actor, at=timezone.now())
    if not held.with_guide:
        raise catalog.UnknownSection
    verb, field = done(request)
    if request.method != "POST" or not verb:
        return _page(request, held)
    try:
        document = _changed(request, held.document, verb, field)
        catalog.save_document(
            revision=key, document=document, seen=request.POST.get("seen", ""), by=request.actor, at=timezone.now()
        )
    except catalog.Overtaken as refusal:
        return _page(request, held, overtaken=refusal)
    except Broken as refusal:
        return _page(request, held, {refusal.field: refusal.message})
    flash.say(request, "情形已保存。")
    return redirect(f"{reverse('designing:situations', args=[key])}{f'?q={field}' if field else ''}")


def _changed(request: Request, document: designing.Document, verb: str, field: str) -> designing.Content:
    if verb == "ask":
        options = request.POST.get("new.options", "").splitlines()
        return designing.ask_first(document, label=request.POST.get("new.label", "").strip(), options=options)
    ticked = {name.removeprefix(TICK): request.POST.getlist(name) for name in request.POST if name.startswith(TICK)}
    return designing.switch_by(document, field, ticked)


def _page(
    request: Request,
    held: catalog.Revision,
    faults: Mapping[str, str] | None = None,
    overtaken: catalog.Overtaken | None = None,
) -> HttpResponse:
    document, form = held.document, readable(held.document)
    found = designing.situations(document) if form else []
    chosen = _chosen(request, document) if form else None
    answers = _answers(request, form) if form else {}
    context: dict[str, Any] = {
        "seen": held.digest,
        "form": form,
        "situations": found,
        "candidates": designing.candidates(document) if form else [],
        "chosen": chosen,
        "new": (
            Field("new.label", "问办事人什么", hint="例如：您是新开店，还是搬了地方？"),
            Field("new.options", "有哪些情形", FieldKind.TEXTAREA, hint="一行写一个"),
        ),
        "asked": [_asked(one, answers) for one in found],
        "brought": designing.brought(document, answers) if form else None,
    }
    template = "web/designing/situations.html"
    return page(request, held, template, section="situations", context=context, faults=faults, overtaken=overtaken)


def _chosen(request: Request, document: designing.Document) -> designing.Situation | None:
    try:
        return designing.situation(document, request.GET["q"]) if request.GET.get("q") else None
    except designing.DesignRefused:
        return None


def _answers(request: Request, form: catalog.Form) -> dict[str, Any]:
    """Return what was chosen to try out, as answers of the form."""
    posted = {name.removeprefix(ANSWER): request.GET.getlist(name) for name in request.GET if name.startswith(ANSWER)}
    return catalog.clean(form, posted)


def _asked(one: designing.Situation, answers: Mapping[str, Any]) -> Field:
    given = answers.get(one.field)
    value = given[0] if isinstance(given, list) and given else given
    said = str(value).lower() if isinstance(value, bool) else str(value or "")
    choices = [Choice(value, words) for value, words in one.choices]
    return Field(f"{ANSWER}{one.field}", one.label, FieldKind.RADIOS, said, choices=choices)
