"""The four addresses of operations. Reading them never writes anything."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from tongban.kernel.actors import Role
from tongban.web.context import page_of
from tongban.web.ops.figures import spoken
from tongban.web.ops.metrics import exposition, may_read
from tongban.web.ops.probe import Check, Probe, State, run, worst
from tongban.web.ops.probes import CHECKS
from tongban.web.request import Request

_LOOKS = {State.OK: "good", State.SLOW: "soon", State.FAILING: "bad"}


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when people can be served, else 503 with the names of the parts that prevent it."""
    _forget_session(request)
    at = timezone.now()
    probes = [run(check, at) for check in CHECKS if check.essential]
    failing = [probe.name for probe in probes if probe.state is State.FAILING]
    if failing:
        return JsonResponse({"status": "failing", "parts": failing}, status=503)
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def livez(request: HttpRequest) -> JsonResponse:
    """Answer 200 as long as this process answers at all: a supervisor restarts it otherwise."""
    _forget_session(request)
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Give the figures to this machine or to the holder of the token."""
    _forget_session(request)
    if not may_read(request):
        return HttpResponse(
            "仅供本机或持有令牌的监控系统读取。\n", status=403, content_type="text/plain; charset=utf-8"
        )
    return HttpResponse(exposition(timezone.now()), content_type=CONTENT_TYPE_LATEST)


@require_safe
@never_cache
def status(request: HttpRequest) -> HttpResponse:
    """Tell anybody in plain words how the service does; operators also see the figures.

    Without a database nobody can be known as an operator, nor the city's name be shown: then the page stands alone.
    """
    at = timezone.now()
    probes = [run(check, at) for check in CHECKS]
    served = not any(probe.state is State.FAILING for probe in probes if probe.name == "database")
    if not served:
        _forget_session(request)
    context = {
        "at": at,
        "layout": page_of(request).shell if served else "web/ops/bare.html",
        "rows": [_row(check, probe) for check, probe in zip(CHECKS, probes, strict=True)],
        "overall": _overall(probes, served=served),
        "version": settings.VERSION,
        "operator": served and cast("Request", request).actor.holds(Role.OPERATOR),
    }
    return render(request, "web/ops/status.html", context)


def _forget_session(request: HttpRequest) -> None:
    """Answer as to somebody unknown, without reading or renewing a session: both need the database."""
    request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
    request.session = type(request.session)()


def _overall(probes: list[Probe], *, served: bool) -> str:
    """Return the word over the page: a broken part without which people are still served is not a broken house."""
    if not served:
        return State.FAILING.label
    return State.OK.label if worst(probes) is State.OK else "部分受影响"


def _row(check: Check, probe: Probe) -> dict[str, object]:
    """Lay out one line of the page."""
    figures = [spoken(name, value) for name, value in probe.figures.items()]
    return {"title": check.title, "probe": probe, "look": _LOOKS[probe.state], "figures": figures}
