"""One's rights over one's own data: what is kept, taking it out, having it put right, leaving."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongban.files import api as files
from tongban.kernel.actors import MandateKind
from tongban.kernel.days import SHANGHAI, day_of
from tongban.kernel.errors import Broken
from tongban.privacy import api as privacy
from tongban.web import flash, labels
from tongban.web.context import page_of
from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.fresh import fresh_only
from tongban.web.guards import citizens_only
from tongban.web.my.looked_words import told as told_of
from tongban.web.my.privacy_words import categories
from tongban.web.refusals import told
from tongban.web.request import Request


@require_GET
@citizens_only
def index(request: Request) -> HttpResponse:
    """Show what is kept and what one can do about it."""
    at = timezone.now()
    stored = privacy.stored(by=request.actor, at=at)
    context = {
        "stored": stored,
        "categories": categories(stored),
        "requests": privacy.my_requests(by=request.actor, at=at),
        "field_names": privacy.FIELD_NAMES,
        "own": privacy.is_the_person(request.actor),
        "leaving": privacy.leaving(by=request.actor),
        "days": privacy.policy(day_of(at)).cooling_days,
    }
    return render(request, "web/my/privacy.html", context)


@require_http_methods(["GET", "POST"])
@citizens_only
@fresh_only
def take(request: Request) -> HttpResponseBase:
    """Say what comes, then hand out everything as one file."""
    at = timezone.now()
    if request.method == "GET":
        privacy.own_party(request.actor)
        return render(request, "web/my/take.html")
    with translation.override(settings.LANGUAGE_CODE):  # what is kept is in Chinese, so its words are too
        taken = privacy.take_out(by=request.actor, at=at, say=told_of)
    name = f"my-data-{at.astimezone(SHANGHAI):%Y%m%d-%H%M}.zip"
    response = FileResponse(taken, as_attachment=True, filename=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "POST"])
@citizens_only
def correct(request: Request) -> HttpResponse:
    """Ask that something be put right, with a proof where there is one."""
    if request.method == "GET":
        privacy.own_party(request.actor)
        return _correction(request, {})
    upload = request.FILES.get("proof")
    try:
        privacy.ask_correction_of_data(
            field=request.POST.get("field", ""),
            right=request.POST.get("right", ""),
            proof=(upload.read(files.MAX_BYTES + 1), upload.name or "") if upload else None,
            by=request.actor,
            at=timezone.now(),
        )
    except Broken as refusal:
        return _correction(request, {refusal.field or "proof": told(refusal)})
    flash.say(request, _("更正请求已经收到，有结果会发消息告诉您。"))
    return redirect("my:privacy")


@require_POST
@citizens_only
def take_back(request: Request, key: UUID) -> HttpResponse:
    """Take one's request back."""
    privacy.take_back_request(request=key, by=request.actor, at=timezone.now())
    flash.say(request, _("更正请求已经撤回。"))
    return redirect("my:privacy")


@require_http_methods(["GET", "POST"])
@citizens_only
@fresh_only
def close(request: Request) -> HttpResponse:
    """Say what closing means, then begin the time to think."""
    at = timezone.now()
    if request.method == "POST":
        privacy.ask_closing(by=request.actor, at=at)
        flash.say(request, _("注销申请已经收到。冷静期内随时可以撤回。"))
        return redirect("my:privacy")
    if not privacy.is_the_person(request.actor):
        raise privacy.NotYourData
    context = {
        "stored": privacy.stored(by=request.actor, at=at),
        "days": privacy.policy(day_of(at)).cooling_days,
        "leaving": privacy.leaving(by=request.actor),
        "companies": _represented(request),
    }
    return render(request, "web/my/closing.html", context)


@require_POST
@citizens_only
def stay(request: Request) -> HttpResponse:
    """Take the closing back."""
    privacy.take_back_closing(by=request.actor, at=timezone.now())
    flash.say(request, _("注销已经撤回，账号照常使用。"))
    return redirect("my:privacy")


def _represented(request: Request) -> list[str]:
    """Return the names of the organisations that somebody represents by law and that go on without their account."""
    held = ((party.name, party.mandate) for party in page_of(request).parties)
    return [name for name, mandate in held if mandate and mandate.kind == MandateKind.LEGAL_REPRESENTATIVE]


def _correction(request: Request, faults: dict[str, str]) -> HttpResponse:
    posted = request.POST.get
    choices = [Choice(code, labels.said(name)) for code, name in privacy.FIELD_NAMES.items()]
    fields = [
        Field(
            "field",
            _("要更正哪一项"),
            FieldKind.RADIOS,
            posted("field", ""),
            choices=choices,
            error=faults.get("field", ""),
        ),
        Field(
            "right",
            _("应该是什么"),
            FieldKind.TEXTAREA,
            posted("right", ""),
            hint=_("姓名和证件号码请照证件填写；其他信息请说清楚是哪一处、应该怎样。"),
            error=faults.get("right", ""),
        ),
        Field(
            "proof",
            _("证明材料"),
            FieldKind.FILE,
            hint=_("例如证件的照片，PDF、JPG 或 PNG，不超过 20 MB"),
            accept=".pdf,.jpg,.jpeg,.png",
            required=False,
            error=faults.get("proof", ""),
        ),
    ]
    context = {"fields": fields, "faults": faults}
    return render(request, "web/my/correction.html", context, status=422 if faults else 200)
