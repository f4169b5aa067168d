"""Where one is signed in, and ending it; the same page for citizens and staff."""

from __future__ import annotations

from typing import cast

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from tongban.identity import api as identity
from tongban.web import flash
from tongban.web.guards import signed_in
from tongban.web.outside.shown import provider_names
from tongban.web.request import Request
from tongban.web.sessions import SessionStore


@require_GET
@signed_in
def index(request: Request) -> HttpResponse:
    """List the sessions of this account, this browser's first."""
    found = identity.devices(user_of(request), current=session_of(request), at=timezone.now())
    words, names = means_words(), provider_names()
    shown = [(one, names.get(one.provider) or words.get(one.means, "")) for one in found]
    return render(request, "web/my/devices.html", {"devices": shown})


@require_POST
@signed_in
def end(request: Request) -> HttpResponse:
    """End one session of this account; another person's is not found."""
    session = request.POST.get("session", "")
    identity.end_session(user=user_of(request), session=session, at=timezone.now())
    if session == session_of(request):
        request.session.flush()
        return redirect("home")
    flash.say(request, _("那台设备已经退出登录。"))
    return redirect("my:devices")


@require_POST
@signed_in
def end_others(request: Request) -> HttpResponse:
    """End every session of this account but this browser's."""
    ended = identity.end_other_sessions(user=user_of(request), keep=session_of(request), at=timezone.now())
    said = ngettext("另外 %(n)s 台设备已经退出登录。", "另外 %(n)s 台设备已经退出登录。", ended) % {"n": ended}
    flash.say(request, said)
    return redirect("my:devices")


def user_of(request: Request) -> identity.User:
    """Return the account of a request that a guard let through."""
    return identity.User.objects.get(pk=request.actor.id)


def session_of(request: Request) -> str:
    """Return under which name this browser's session is kept."""
    return cast("SessionStore", request.session).name


def means_words() -> dict[identity.Means | None, str]:
    """Return what people call each way of signing in."""
    return {
        identity.Means.PASSWORD: _("密码"),
        identity.Means.SMS: _("短信验证码"),
        identity.Means.PASSKEY: _("通行密钥"),
        identity.Means.PROVIDER: _("其他账号"),
        identity.Means.TOTP: _("密码和验证器"),
        identity.Means.RECOVERY_CODE: _("密码和恢复码"),
        identity.Means.ENROLMENT: _("邀请码"),
    }
