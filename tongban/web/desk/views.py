"""Inbox, case and verbs of a department's staff: one domain call that writes a view."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tongban.cases import api as cases
from tongban.cases.hearing import api as hearing
from tongban.kernel.actors import Role
from tongban.kernel.errors import Broken, Faulty
from tongban.web import flash
from tongban.web.context import page_of
from tongban.web.desk.asking import Ask
from tongban.web.desk.blocks import inserted, texts_for
from tongban.web.desk.foreseeing import foreseen, has_paper
from tongban.web.desk.forms import ASKS, grounds_for, points, reason_missing, stale
from tongban.web.desk.narrowing import listing, with_list
from tongban.web.desk.pages import adoption_page, case_page, queue
from tongban.web.desk.several import verbs_of
from tongban.web.desk.viewing import let_frame, opened
from tongban.web.desk.working import findings_of, team_of
from tongban.web.frame import around
from tongban.web.guards import staff_only
from tongban.web.late import beside_the_case
from tongban.web.request import Request
from tongban.web.served import serve_document, serve_handle
from tongban.web.signin.entering import first_page

SHELL = "web/desk/base.html"
OF_THE_CORRECTION = frozenset({cases.Verb.ACCEPT, cases.Verb.REFUSE_ACCEPTANCE})


@require_GET
@staff_only
def inbox(request: Request) -> HttpResponse:
    """Show what waits, what ends first before the rest; lead those who handle no cases to where their work begins."""
    if not page_of(request).handles:
        return redirect(first_page(request.actor))
    context = {**queue(request, at=timezone.now()), "several": verbs_of(request.actor)}
    return around(request, SHELL, "web/desk/inbox.html", context)


@require_GET
@staff_only
def case(request: Request, number: str) -> HttpResponse:
    """Show one case with its clocks, form, materials and the verbs that are open now."""
    at = timezone.now()
    shown = case_page(request.actor, number, at=at)
    asks = [ask for ask in ASKS.values() if ask.verb in shown["open"]]
    known = [ask for ask in ASKS.values() if ask not in asks and ask.verb not in shown["absent"]]
    held = cases.roles_of(request.actor, shown["case"])
    shut = [(ask.name, reason_missing(ask, shown["case"], shown["barred"], held)) for ask in known]
    file = opened(shown["case"], shown["materials"], request.GET.get("file", ""))
    listed = {} if file else queue(request, at=at)
    context = {**listed, **shown, "asks": asks, "shut": shut, "file": file, "query": listing(request.GET)}
    return let_frame(around(request, SHELL, "web/desk/case.html", context), file)


@require_GET
@staff_only
def material(request: Request, number: str, row: UUID) -> HttpResponseRedirect:
    """Open a file of the case: the room of cases decides, the handle lives a minute."""
    return serve_handle(request, cases.read_material(case=number, row=row, by=request.actor, at=timezone.now()))


@require_GET
@staff_only
def document(request: Request, number: str, kind: str) -> HttpResponse:
    """Open an official document of the case."""
    return serve_document(cases.read_document(number=number, kind=kind, by=request.actor, at=timezone.now()))


@require_http_methods(["GET", "POST"])
@staff_only
@beside_the_case
def do(request: Request, number: str, verb: str) -> HttpResponse:
    """Ask what a verb needs, then do it."""
    ask = ASKS.get(verb)
    if ask is None:
        raise Http404
    if ask.verb is cases.Verb.DELIVER and request.actor.holds(Role.HANDOUT):
        # At the window a result is handed out to somebody whose document was checked, against a receipt.
        return redirect("counter:handout", number=number)
    if request.method == "GET" or "block" in request.POST:
        return _form(request, number, ask)
    try:
        if "preview" in request.POST:
            return foreseen(request, number, ask)
        ask.do(number, request.POST, request.actor, timezone.now())
    except Broken as refusal:
        return _form(request, number, ask, refusal)
    flash.say(request, f"已完成：{ask.name}。{'已发消息告知申请人。' if ask.told else ''}")
    return redirect(with_list(reverse("desk:case", kwargs={"number": number}), request.GET))


def _form(request: Request, number: str, ask: Ask, refusal: Broken | None = None) -> HttpResponse:
    at = timezone.now()
    shown, faults = case_page(request.actor, number, at=at), _faults(refusal)
    held = cases.roles_of(request.actor, shown["case"])
    if ask.team and ask.verb in shown["open"]:
        shown["team"] = team_of(request.actor, shown, at=at)
    if ask.presides and ask.verb in shown["open"]:
        shown["presiders"] = hearing.could_preside(shown["case"], by=request.actor, at=at)
    if ask.decides:
        shown["findings"] = findings_of(request.actor, shown["case"])
    context = {
        **shown,
        **_told_to_correct(ask, shown),
        "ask": ask,
        "query": listing(request.GET),
        "faults": faults,
        "adoption": adoption_page(shown, at=at) if ask.adopts else None,
        "terms": ask.terms(shown["case"]),
        "fields": ask.fields(shown, request.POST, faults) if ask.verb in shown["open"] else [],
        "why_not": stale(ask, shown["open"]) or reason_missing(ask, shown["case"], shown["barred"], held),
        "reason": inserted(request.actor, request.POST, shown["case"], ask.verb) or _prefilled(request, ask, shown),
        "foreseeable": has_paper(ask),
        "still_at_once": ask.verb is cases.Verb.ACCEPT and cases.still_at_once(shown["case"], shown["barred"]),
        **(texts_for(request.actor, shown["case"], ask.verb) if ask.label else {}),
        "passed": request.POST.get("passed", ""),
        "grounds": grounds_for(request.actor, number, at=at) if ask.grounds else (),
        "ground": request.POST.get("ground", ""),
        "competent": request.POST.get("competent", ""),
        "ticked": {point.element: point.text for point in points(request.POST)},
    }
    return render(request, "web/desk/do.html", context, status=422 if refusal else 200)


def _prefilled(request: Request, ask: Ask, shown: dict[str, Any]) -> str:
    """Return what a colleague wrote in proposing what is done now, for whoever does it to adopt or to change."""
    waits = shown["to_extend"] if ask.verb is cases.Verb.EXTEND and request.method == "GET" else None
    return waits.text if waits else ""


def _told_to_correct(ask: Ask, shown: dict[str, Any]) -> dict[str, object]:
    """Return what whoever accepts or not has to know of the correction: how each point was answered, and which not."""
    correction = shown["correction"] if ask.verb in OF_THE_CORRECTION else None
    if correction is None:
        return {}
    return {"told_to_correct": True, "left_open": sum(point.unmet for point in correction.points)}


def _faults(refusal: Broken | None) -> dict[str, str]:
    """Return what is wrong with a form, field by field."""
    if isinstance(refusal, Faulty):
        return refusal.faults
    return {refusal.field: refusal.message} if refusal else {}
