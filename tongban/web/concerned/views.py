"""What an interested party was told: by their account, or by its code and a telephone. None needs a script."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tongban.cases.hearing import api as hearing
from tongban.identity import api as identity
from tongban.kernel.errors import Broken, Refused, WrongState
from tongban.messages import api as messages
from tongban.web import flash
from tongban.web.fields import Field
from tongban.web.refusals import told as told_of
from tongban.web.request import Request
from tongban.web.served import PDF, inline
from tongban.web.signin.codes import where
from tongban.web.signin.views import code_field, code_minutes

ASKED, TICKET = "told_asked", "told_ticket"
LONGEST = 20
"""Of what stands in an address no more is shown again."""


@require_http_methods(["GET", "POST"])
def ask(request: Request) -> HttpResponse:
    """Show what the account was told, and ask for the code of a notice; whether there is such a one, nobody is told."""
    if request.method != "POST":
        return _code_asked(request, request.GET.get("code", "")[:LONGEST], {})
    written = request.POST.get("code", request.session.get(ASKED, ""))[:LONGEST].strip()
    if not written:
        return _code_asked(request, "", {"code": _("请填写告知编号，它写在告知书和短信里。")})
    try:
        hearing.ask_to_enter(code=written, **where(request), at=timezone.now())
    except Refused as refusal:
        return _code_asked(request, written, {"code": told_of(refusal)})
    request.session[ASKED] = written
    return redirect("concerned:code")


@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def code(request: Request) -> HttpResponse:
    """Ask for the code that was sent, and let this browser look and answer for a while."""
    written = request.session.get(ASKED, "")
    if not written:
        return redirect("concerned:ask")
    if request.method != "POST":
        return _sent_asked(request, written, {})
    sent = request.POST.get("code", "")
    try:
        told, ticket = hearing.enter(code=written, sent=sent, **where(request), at=timezone.now())
    except hearing.ToldNotFound:
        return _sent_asked(request, written, {"code": told_of(identity.CodeRefused())})
    except Refused as refusal:
        return _sent_asked(request, written, {"code": told_of(refusal)})
    request.session[TICKET] = ticket
    return redirect("concerned:told", told=told)


@require_safe
def told(request: Request, told: UUID) -> HttpResponse:
    """Show what somebody was told, until when they may answer, and how the hearing stands."""
    return _told_page(request, told, {})


@require_POST
def say(request: Request, told: UUID) -> HttpResponse:
    """Take in what they think."""
    words = request.POST.get("words", "")
    try:
        hearing.say(told=told, words=words, by=request.actor, ticket=_ticket(request), at=timezone.now())
    except hearing.ToldNotFound:
        return redirect("concerned:ask")
    except (Broken, WrongState) as refusal:
        return _told_page(request, told, {"words": told_of(refusal)})
    flash.say(request, _("您的意见已经收到。作出决定时会写明怎样对待。"))
    return redirect("concerned:told", told=told)


@require_POST
def hearing_wish(request: Request, told: UUID) -> HttpResponse:
    """Take in whether they want a hearing."""
    wanted = request.POST.get("wish") == "ask"
    try:
        hearing.want_hearing(told=told, wanted=wanted, by=request.actor, ticket=_ticket(request), at=timezone.now())
    except hearing.ToldNotFound:
        return redirect("concerned:ask")
    except (Broken, WrongState) as refusal:
        return _told_page(request, told, {"wish": told_of(refusal)})
    flash.say(request, _("已登记您要求听证。") if wanted else _("已登记您放弃听证。"))
    return redirect("concerned:told", told=told)


@require_safe
def paper(request: Request, told: UUID, paper: str) -> HttpResponse:
    """Open the paper by which somebody was told."""
    pdf = hearing.read_told_paper(told=told, paper=paper, by=request.actor, ticket=_ticket(request), at=timezone.now())
    return inline(pdf, PDF, f"{_('告知书')}.pdf")


@require_safe
def moved(request: Request, told: UUID, place: int) -> HttpResponse:
    """Open a paper by which somebody was told of another day."""
    return paper(request, told, f"moved-{place}")


def _ticket(request: Request) -> str:
    return str(request.session.get(TICKET, ""))


def _told_page(request: Request, told: UUID, faults: dict[str, str]) -> HttpResponse:
    try:
        row, shown, held = hearing.read_told(told=told, by=request.actor, ticket=_ticket(request), at=timezone.now())
    except hearing.ToldNotFound:
        request.session.pop(TICKET, None)
        return redirect("concerned:ask")
    words = Field(
        "words",
        _("您的意见"),
        value=request.POST.get("words", ""),
        hint=_("写清楚您的利益会受到什么影响、希望怎样处理。最多2000字。"),
        error=faults.get("words", ""),
    )
    context = {"row": row, "case": row.case, "one": shown, "held": held, "words": words, "faults": faults}
    return render(request, "web/concerned/told.html", context, status=422 if faults else 200)


def _code_asked(request: Request, written: str, faults: dict[str, str]) -> HttpResponse:
    field = Field(
        "code",
        _("告知编号"),
        value=written,
        hint=_("写在告知书和短信里，共10位字母和数字。"),
        error=faults.get("code", ""),
        autocomplete="off",
        width="20",
    )
    context = {
        "code": field,
        "faults": faults,
        "texts": messages.texts_available(),
        "rows": hearing.told_to(request.actor, at=timezone.now()),
    }
    return render(request, "web/concerned/ask.html", context, status=422 if faults else 200)


def _sent_asked(request: Request, written: str, faults: dict[str, str]) -> HttpResponse:
    context = {
        "written": written,
        "code": code_field(faults.get("code", "")),
        "code_minutes": code_minutes(),
        "faults": faults,
    }
    return render(request, "web/concerned/code.html", context, status=422 if faults else 200)
