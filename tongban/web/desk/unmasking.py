"""A number shown whole: asked for with a reason, shown once, never kept by a browser."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tongban.kernel.errors import Broken
from tongban.privacy import api as privacy
from tongban.web.desk.narrowing import with_list
from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.guards import staff_only
from tongban.web.request import Request


@require_http_methods(["GET", "POST"])
@staff_only
def unmask(request: Request, number: str, field: str) -> HttpResponse:
    """Ask for the reason, then show the number for a minute: the answer itself is the only copy."""
    if request.method == "GET":
        return _form(request, number, field, {})
    posted = request.POST.get
    try:
        shown = privacy.unmask(
            number=number,
            field=field,
            reason=posted("reason", ""),
            words=posted("words", ""),
            by=request.actor,
            at=timezone.now(),
        )
    except Broken as refusal:
        return _form(request, number, field, {refusal.field: refusal.message})
    back = with_list(reverse("desk:case", kwargs={"number": shown.number}), request.GET)
    response = render(request, "web/desk/unmasked.html", {"shown": shown, "back": back})
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Refresh"] = f"{shown.seconds}; url={back}"
    return response


def _form(request: Request, number: str, field: str, faults: dict[str, str]) -> HttpResponse:
    posted = request.POST.get
    reasons = [Choice(code, name) for code, name in privacy.REASON_NAMES.items()]
    fields = [
        Field("reason", "为什么需要", FieldKind.RADIOS, posted("reason", ""), choices=reasons),
        Field(
            "words",
            "说明",
            FieldKind.TEXTAREA,
            posted("words", ""),
            hint="选“其他”时必须写明。说明加密保存，不写进留痕。",
            required=False,
        ),
    ]
    context = {
        "number": number,
        "back": with_list(reverse("desk:case", kwargs={"number": number}), request.GET),
        "label": privacy.label_of(number=number, field=field, by=request.actor),
        "fields": [replace(one, error=faults.get(one.name, "")) for one in fields],
        "faults": faults,
    }
    return render(request, "web/desk/unmask.html", context, status=422 if faults else 200)
