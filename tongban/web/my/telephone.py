"""更换手机号: one address, a code to the new telephone, then the code; nothing of it needs a script."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tongban.identity import api as identity
from tongban.kernel.codes import mobile as mobiles
from tongban.kernel.errors import NotAllowed, Refused
from tongban.messages import api as messages
from tongban.privacy import api as privacy
from tongban.web import flash
from tongban.web.fresh import fresh_only
from tongban.web.guards import citizens_only
from tongban.web.my.devices import session_of
from tongban.web.my.proving import Proving
from tongban.web.request import Request
from tongban.web.signin import steps
from tongban.web.signin.codes import where
from tongban.web.signin.views import code_field, code_minutes, mobile_field

TELEPHONE = Proving("mobile", identity.CodePurpose.NEW_MOBILE)


@sensitive_post_parameters("mobile", "code")
@require_http_methods(["GET", "POST"])
@citizens_only
@fresh_only
def telephone(request: Request) -> HttpResponse:
    """Send a code to the new telephone, or keep it because the code is right."""
    if request.method != "POST":
        return _form(request, {})
    sending = request.POST.get("do") == "code"
    try:
        if sending:
            _ask(request)
            return redirect("my:mobile")
        _change(request)
    except NotAllowed:
        raise
    except Refused as refusal:
        return _form(request, {"mobile" if sending else refusal.field or "code": refusal.message})
    steps.drop(request, steps.SENT)
    flash.say(request, _("手机号已经更换。其他设备都已退出登录。"))
    return redirect("my:profile")


def _ask(request: Request) -> None:
    typed = TELEPHONE.typed(request)
    identity.ask_new_mobile(mobile=typed, **where(request), by=request.actor, at=timezone.now())
    plain = mobiles.parse(typed).code
    TELEPHONE.keep(request, plain, shown=mobiles.mask(plain))


def _change(request: Request) -> None:
    mobile, code, keep = TELEPHONE.asked(request), request.POST.get("code", ""), session_of(request)
    by, at = request.actor, timezone.now()
    identity.change_mobile(mobile=mobile, code=code, **where(request), keep=keep, by=by, at=at)


def _form(request: Request, faults: dict[str, str]) -> HttpResponse:
    party = privacy.stored(by=request.actor, at=timezone.now()).party
    context = {
        "now": mobiles.mask(party.mobile),
        "sent": TELEPHONE.sent(request),
        "texts": messages.texts_available(),
        "mobile": mobile_field(request, faults),
        "code": code_field(faults.get("code", "")),
        "code_minutes": code_minutes(),
        "faults": faults,
    }
    return render(request, "web/my/mobile.html", context, status=422 if faults else 200)
