"""What the applicant sees and can still do: one writing domain call per view."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongban.cases import api as cases
from tongban.cases.hearing import api as hearing
from tongban.duties import api as duties
from tongban.identity import api as identity
from tongban.kernel.actors import ActorKind
from tongban.kernel.days import day_of
from tongban.messages import api as messages
from tongban.web import flash
from tongban.web.answers import answer_pages, mended
from tongban.web.apply.checking import of_originals
from tongban.web.apply.promising import owed_later
from tongban.web.apply.steps import reached
from tongban.web.counter.shown import at_window
from tongban.web.frame import around
from tongban.web.guards import citizens_only, signed_in
from tongban.web.late import beside_the_case
from tongban.web.lists import rows_of
from tongban.web.my.promising import promises_of, take_in_deferred, take_in_report
from tongban.web.my.stages import stages
from tongban.web.my.supplementing import take_in
from tongban.web.my.ways import ways
from tongban.web.outside.shown import doors
from tongban.web.pictures import followed_at, picture
from tongban.web.request import Request
from tongban.web.served import serve_document, serve_handle

SHELL = "web/base.html"


@require_GET
@signed_in
def home(request: Request) -> HttpResponse:
    """Show drafts to go on with, running cases with their next step, results that wait for them, and what is over."""
    if request.actor.kind == ActorKind.STAFF:
        return redirect("desk:inbox")
    at = timezone.now()
    rows = rows_of(cases.latest(request.actor), at=at)
    drafts = [row for row in rows if row.case.state == cases.State.DRAFT]
    context = {
        "drafts": drafts,
        "reached": {row.case.pk: reached(row.case, cases.faults(row.case, at=at)).words for row in drafts},
        "acts": {row.case.pk: cases.acting_for(row.case) for row in drafts},
        "running": [row for row in rows if row.case.state in cases.OPEN],
        "decided": [row for row in rows if row.case.undelivered],
        "finished": [row for row in rows if row.case.state in cases.CLOSED and not row.case.undelivered],
        "unread": messages.unread(request.actor.told_as) if request.actor.told_as else 0,
        "offers": _offers(request),
        "doors": doors(request),
        "told": hearing.was_told(request.actor),
    }
    return around(request, SHELL, "web/my/home.html", context)


@require_GET
@signed_in
def listed(request: Request) -> HttpResponseRedirect:  # noqa: ARG001 - as every view
    """Lead whoever cuts the number off an address to the list of their cases."""
    return redirect("my:home")


@require_http_methods(["GET", "POST"])
@citizens_only
def inbox(request: Request) -> HttpResponse:
    """Show the messages; marking them read is a press of a button, not of the eye.

    Who acts by a mandate for some things only sees what was sent to them, not what was sent to the principal.
    """
    party = request.actor.told_as
    if party is None:
        return redirect("my:home")
    if request.method == "POST":
        messages.mark_read(to=party, at=timezone.now())
        return redirect("my:messages")
    context = {
        "inbox": messages.inbox(party),
        "unread": messages.unread(party),
        "ways": ways(party),
    }
    return render(request, "web/my/messages.html", context)


@require_POST
@citizens_only
def texts(request: Request) -> HttpResponse:
    """Keep which messages are also wanted by which way; a way that is not offered stays as it was."""
    party = request.actor.told_as
    kept = messages.wishes_of(party) if party else messages.Wishes()
    text, email, wechat = (request.POST.get(way.value, kept.of(way)) for way in messages.Way)
    messages.choose_ways(text=text, email=email, wechat=wechat, by=request.actor, at=timezone.now())
    flash.say(request, _("已保存。站内消息照常都有。"))
    return redirect("my:messages")


@require_GET
@citizens_only
def case(request: Request, number: str) -> HttpResponse:
    """Show how a case stands: what next and by when, papers, what happened, what was submitted."""
    return around(request, SHELL, "web/my/case.html", _page(request, number))


@require_GET
@citizens_only
def receipt(request: Request, number: str) -> HttpResponse:
    """Say that the application arrived, what happens next, and by when."""
    page = _page(request, number)
    more = {"qr": picture(followed_at(request, number)), "follow": owed_later(page["case"])}
    return render(request, "web/my/receipt.html", {**page, **more})


@require_GET
@citizens_only
def document(request: Request, number: str, kind: str) -> HttpResponse:
    """Open an official document of one's own case."""
    return serve_document(cases.read_document(number=number, kind=kind, by=request.actor, at=timezone.now()))


@require_GET
@citizens_only
def material(request: Request, number: str, row: UUID) -> HttpResponseRedirect:
    """Open a file one supplied."""
    return serve_handle(request, cases.read_material(case=number, row=row, by=request.actor, at=timezone.now()))


@require_http_methods(["GET", "POST"])
@citizens_only
@beside_the_case
def supplement(request: Request, number: str) -> HttpResponse:
    """Take in the corrected material, all of it at once."""
    return take_in(request, number)


@require_http_methods(["GET", "POST"])
@citizens_only
@beside_the_case
def supply(request: Request, number: str) -> HttpResponse:
    """Take in what was promised to follow."""
    return take_in_deferred(request, number)


@require_http_methods(["GET", "POST"])
@citizens_only
@beside_the_case
def rectify(request: Request, number: str) -> HttpResponse:
    """Report what was done about an order to put something right."""
    return take_in_report(request, number)


@require_http_methods(["GET", "POST"])
@citizens_only
@beside_the_case
def reapply(request: Request, number: str) -> HttpResponse:
    """Begin anew with what was there; whoever comes back here from signing in sees the case again."""
    if request.method == "GET":
        return redirect("my:case", number=number)
    draft = cases.reapply(number=number, by=request.actor, at=timezone.now())
    flash.say(request, _("已经带出上次填写的内容和上传的材料，请逐项核对。"))
    return redirect("apply:resume", draft=draft.pk)


@require_http_methods(["GET", "POST"])
@citizens_only
@beside_the_case
def deliver(request: Request, number: str) -> HttpResponse:
    """Sign for the result online; whoever comes back here from signing in sees the case again."""
    if request.method == "POST":
        cases.deliver(number=number, by=request.actor, at=timezone.now())
        flash.say(request, _("已签收。结果文书可以随时在这里下载。"))
    return redirect("my:case", number=number)


@require_http_methods(["GET", "POST"])
@citizens_only
@beside_the_case
def heard(request: Request, number: str) -> HttpResponse:
    """Ask for a hearing, or say that one wants none; whoever comes back here from signing in sees the case again."""
    if request.method == "POST":
        wanted = request.POST.get("wish") == "ask"
        say = cases.ask_hearing if wanted else cases.waive_hearing
        say(number=number, by=request.actor, at=timezone.now())
        flash.say(request, _("已登记您要求听证。") if wanted else _("已登记您放弃听证。"))
    return redirect("my:case", number=number)


@require_http_methods(["GET", "POST"])
@citizens_only
@beside_the_case
def withdraw(request: Request, number: str) -> HttpResponse:
    """Ask once more, then withdraw."""
    if request.method == "GET":
        return render(request, "web/my/withdraw.html", _page(request, number))
    cases.withdraw(number=number, by=request.actor, at=timezone.now())
    flash.say(request, _("申请已撤回。需要时可以重新申请。"))
    return redirect("my:case", number=number)


def _offers(request: Request) -> int:
    """Return how many delegations wait for the person's own answer; whoever acts for another answers none."""
    by = request.actor
    return 0 if by.mandate else len(identity.delegations_of(by, at=timezone.now()).waiting)


def _is_over(verb: str, case: cases.Case, *, at: datetime) -> bool:
    """Tell whether the reason for more time is history: the procedure has ended, or everything is decided."""
    if verb == cases.Verb.SUSPEND:
        return not cases.procedures(case, at=at)
    return verb == cases.Verb.EXTEND and case.state in cases.CLOSED


def _page(request: Request, number: str) -> dict[str, Any]:
    at = timezone.now()
    found = cases.read_case(number=number, by=request.actor, at=at)
    guide = found.guide.guide
    clocks = cases.clocks(found, at=at)
    steps = cases.timeline(found, with_agents=True)
    papers = cases.document_list(found)
    withheld = cases.withheld(found, at=at)
    reasons = cases.opinion_list(request.actor, found)
    past = [pair for pair in reasons if _is_over(pair[1].verb, found, at=at)]
    handing = at_window(found, whole=request.actor.mandate is None or request.actor.mandate.whole)
    return {
        "case": found,
        "acting": cases.acting_for(found),
        "guide": guide,
        "procedures": cases.procedures(found, at=at),
        "running": [clock for clock in clocks if clock.state == duties.State.OPEN],
        "rows": [row for row in cases.material_list(found) if row.files],
        "additions": cases.addition_list(found),
        "documents": [paper for paper in papers if paper.kind not in withheld],
        "heard": hearing.of_applicant(found, at=at),
        "result": next((paper for paper in reversed(papers) if paper.result), None),
        **_answered(request, found),
        "stages": stages(found, clocks, steps, posted=handing["posted"], owed=bool(cases.deferred_names(found))),
        "steps": steps[::-1],
        "adopted": {step.at: step.versions for step in steps if step.versions},
        "reasons": [pair for pair in reasons if pair not in past],
        "past": past,
        "open": cases.open_verbs(request.actor, found, at=at),
        **handing,
        **promises_of(found),
        **_originals(found, at),
        "anew": _anew(request, found, elsewhere=any(one.competent for _, one in reasons)),
        "linked": cases.linked(found, by=request.actor),
    }


def _originals(found: cases.Case, at: datetime) -> dict[str, object]:
    """Return what the applicant has to know of the originals: whether they wait, until when, where to, what follows."""
    due = cases.originals_due(found)
    until = cases.originals_until(found) if due else None
    return {
        **of_originals(found, at=at),
        "windows": found.guide.guide.windows if due else (),
        "bring_until": until,
        "bring_late": until is not None and until < day_of(at),
        "differ": cases.originals_differ(found),
    }


def _anew(request: Request, found: cases.Case, *, elsewhere: bool) -> bool:
    """Tell whether to offer applying again: where another authority is competent it would be refused again."""
    return found.state in cases.REAPPLICABLE and request.actor.kind != ActorKind.STAFF and not elsewhere


def _answered(request: Request, found: cases.Case) -> dict[str, object]:
    """Return what the applicant answered, as it stands now, with what is or was to be corrected of it."""
    correction = cases.correction_of(found)
    before = correction.original if correction else None
    masked = not cases.sees_all_answers(request.actor, found)
    pages = answer_pages(found.guide.guide.form, cases.answers(found), masked=masked, before=before)
    return {
        "masked": masked,
        "pages": pages,
        "correction": correction,
        "correction_until": cases.correction_until(found) if found.state == cases.State.CORRECTION else None,
        "mended": mended(correction, pages),
    }
