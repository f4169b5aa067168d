"""Opening an account: one form with two buttons, the first of which sends a code to the telephone."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tongban.identity import api as identity
from tongban.kernel.errors import Faulty, Refused, TooOften
from tongban.messages import api as messages
from tongban.web import flash
from tongban.web.fields import Field, FieldKind
from tongban.web.outside.shown import buttons
from tongban.web.refusals import told
from tongban.web.request import Request
from tongban.web.signin import steps
from tongban.web.signin.codes import browser_of, send_to
from tongban.web.signin.enrolling import password_hint
from tongban.web.signin.entering import address_of, enter
from tongban.web.signin.views import code_minutes

NAMES = ("name", "number", "mobile")
LONGEST = 200


@sensitive_post_parameters("number", "mobile", "password", "code")
@require_http_methods(["GET", "POST"])
def sign_up(request: Request) -> HttpResponse:
    """Show the form; send a code; or open the account and let the person in."""
    if request.user.is_authenticated:
        return redirect("home")
    if request.method != "POST":
        return _form(request)
    try:
        if request.POST.get("do") == "code":
            identity.check_sign_up(said=_said(request), at=timezone.now())
            send_to(request, identity.CodePurpose.SIGN_UP)
            return _form(request, sent=True)
        admission = identity.sign_up(
            said=_said(request), browser=browser_of(request), address=address_of(request), at=timezone.now()
        )
    except Faulty as refusal:
        return _form(request, faults={name: gettext(words) for name, words in refusal.faults.items()})
    except Refused as refusal:
        return _form(request, faults={_place(request, refusal): told(refusal)})
    words = _("账号已经开通。您的用户名是 {name}，请记下；也可以用手机验证码登录。")
    flash.say(request, words.format(name=admission.user.username))
    return enter(request, admission, to=reverse("my:home"))


FIELDS = {"new": "password"}


def _place(request: Request, refusal: Refused) -> str:
    """Return the field a refusal stands at: one that names none is about the telephone, the code or the person."""
    if refusal.field:
        return FIELDS.get(refusal.field, refusal.field)
    if request.POST.get("do") == "code":
        return "mobile"
    return "code" if isinstance(refusal, TooOften) else "name"


def _said(request: Request) -> identity.SignUp:
    said = {name: request.POST.get(name, "").strip()[:LONGEST] for name in (*NAMES, "code")}
    return identity.SignUp(**said, password=request.POST.get("password", ""))


def _form(request: Request, *, sent: bool = False, faults: dict[str, str] | None = None) -> HttpResponse:
    faults = faults or {}
    kept = steps.kept(request, steps.SENT)
    good_code = "password" in faults and "code" not in faults  # it was looked at and is right: nobody types it again
    waiting = kept is not None and kept["purpose"] == identity.CodePurpose.SIGN_UP

    def drawn(name: str, label: str, kind: FieldKind = FieldKind.TEXT, hint: str = "", complete: str = "") -> Field:
        value = request.POST.get(name, "")[:LONGEST] if name in NAMES or (name == "code" and good_code) else ""
        return Field(name, label, kind, value, hint=hint, error=faults.get(name, ""), autocomplete=complete)

    context = {
        "faults": faults,
        "person": [
            drawn("name", _("姓名"), hint=_("与身份证上的一致"), complete="name"),
            drawn("number", _("居民身份证号码")),
            drawn("mobile", _("手机号"), FieldKind.TEL, _("须为本人实名办理"), "tel-national"),
        ],
        "proof": [
            drawn("code", _("验证码（6位数字）"), FieldKind.CODE, complete="one-time-code"),
            drawn("password", _("设置密码"), FieldKind.PASSWORD, password_hint(), "new-password"),
        ],
        "sent": sent or waiting,
        "newcomers": identity.newcomers(),
        "code_minutes": code_minutes(),
        "texts": messages.texts_available(),
        "providers": buttons(to="/"),
    }
    return render(request, "web/signin/sign_up.html", context, status=422 if faults else 200)
