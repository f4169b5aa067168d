"""交接: both sides see what was taken in and not handed over, and the lists by which it was."""

from __future__ import annotations

from itertools import groupby
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tongban.cases.window import api as window
from tongban.identity import api as identity
from tongban.kernel.actors import Role
from tongban.kernel.errors import Broken, WrongState
from tongban.web import flash
from tongban.web.guards import handers_over_only
from tongban.web.request import Request


@require_http_methods(["GET", "POST"])
@handers_over_only
def index(request: Request) -> HttpResponse:
    """Show what waits, by department, and the latest lists; hand over what was ticked."""
    refusal = ""
    if request.method == "POST":
        try:
            made = window.hand_over(files=_ticked(request), by=request.actor, at=timezone.now())
        except (Broken, WrongState) as refused:
            refusal = refused.message
        else:
            flash.say(request, f"交接单已开出：{made.number}。请打印，和材料一起交给部门。")
            return redirect("counter:handover", number=made.number)
    waiting = window.papers_to_hand_over(request.actor)
    context = {
        "groups": [(name, list(rows)) for name, rows in groupby(waiting, key=lambda one: one.file.department.name)],
        "lists": window.handovers(request.actor),
        "hands": request.actor.holds(Role.RECEIVER),
        "faults": {"files": refusal} if refusal else {},
    }
    return render(request, "web/counter/handovers.html", context, status=422 if refusal else 200)


@require_http_methods(["GET", "POST"])
@handers_over_only
def handover(request: Request, number: str) -> HttpResponse:
    """Show one list, to print; the department confirms it, and notes what is missing."""
    refusal: Broken | WrongState | None = None
    if request.method == "POST":
        lacking = _lacking(request)
        try:
            window.confirm_handover(number=number, lacking=lacking, by=request.actor, at=timezone.now())
        except (Broken, WrongState) as refused:
            refusal = refused
        else:
            back = "注明缺件的材料退回窗口，补齐后再移交。" if lacking else "材料已经收齐。"
            flash.say(request, f"已确认。{back}")
            return redirect("counter:handover", number=number)
    shown = window.handover_for(request.actor, number)
    acted = {one for one in (shown.handed_by, shown.confirmed_by) if one}
    context = {
        "handover": shown,
        "lines": window.listed_on(shown),
        "names": identity.staff_names(acted, by=request.actor),
        "confirms": shown.confirmed_at is None and Role.ACCEPTOR in window.reaching(request.actor, shown),
        "faults": {"lacks": refusal.message} if refusal else {},
    }
    return render(request, "web/counter/handover.html", context, status=refusal.status if refusal else 200)


def _ticked(request: Request) -> list[UUID]:
    return [key for text in request.POST.getlist("file") if (key := _key(text))]


def _lacking(request: Request) -> dict[UUID, str]:
    return {
        key: request.POST.get(f"lacks.{key}", "") for text in request.POST.getlist("lacking") if (key := _key(text))
    }


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
