"""后台任务: what came to nothing in the background, for the operators to see and to have done again."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from tongban.messages import api as messages
from tongban.web import flash
from tongban.web.guards import operators_only
from tongban.web.ops import jobs
from tongban.web.request import Request


@require_GET
@operators_only
def index(request: Request) -> HttpResponse:
    """Show the jobs that failed, those whose worker is gone, and the letters that did not leave."""
    context = {
        "dead": jobs.dead(),
        "stalled": jobs.stalled(at=timezone.now()).count(),
        "letters": [(one, messages.WAY_NAMES[messages.Way(one.way)]) for one in messages.not_carried()],
    }
    return render(request, "web/desk/jobs.html", context)


@require_POST
@operators_only
def retry(request: Request, job: int) -> HttpResponseRedirect:
    """Have a job done again."""
    jobs.retry(job=job, by=request.actor, at=timezone.now())
    flash.say(request, "已重新安排，马上执行。还不成功的，请查看运行日志。")
    return redirect("desk:jobs")
