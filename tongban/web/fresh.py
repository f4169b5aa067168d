"""What asks to have shown lately who one is: a session that was stolen or left open must not be enough."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import cast

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tongban.identity import api as identity
from tongban.kernel.days import day_of
from tongban.kernel.errors import Refused
from tongban.privacy import api as privacy
from tongban.web.fields import Field, FieldKind
from tongban.web.guards import citizens_only
from tongban.web.my.devices import user_of
from tongban.web.prefs import back_to
from tongban.web.refusals import told
from tongban.web.request import Request
from tongban.web.sessions import SessionStore

CONFIRMED = "confirmed_at"
View = Callable[..., HttpResponseBase]


def fresh_only(view: View) -> View:
    """Let in who signed in, or confirmed the password, within the minutes of the policy; ask everybody else again.

    They come back to the page, which answers a GET: what was sent from it is to be sent once more, knowingly.
    """

    @wraps(view)
    def guarded(request: Request, *args: object, **kwargs: object) -> HttpResponseBase:
        if is_fresh(request, at=timezone.now()):
            return view(request, *args, **kwargs)
        return redirect(f"{reverse('my:confirm')}?{urlencode({'next': request.path})}")

    return guarded


def fresh_without_password(view: View) -> View:
    """Ask as ``fresh_only`` does whom no password can be asked for; the page itself asks everybody else for theirs."""
    asking = fresh_only(view)

    @wraps(view)
    def guarded(request: Request, *args: object, **kwargs: object) -> HttpResponseBase:
        chosen = view if user_of(request).has_usable_password() else asking
        return chosen(request, *args, **kwargs)

    return guarded


def is_fresh(request: Request, *, at: datetime) -> bool:
    """Tell whether this browser has shown lately whose it is."""
    minutes = timedelta(minutes=privacy.policy(day_of(at)).fresh_minutes)
    row = cast("SessionStore", request.session).row
    shown = [row.begun_at] if row is not None else []
    if confirmed := request.session.get(CONFIRMED):
        shown.append(datetime.fromisoformat(confirmed))
    return any(at - moment <= minutes for moment in shown)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@citizens_only
def confirm(request: Request) -> HttpResponse:
    """Ask for the password once more and go on; who has none signs in anew."""
    if request.method != "POST":
        return _form(request, "")
    at = timezone.now()
    try:
        identity.confirm(user=user_of(request), password=request.POST.get("password", ""), at=at)
    except Refused as refusal:
        return _form(request, told(refusal))
    request.session[CONFIRMED] = at.isoformat()
    return redirect(back_to(request))


def _form(request: Request, error: str) -> HttpResponse:
    asked = Field("password", _("密码"), FieldKind.PASSWORD, error=error, autocomplete="current-password")
    context = {
        "field": asked if user_of(request).has_usable_password() else None,
        "faults": {"password": error} if error else {},
        "next": back_to(request),
    }
    return render(request, "web/my/confirm.html", context, status=422 if error else 200)
