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
from tongban.web.request import Request
from tongban.web.signin import steps
from tongban.web.signin.codes import browser_of
from tongban.web.signin.entering import address_of
from tongban.web.signin.views import code_field, code_minutes, mobile_field


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
    before = _sent(request)
    number = request.POST.get("mobile", steps.opened(before["mobile"]) if before else "")
    identity.ask_new_mobile(
        mobile=number,
        browser=browser_of(request),
        address=address_of(request),
        by=request.actor,
        at=timezone.now(),
    )
    plain, purpose = mobiles.parse(number).code, identity.CodePurpose.NEW_MOBILE
    steps.keep(request, steps.SENT, mobile=steps.seal(plain), shown=mobiles.mask(plain), purpose=purpose.value)


def _change(request: Request) -> None:
    sent = _sent(request)
    if sent is None:
        raise identity.CodeRefused(field="code")
    identity.change_mobile(
        mobile=steps.opened(sent["mobile"]),
        code=request.POST.get("code", ""),
        browser=browser_of(request),
        address=address_of(request),
        keep=session_of(request),
        by=request.actor,
        at=timezone.now(),
    )


def _sent(request: Request) -> dict[str, str] | None:
    """Return where the code of this page went; one sent for anything else serves nothing here."""
    sent = steps.kept(request, steps.SENT)
    return sent if sent and sent["purpose"] == identity.CodePurpose.NEW_MOBILE else None


def _form(request: Request, faults: dict[str, str]) -> HttpResponse:
    party = privacy.stored(by=request.actor, at=timezone.now()).party
    context = {
        "now": mobiles.mask(party.mobile),
        "sent": _sent(request),
        "texts": messages.texts_available(),
        "mobile": mobile_field(request, faults),
        "code": code_field(faults.get("code", "")),
        "code_minutes": code_minutes(),
        "faults": faults,
    }
    return render(request, "web/my/mobile.html", context, status=422 if faults else 200)
