"""Signing in and out, and for whom one acts."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tongban.identity import api as identity
from tongban.kernel.actors import Actor, ActorKind, Role
from tongban.kernel.errors import Refused
from tongban.web.fields import Field, FieldKind
from tongban.web.guards import UNSAVED
from tongban.web.middleware import ACTING_FOR
from tongban.web.prefs import back_to
from tongban.web.request import Request, client_address

HOUR = 60 * 60
LONGEST_NAME = 60
# Whoever handles cases begins with them; the first line that fits is the one.
FIRST_PAGES = (
    (Role.ACCEPTOR, "desk:inbox"),
    (Role.EXAMINER, "desk:inbox"),
    (Role.DECIDER, "desk:inbox"),
    (Role.HANDOUT, "desk:inbox"),
    (Role.RECEIVER, "counter:person"),
    (Role.SUPERVISOR, "watch:index"),
    (Role.AUDITOR, "audit:index"),
    (Role.OPERATOR, "ops:status"),
)
BACKEND = "django.contrib.auth.backends.ModelBackend"


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def signin(request: Request) -> HttpResponse:
    """Show the form, or sign in and go where the person was going."""
    if request.method != "POST":
        return redirect(back_to(request)) if request.user.is_authenticated else _form(request)
    username, password = request.POST.get("username", ""), request.POST.get("password", "")
    faults = _blanks(username, password)
    if faults:
        return _form(request, faults=faults, status=422)
    address = client_address(request.META, settings.PROXIES)
    try:
        user = identity.sign_in(username=username, password=password, address=address, at=timezone.now())
    except Refused as refusal:
        return _form(request, faults={"username": refusal.message}, status=422)
    login(request, user, backend=BACKEND)
    return redirect(_where_to(request, user))


@require_POST
def signout(request: Request) -> HttpResponse:
    """Sign out and go to the first page."""
    logout(request)
    return redirect("home")


@require_POST
def act_for(request: Request) -> HttpResponse:
    """Act from now on as oneself or as an organisation one represents; anything else is refused."""
    user, chosen = request.user, request.POST.get("party", "")
    allowed = identity.parties_of(user, at=timezone.now()) if isinstance(user, identity.User) else []
    if chosen not in {str(party.id) for party in allowed}:
        raise identity.NotYourParty
    request.session[ACTING_FOR] = chosen
    return redirect(back_to(request))


def _where_to(request: Request, user: identity.User) -> str:
    """Return where the person was going; staff who were going nowhere are led to their own work."""
    asked = back_to(request)
    return first_page(identity.actor_of(user, at=timezone.now())) if asked == "/" else asked


def first_page(actor: Actor) -> str:
    """Return where somebody's work begins: staff at the page of their post, everybody else at the first page."""
    if actor.kind != ActorKind.STAFF:
        return reverse("home")
    return reverse(next((page for role, page in FIRST_PAGES if actor.holds(role)), "desk:inbox"))


def _form(request: Request, *, faults: dict[str, str] | None = None, status: int = 200) -> HttpResponse:
    faults = faults or {}
    name = request.POST.get("username", request.GET.get("username", ""))[:LONGEST_NAME]
    context = {
        "faults": faults,
        "fields": [
            Field("username", _("用户名"), value=name, error=faults.get("username", ""), autocomplete="username"),
            Field(
                "password",
                _("密码"),
                FieldKind.PASSWORD,
                error=faults.get("password", ""),
                autocomplete="current-password",
            ),
        ],
        "next": back_to(request),
        "unsaved": UNSAVED in request.GET or UNSAVED in request.POST,
        "idle_hours": settings.SESSION_COOKIE_AGE // HOUR,
        "cast": identity.cast() if settings.SAMPLE_MODE else (),
    }
    return render(request, "web/signin.html", context, status=status)


def _blanks(username: str, password: str) -> dict[str, str]:
    faults = {"username": _("请填写用户名")} if not username.strip() else {}
    return faults | ({"password": _("请填写密码")} if not password else {})
