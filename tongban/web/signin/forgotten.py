"""A forgotten password: a citizen shows that the registered telephone is theirs and sets a new one."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tongban.identity import api as identity
from tongban.kernel.errors import Refused
from tongban.messages import api as messages
from tongban.web import flash
from tongban.web.fields import Choice, Field, FieldKind
from tongban.web.refusals import told
from tongban.web.request import Request
from tongban.web.signin import steps
from tongban.web.signin.codes import browser_of, chosen_of, send_to
from tongban.web.signin.enrolling import new_password_fields
from tongban.web.signin.entering import address_of
from tongban.web.signin.views import code_field, code_minutes, mobile_field


@require_http_methods(["GET", "POST"])
def forgotten(request: Request) -> HttpResponse:
    """Ask for the telephone and send a code there; whether anybody has it is not told."""
    if request.method != "POST":
        return _form(request, {})
    try:
        send_to(request, identity.CodePurpose.RESET)
    except Refused as refusal:
        return _form(request, {refusal.field or "mobile": told(refusal)})
    return redirect("forgotten")


@require_POST
def prove(request: Request) -> HttpResponse:
    """Take the code; a right one opens the page of the new password in this browser."""
    sent = _sent(request)
    if sent is None:
        return redirect("forgotten")
    try:
        found = identity.prove_mobile(
            mobile=steps.opened(sent["mobile"]),
            code=request.POST.get("code", ""),
            purpose=identity.CodePurpose.RESET,
            browser=browser_of(request),
            address=address_of(request),
            at=timezone.now(),
        )
        if not found:
            raise identity.CodeRefused
    except Refused as refusal:
        return _form(request, {"code": told(refusal)})
    steps.drop(request, steps.SENT)
    request.session.cycle_key()
    steps.keep(request, steps.RESETTING, people=[[str(one.user), one.name] for one in found])
    return redirect("forgotten-password")


@sensitive_post_parameters("new", "again")
@require_http_methods(["GET", "POST"])
def password(request: Request) -> HttpResponse:
    """Set the new password; of several people at one telephone, of the one chosen."""
    step = steps.kept(request, steps.RESETTING)
    if step is None:
        return redirect("forgotten")
    people = step["people"]
    if request.method != "POST":
        return _password(request, people, {})
    new = request.POST.get("new", "")
    if new != request.POST.get("again", ""):
        return _password(request, people, {"again": _("两次输入的密码不一样，请重新输入。")})
    user = UUID(people[0][0]) if len(people) == 1 else chosen_of(request, people)
    try:
        identity.reset_password(user=user, new=new, at=timezone.now())
    except identity.WeakPassword as refusal:
        return _password(request, people, {"new": told(refusal)})
    steps.drop(request)
    flash.say(request, _("新密码已经设好，原来登录的设备都已退出。请用新密码登录。"))
    return redirect("signin")


def _sent(request: Request) -> dict[str, str] | None:
    sent = steps.kept(request, steps.SENT)
    return sent if sent and sent["purpose"] == identity.CodePurpose.RESET else None


def _form(request: Request, faults: dict[str, str]) -> HttpResponse:
    context = {
        "faults": faults,
        "sent": _sent(request),
        "texts": messages.texts_available(),
        "mobile": mobile_field(request, faults),
        "code": code_field(faults.get("code", "")),
        "code_minutes": code_minutes(),
    }
    return render(request, "web/signin/forgotten.html", context, status=422 if faults else 200)


def _password(request: Request, people: list[list[str]], faults: dict[str, str]) -> HttpResponse:
    choices = [Choice(user, name) for user, name in people]
    chosen = request.POST.get("who", people[0][0])
    who = Field("who", _("给谁设新密码"), FieldKind.RADIOS, value=chosen, choices=choices) if len(people) > 1 else None
    context = {"faults": faults, "who": who, "passwords": new_password_fields(faults)}
    return render(request, "web/signin/new_password.html", context, status=422 if faults else 200)
