"""Through the door: whoever proved who they are gets a session of their own; staff are asked a second time first."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from tongban.identity import api as identity
from tongban.kernel.actors import Actor, ActorKind, Role
from tongban.web import sessions
from tongban.web.request import Request, client_address
from tongban.web.signin import devices, steps

BACKEND = "django.contrib.auth.backends.ModelBackend"
# Whoever handles cases begins with them; the first line that fits is the one.
FIRST_PAGES = (
    (Role.ACCEPTOR, "desk:inbox"),
    (Role.EXAMINER, "desk:inbox"),
    (Role.DECIDER, "desk:inbox"),
    (Role.HANDOUT, "desk:inbox"),
    (Role.RECEIVER, "counter:person"),
    (Role.SUPERVISOR, "watch:index"),
    (Role.DATA_MANAGER, "desk:data"),
    (Role.AUDITOR, "audit:index"),
    (Role.OPERATOR, "ops:status"),
    (Role.SECURITY, "desk:recovery"),
    (Role.ITEM_MANAGER, "desk:items"),
    (Role.ITEM_REVIEWER, "revising:todo"),
    (Role.LEGAL_REVIEWER, "revising:todo"),
    (Role.ITEM_APPROVER, "revising:todo"),
)


def enter(request: Request, admission: identity.Admission, *, to: str) -> HttpResponseRedirect:
    """Begin the session and go on to ``to``, a page of ours; lead staff who owe a second factor to its page instead.

    Whatever name the browser's session had before is worth nothing afterwards, so that nobody can have given it one.
    """
    if admission.factor_due:
        request.session.cycle_key()
        steps.keep(request, steps.PENDING, user=str(admission.user.pk), to=to)
        return redirect("signin-factor")
    begin(request, admission)
    return redirect(where_to(admission.user, to))


def begin(request: Request, admission: identity.Admission) -> None:
    """Begin the session of somebody who owes nothing more."""
    if admission.factor_due:
        message = "a second factor is due"
        raise RuntimeError(message)
    steps.drop(request)
    login(request, admission.user, backend=BACKEND)
    agent = request.headers.get("User-Agent", "")
    address = devices.masked(address_of(request))
    sessions.describe(request.session, admission, device=devices.describe(agent), address=address, at=timezone.now())


def address_of(request: Request) -> str:
    """Return where a request comes from, for the brakes; nothing if it cannot be known."""
    return client_address(request.META, settings.PROXIES)


def where_to(user: identity.User, asked: str) -> str:
    """Return where the person was going; staff who were going nowhere are led to their own work."""
    return first_page(identity.actor_of(user, at=timezone.now())) if asked == "/" else asked


def first_page(actor: Actor) -> str:
    """Return where somebody's work begins: staff at the page of their post, everybody else at the first page."""
    if actor.kind != ActorKind.STAFF:
        return reverse("home")
    return reverse(next((page for role, page in FIRST_PAGES if actor.holds(role)), "desk:inbox"))
