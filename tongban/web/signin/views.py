"""The page of signing in with its ways as tabs, the password, and signing out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongban.identity import api as identity
from tongban.kernel.errors import Refused
from tongban.messages import api as messages
from tongban.web.context import page_of
from tongban.web.fields import Field, FieldKind
from tongban.web.guards import UNSAVED
from tongban.web.oidc.leaving import leave
from tongban.web.outside.shown import buttons
from tongban.web.prefs import back_to
from tongban.web.refusals import told
from tongban.web.request import Request
from tongban.web.sessions import SessionStore
from tongban.web.signin import steps
from tongban.web.signin.entering import address_of, enter
from tongban.web.signin.site import same_page_by_name, site_of

HOUR = 60 * 60
LONGEST_NAME = 60
PASSWORD, SMS, PASSKEY = "password", "sms", "passkey"


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def signin(request: Request) -> HttpResponse:
    """Show the ways in, or sign in with a password and go where the person was going."""
    if request.method != "POST":
        return redirect(back_to(request)) if request.user.is_authenticated else form(request, by=_chosen(request))
    username, password = request.POST.get("username", ""), request.POST.get("password", "")
    faults = _blanks(username, password)
    if faults:
        return form(request, by=PASSWORD, faults=faults, status=422)
    address = address_of(request)
    try:
        admission = identity.sign_in(username=username, password=password, address=address, at=timezone.now())
    except Refused as refusal:
        return form(request, by=PASSWORD, faults={"username": told(refusal)}, status=422)
    return enter(request, admission, to=back_to(request))


@require_POST
def signout(request: Request) -> HttpResponse:
    """Sign out, here and at every system that was entered from here, and go to the first page."""
    leave(request)
    return redirect("home")


@require_GET
def left(request: HttpRequest) -> JsonResponse:
    """Tell for how many seconds the session lasts after this request, which is one: whoever asks is still there."""
    store = request.session
    known = request.user.is_authenticated and isinstance(store, SessionStore)
    return JsonResponse({"seconds": cast("SessionStore", store).seconds_left(timezone.now()) if known else 0})


def form(request: Request, *, by: str, faults: dict[str, str] | None = None, status: int = 200) -> HttpResponse:
    """Draw the page of signing in with one of its tabs open."""
    faults = faults or {}
    draw = {PASSWORD: _password, SMS: _sms, PASSKEY: _passkey}[by]
    context = {
        "by": by,
        "ways": _ways(request),
        "faults": faults,
        "next": back_to(request),
        "unsaved": UNSAVED in request.GET or UNSAVED in request.POST,
        "idle_hours": int(identity.session_limits(staff=False).idle.total_seconds()) // HOUR,
        **_cast(by),
        "empty": not identity.has_users(),
        "texts": messages.texts_available(),
        "providers": buttons(to=back_to(request)),
        **draw(request, faults),
    }
    return render(request, "web/signin/index.html", context, status=status)


def _cast(by: str) -> dict[str, Any]:
    """Return the sample people who can sign in this way, those of the public and those of the staff apart."""
    people = [one for one in identity.cast() if by == PASSWORD or (by == SMS and one.mobile)]
    parts = [
        (_("办事人"), [one for one in people if not one.is_staff]),
        (_("工作人员"), [one for one in people if one.is_staff]),
    ]
    return {"cast": [part for part in parts if part[1]], "password": people[0].password if people else ""}


def _chosen(request: Request) -> str:
    """Return which tab is open: the one asked for, else the one with the fewest things to remember."""
    asked = request.GET.get("by", "")
    if asked in {PASSWORD, SMS, PASSKEY}:
        return asked
    return SMS if page_of(request).elder and messages.texts_available() else PASSWORD


def _ways(request: Request) -> list[tuple[str, str]]:
    """Return the tabs; whoever wants large letters finds first what needs no remembering."""
    ways = [(PASSWORD, _("密码")), (SMS, _("短信验证码")), (PASSKEY, _("通行密钥"))]
    return [ways[1], ways[0], ways[2]] if page_of(request).elder else ways


def _password(request: Request, faults: dict[str, str]) -> dict[str, object]:
    name = request.POST.get("username", request.GET.get("username", ""))[:LONGEST_NAME]
    word = Field(
        "password", _("密码"), FieldKind.PASSWORD, error=faults.get("password", ""), autocomplete="current-password"
    )
    user = Field("username", _("用户名"), value=name, error=faults.get("username", ""), autocomplete="username")
    return {"fields": [user, word]}


def _sms(request: Request, faults: dict[str, str]) -> dict[str, object]:
    sent = steps.kept(request, steps.SENT)
    return {
        "sent": sent if sent and sent["purpose"] == identity.CodePurpose.SIGN_IN else None,
        "mobile": mobile_field(request, faults),
        "code": code_field(faults.get("code", "")),
        "code_minutes": code_minutes(),
    }


def _passkey(request: Request, faults: dict[str, str]) -> dict[str, object]:
    del faults
    site = site_of(request)
    if site is None:
        return {"by_name": same_page_by_name(request), "ceremony": None}
    ceremony = identity.ask_for_any(site)
    steps.keep(request, steps.PASSKEY, state=ceremony.state, new=False)
    return {"ceremony": ceremony}


def code_field(error: str, *, name: str = "code", hint: str = "") -> Field:
    """Return the field for six digits, which a telephone fills in by itself."""
    return Field(name, _("验证码（6位数字）"), FieldKind.CODE, hint=hint, error=error, autocomplete="one-time-code")


def code_minutes() -> int:
    """Return for how many minutes a code that was sent counts."""
    return identity.policy().codes.life // timedelta(minutes=1)


def mobile_field(request: Request, faults: dict[str, str]) -> Field:
    """Return the field for the number of a telephone."""
    typed, error = request.POST.get("mobile", ""), faults.get("mobile", "")
    return Field("mobile", _("手机号"), FieldKind.TEL, value=typed, error=error, autocomplete="tel-national")


def _blanks(username: str, password: str) -> dict[str, str]:
    faults = {"username": _("请填写用户名")} if not username.strip() else {}
    return faults | ({"password": _("请填写密码")} if not password else {})
