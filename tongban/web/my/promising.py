"""What was promised in a case as people see it, and taking in what follows, or what was put right."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tongban.cases import api as cases
from tongban.cases.promises import api as promising
from tongban.cases.window import api as window
from tongban.kernel.days import day_of
from tongban.kernel.errors import Broken
from tongban.web import flash
from tongban.web.late import case_url
from tongban.web.my.adding import uploads_of as enclosures_of
from tongban.web.my.supplementing import uploads_of
from tongban.web.refusals import told
from tongban.web.request import Request


def promises_of(case: cases.Case) -> dict[str, Any]:
    """Return what was promised in a case, what of it is still to come and by when, and what a check found untrue."""
    rows = promising.shown(case)
    due = [row for row in rows if row.kind == cases.Promised.DEFERRED and not row.end]
    until = due[0].until if due else None
    ordered = next((row.until for row in rows if row.stands == promising.PromiseState.ORDERED), None)
    return {
        "promises": rows,
        "deferred": due,
        "deferred_until": until,
        "deferred_over": until is not None and until < day_of(timezone.now()),
        "to_rectify": [row for row in rows if row.stands == promising.PromiseState.ORDERED],
        "rectified": [row for row in rows if row.stands == promising.PromiseState.REPORTED],
        "rectify_until": ordered,
        "rectify_over": ordered is not None and ordered < day_of(timezone.now()),
        "unkept": [row for row in rows if row.end == cases.PromiseEnd.NOT_KEPT],
    }


def take_in_deferred(request: Request, number: str) -> HttpResponse:
    """Show what was promised to follow, or take in what came of it."""
    if request.method == "GET":
        return _form(request, number, {})
    try:
        case = cases.supply_deferred(number=number, uploads=uploads_of(request), by=request.actor, at=timezone.now())
    except Broken as refusal:
        return _form(request, number, {refusal.field: told(refusal)})
    flash.say(request, _("后补的材料已经收到，收件凭证在“文书”里。"))
    return redirect(case_url(request.actor, case))


def take_in_report(request: Request, number: str) -> HttpResponse:
    """Show what was ordered to be put right (责令限期整改), or take in what was done about it."""
    if request.method == "GET":
        return _report(request, number, {})
    try:
        case = cases.report_rectification(
            number=number,
            words=request.POST.get("words", ""),
            uploads=enclosures_of(request),
            by=request.actor,
            at=timezone.now(),
        )
    except Broken as refusal:
        return _report(request, number, {refusal.field or "words": told(refusal)})
    flash.say(request, _("整改情况已经收到，收件凭证在“文书”里。部门复查以后，会把结果告诉您。"))
    return redirect(case_url(request.actor, case))


def _report(request: Request, number: str, faults: dict[str, str]) -> HttpResponse:
    at = timezone.now()
    case = cases.read_case(number=number, by=request.actor, at=at)
    context = {
        "case": case,
        "url": case_url(request.actor, case),
        "open": cases.open_verbs(request.actor, case, at=at),
        "said": request.POST.get("words", ""),
        "faults": faults,
        **promises_of(case),
    }
    return render(request, "web/my/rectify.html", context, status=422 if faults else 200)


def take_in_at_window(request: Request, number: str, party: UUID) -> HttpResponse:
    """Show what the person at the counter has to hand in later, or take in what came of it, however they applied.

    Who sends what is owed no more, as from another tab, is led to how far it is, and not told that there is no case.
    """
    try:
        return _at_window(request, number, party)
    except cases.CaseNotFound:
        if request.method != "POST":
            raise
        flash.say(request, "没有要补交的材料：可能已经收到，也可能办件编号不对。请看下面的进度。")
        return redirect("counter:progress-of", party=party)


def _at_window(request: Request, number: str, party: UUID) -> HttpResponse:
    faults: dict[str, str] = {}
    if request.method == "POST":
        given = uploads_of(request)
        try:
            case = window.supply_at_window(
                number=number, applicant=party, uploads=given, by=request.actor, at=timezone.now()
            )
        except Broken as refusal:
            faults = {refusal.field: told(refusal)}
        else:
            flash.say(request, f"“{case.item_name}”后补的材料已经收到，收件凭证已发给申请人。")
            return redirect("counter:progress-of", party=party)
    case = window.read_owing(number=number, applicant=party, by=request.actor, at=timezone.now())
    context = {
        "case": case,
        "url": reverse("counter:progress-of", kwargs={"party": party}),
        "back": f"“{case.applicant.name}”的办件进度",
        "open": (cases.Verb.SUPPLY_DEFERRED,),
        "faults": faults,
        **promises_of(case),
    }
    return render(request, "web/my/supply.html", context, status=422 if faults else 200)


def _form(request: Request, number: str, faults: dict[str, str]) -> HttpResponse:
    at = timezone.now()
    case = cases.read_case(number=number, by=request.actor, at=at)
    context = {
        "case": case,
        "url": case_url(request.actor, case),
        "open": cases.open_verbs(request.actor, case, at=at),
        "faults": faults,
        **promises_of(case),
    }
    return render(request, "web/my/supply.html", context, status=422 if faults else 200)
