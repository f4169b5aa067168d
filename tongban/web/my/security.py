"""How one's account is guarded: password, passkeys, authenticator; the same page for citizens and staff."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from tongban.identity import api as identity
from tongban.kernel.errors import NotFound, Refused
from tongban.web import flash
from tongban.web.fields import Field, FieldKind
from tongban.web.fresh import fresh_without_password
from tongban.web.guards import signed_in, staff_only
from tongban.web.my.devices import session_of, user_of
from tongban.web.pictures import picture
from tongban.web.refusals import told
from tongban.web.request import Request
from tongban.web.signin import devices, steps
from tongban.web.signin.enrolling import new_password_fields
from tongban.web.signin.site import same_page_by_name, site_of
from tongban.web.signin.views import code_field


@require_GET
@signed_in
def index(request: Request) -> HttpResponse:
    """Show what guards the account and what can be changed."""
    user = user_of(request)
    context = {
        "factors": identity.factors_of(user),
        "has_password": user.has_usable_password(),
        "staff": identity.is_staff_account(user),
    }
    return render(request, "web/my/security.html", context)


@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "POST"])
@signed_in
def password(request: Request) -> HttpResponse:
    """Change the password; every other device is signed out."""
    if request.method != "POST":
        return _password(request, {})
    old, new, user = request.POST.get("old", ""), request.POST.get("new", ""), user_of(request)
    if new != request.POST.get("again", ""):
        return _password(request, {"again": _("两次输入的密码不一样，请重新输入。")})
    try:
        identity.change_password(user=user, old=old, new=new, keep=session_of(request), at=timezone.now())
    except Refused as refusal:
        field = "old" if refusal.field in {"", "password"} else refusal.field
        return _password(request, {field: told(refusal)})
    # The password is part of what the session is checked against; this browser's goes on under another name.
    update_session_auth_hash(request, user)
    flash.say(request, _("密码已经修改，其他设备都已退出登录。"))
    return redirect("my:security")


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@signed_in
@fresh_without_password
def passkey(request: Request) -> HttpResponse:
    """Make a passkey on this device and keep its public half."""
    site = site_of(request)
    if request.method != "POST" or site is None:
        return _passkey(request, site, {})
    asked = steps.take(request, steps.PASSKEY)
    try:
        if asked is None or not asked["new"]:
            raise identity.PasskeyRefused
        identity.add_passkey(
            user=user_of(request),
            password=request.POST.get("password", ""),
            site=site,
            state=asked["state"],
            answer=request.POST.get("credential", ""),
            device=devices.describe(request.headers.get("User-Agent", "")),
            keep=session_of(request),
            at=timezone.now(),
        )
    except Refused as refusal:
        return _passkey(request, site, {refusal.field: told(refusal)})
    flash.say(request, _("通行密钥已经登记，下次可以用它登录。其他设备都已退出登录。"))
    return redirect("my:security")


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@signed_in
@fresh_without_password
def remove_passkey(request: Request, key: UUID) -> HttpResponse:
    """Ask who sits there, then let a passkey open nothing any more."""
    if request.method != "POST":
        return _removing(request, key, {})
    try:
        identity.remove_passkey(
            user=user_of(request),
            password=request.POST.get("password", ""),
            passkey=key,
            keep=session_of(request),
            at=timezone.now(),
        )
    except (identity.WrongPassword, identity.TooManyAttempts) as refusal:
        return _removing(request, key, {"password": refusal.message})
    flash.say(request, _("通行密钥已经删除，其他设备都已退出登录。"))
    return redirect("my:security")


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@staff_only
def authenticator(request: Request) -> HttpResponse:
    """Put another authenticator in place of the one there was, and show new recovery codes this once."""
    if request.method != "POST":
        steps.keep(request, steps.AUTHENTICATOR, secret=steps.seal(identity.spell(identity.new_secret())))
        return _authenticator(request, {})
    asked = steps.kept(request, steps.AUTHENTICATOR)
    if asked is None:
        return redirect("my:security-authenticator")
    try:
        codes = identity.change_authenticator(
            user=user_of(request),
            password=request.POST.get("password", ""),
            secret=steps.opened(asked["secret"]),
            code=request.POST.get("code", ""),
            keep=session_of(request),
            at=timezone.now(),
        )
    except Refused as refusal:
        return _authenticator(request, {refusal.field or "password": told(refusal)})
    steps.drop(request, steps.AUTHENTICATOR)
    return render(request, "web/signin/recovery_codes.html", {"codes": codes, "onward": "/my/security/"})


def _password(request: Request, faults: dict[str, str]) -> HttpResponse:
    user = user_of(request)
    word = _current("old", faults) if user.has_usable_password() else None
    context = {"faults": faults, "old": word, "passwords": new_password_fields(faults), "username": user.username}
    return render(request, "web/my/password.html", context, status=422 if faults else 200)


def _passkey(request: Request, site: identity.Site | None, faults: dict[str, str]) -> HttpResponse:
    user = user_of(request)
    ceremony = identity.ask_for_new(user, site) if site else None
    if ceremony:
        steps.keep(request, steps.PASSKEY, state=ceremony.state, new=True)
    context = {
        "faults": faults,
        "ceremony": ceremony,
        "by_name": same_page_by_name(request),
        "password": _current("password", faults) if user.has_usable_password() else None,
    }
    return render(request, "web/my/passkey.html", context, status=422 if faults else 200)


def _removing(request: Request, key: UUID, faults: dict[str, str]) -> HttpResponse:
    user = user_of(request)
    found = next((one for one in identity.factors_of(user).passkeys if one.id == key), None)
    if found is None:
        raise NotFound("没有找到这把通行密钥，它可能已经删除。")
    context = {
        "faults": faults,
        "key": found,
        "password": _current("password", faults) if user.has_usable_password() else None,
    }
    return render(request, "web/my/passkey_remove.html", context, status=422 if faults else 200)


def _authenticator(request: Request, faults: dict[str, str]) -> HttpResponse:
    asked, user = steps.kept(request, steps.AUTHENTICATOR), user_of(request)
    secret = steps.opened(asked["secret"]) if asked else ""
    context = {
        "faults": faults,
        "secret": secret,
        "picture": picture(identity.authenticator(user, secret)),
        "password": _current("password", faults),
        "code": code_field(faults.get("code", "")),
    }
    return render(request, "web/my/authenticator.html", context, status=422 if faults else 200)


def _current(name: str, faults: dict[str, str]) -> Field:
    error = faults.get(name, "")
    return Field(name, _("现在的密码"), FieldKind.PASSWORD, error=error, autocomplete="current-password")
