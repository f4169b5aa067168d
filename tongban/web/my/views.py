"""What the applicant sees and can still do: one writing domain call a view."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongban.cases import api as cases
from tongban.cases.api import Verb
from tongban.kernel.actors import ActorKind
from tongban.kernel.errors import Broken
from tongban.messages import api as messages
from tongban.web import flash
from tongban.web.answers import answer_pages
from tongban.web.guards import signed_in
from tongban.web.request import Request
from tongban.web.served import serve_document, serve_handle

LATEST = 50


@require_GET
@signed_in
def home(request: Request) -> HttpResponse:
    """Show drafts to go on with, running cases with their next step, and finished ones."""
    if request.actor.kind == ActorKind.STAFF:
        return redirect("desk:inbox")
    found = list(cases.mine(request.actor)[:LATEST])
    context = {
        "drafts": [case for case in found if case.state == cases.State.DRAFT],
        "running": [case for case in found if case.state in cases.OPEN],
        "finished": [case for case in found if case.state in cases.CLOSED],
        "unread": messages.unread(request.actor.party) if request.actor.party else 0,
    }
    return render(request, "web/my/home.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def inbox(request: Request) -> HttpResponse:
    """Show the messages; marking them read is a press of a button, not of the eye."""
    party = request.actor.party
    if party is None:
        return redirect("my:home")
    if request.method == "POST":
        messages.mark_read(to=party, at=timezone.now())
        return redirect("my:messages")
    return render(request, "web/my/messages.html", {"inbox": messages.inbox(party)})


@require_GET
@signed_in
def case(request: Request, number: str) -> HttpResponse:
    """Show how a case stands: what next and by when, papers, what happened, what was submitted."""
    return render(request, "web/my/case.html", _page(request, number))


@require_GET
@signed_in
def receipt(request: Request, number: str) -> HttpResponse:
    """Say that the application arrived, what happens next, and by when."""
    return render(request, "web/my/receipt.html", _page(request, number))


@require_GET
@signed_in
def document(request: Request, number: str, kind: str) -> HttpResponse:
    """Open an official document of one's own case."""
    return serve_document(cases.open_document(request.actor, number, kind))


@require_GET
@signed_in
def material(request: Request, number: str, row: UUID) -> HttpResponseRedirect:
    """Open a file one supplied."""
    return serve_handle(cases.open_material(request.actor, number, row, at=timezone.now()))


@require_http_methods(["GET", "POST"])
@signed_in
def supplement(request: Request, number: str) -> HttpResponse:
    """Take in the corrected material, all of it at once."""
    refusal: Broken | None = None
    if request.method == "POST":
        try:
            cases.supplement(
                number=number,
                uploads=_uploads(request),
                replies=_replies(request),
                by=request.actor,
                at=timezone.now(),
            )
        except Broken as broken:
            refusal = broken
        else:
            flash.say(request, _("补正材料已经收到。部门将重新计算告知期限，请留意消息。"))
            return redirect("my:case", number=number)
    faults = refusal.faults if isinstance(refusal, cases.Incomplete) else {}
    if refusal is not None and not faults:
        faults = {refusal.field: refusal.message}
    context = {**_page(request, number), "faults": faults, "said": _replies(request)}
    return render(request, "web/my/supplement.html", context, status=422 if refusal else 200)


@require_POST
@signed_in
def deliver(request: Request, number: str) -> HttpResponse:
    """Sign for the result online."""
    cases.deliver(number=number, by=request.actor, at=timezone.now())
    flash.say(request, _("已签收。结果文书可以随时在这里下载。"))
    return redirect("my:case", number=number)


@require_http_methods(["GET", "POST"])
@signed_in
def withdraw(request: Request, number: str) -> HttpResponse:
    """Ask once more, then withdraw."""
    if request.method == "GET":
        return render(request, "web/my/withdraw.html", _page(request, number))
    cases.withdraw(number=number, by=request.actor, at=timezone.now())
    flash.say(request, _("申请已撤回。需要时可以重新申请。"))
    return redirect("my:case", number=number)


def _page(request: Request, number: str) -> dict[str, object]:
    at = timezone.now()
    found = cases.case_for(request.actor, number)
    guide = found.guide.guide
    clocks = cases.clocks(found, at=at)
    papers = cases.document_list(found)
    return {
        "case": found,
        "guide": guide,
        "clocks": clocks,
        "running": [clock for clock in clocks if clock.state == "OPEN"],
        "pages": answer_pages(guide.form, cases.answers(found)),
        "rows": [row for row in cases.material_list(found) if row.files],
        "documents": papers,
        "result": next((paper for paper in papers if paper.result), None),
        "correction": cases.correction_of(found),
        "steps": cases.timeline(found),
        "opinions": [row for row in cases.opinion_list(found) if row[1].verb == Verb.REFUSE_ACCEPTANCE],
        "open": {verb.lower() for verb in cases.open_verbs(request.actor, found)},
    }


def _uploads(request: Request) -> list[cases.Upload]:
    return [
        cases.Upload(material=material, data=file.read(), name=file.name or "")
        for material, files in request.FILES.lists()
        for file in files
    ]


def _replies(request: Request) -> dict[str, str]:
    prefix = "text."
    return {key.removeprefix(prefix): text for key, text in request.POST.items() if key.startswith(prefix)}
