"""登记、更换邮箱: one address, a code to the mailbox, then the code; or none any more. Nothing of it needs a script."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tongban.identity import api as identity
from tongban.kernel.codes import email as emails
from tongban.kernel.errors import NotAllowed, Refused
from tongban.messages import api as messages
from tongban.privacy import api as privacy
from tongban.web import flash
from tongban.web.fields import Field
from tongban.web.fresh import fresh_only
from tongban.web.guards import citizens_only
from tongban.web.my.proving import Proving
from tongban.web.request import Request
from tongban.web.signin import steps
from tongban.web.signin.codes import where
from tongban.web.signin.views import code_field, code_minutes

MAILBOX = Proving("email", identity.CodePurpose.NEW_EMAIL)


@sensitive_post_parameters("email", "code")
@require_http_methods(["GET", "POST"])
@citizens_only
@fresh_only
def email(request: Request) -> HttpResponse:
    """Send a code to the mailbox, keep it because the code is right, or keep none any more."""
    if request.method != "POST":
        return _form(request, {})
    verb = request.POST.get("do", "")
    try:
        if verb == "code":
            _ask(request)
            return redirect("my:email")
        said = _take_out(request) if verb == "none" else _change(request)
    except NotAllowed:
        raise
    except Refused as refusal:
        return _form(request, {"email" if verb else refusal.field or "code": refusal.message})
    steps.drop(request, steps.SENT)
    flash.say(request, said)
    return redirect("my:profile")


def _ask(request: Request) -> None:
    typed = MAILBOX.typed(request)
    identity.ask_new_email(email=typed, **where(request), by=request.actor, at=timezone.now())
    plain = emails.parse(typed)
    MAILBOX.keep(request, plain, shown=emails.mask(plain))


def _change(request: Request) -> str:
    mailbox, code = MAILBOX.asked(request), request.POST.get("code", "")
    identity.change_email(email=mailbox, code=code, **where(request), by=request.actor, at=timezone.now())
    return _("邮箱已经登记。要收哪些邮件，可以在“消息”里选择。")


def _take_out(request: Request) -> str:
    identity.take_out_email(by=request.actor, at=timezone.now())
    return _("邮箱已经取消，不再发邮件给您。")


def _form(request: Request, faults: dict[str, str]) -> HttpResponse:
    party = privacy.stored(by=request.actor, at=timezone.now()).party
    asked = Field(
        "email",
        _("邮箱地址"),
        value=request.POST.get("email", ""),
        error=faults.get("email", ""),
        autocomplete="email",
    )
    context = {
        "now": emails.mask(party.email),
        "sent": MAILBOX.sent(request),
        "letters": messages.carrier(messages.Way.EMAIL) is not None,
        "email": asked,
        "code": code_field(faults.get("code", "")),
        "code_minutes": code_minutes(),
        "faults": faults,
    }
    return render(request, "web/my/email.html", context, status=422 if faults else 200)
