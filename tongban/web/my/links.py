"""Where one is signed in through us, and what was given to which system."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tongban.identity import api as identity
from tongban.web import flash
from tongban.web.guards import citizens_only
from tongban.web.oidc.words import cited, department_name, scope_names
from tongban.web.outside.shown import buttons, doors, provider_names
from tongban.web.request import Request


@dataclass(frozen=True, slots=True)
class Shown:
    """A system with what it gets and where one is signed in there."""

    given: identity.Given
    department: str
    words: list[str]
    basis: str


@require_http_methods(["GET", "POST"])
@citizens_only
def links(request: Request) -> HttpResponse:
    """Show the systems; end a login there, or take back what one agreed to."""
    if request.method == "POST":
        return _do(request)
    found = [_shown(given) for given in identity.given_to(by=request.actor)]
    linked = identity.links_of(request.actor.id)
    names, held = provider_names(), {one.provider for one in linked}
    context = {
        "systems": found,
        "doors": doors(request),
        "linked": [(one, names.get(one.provider, one.provider)) for one in linked],
        "providers": [one for one in buttons(to="/") if one.code not in held],
    }
    return render(request, "web/my/links.html", context)


def _do(request: Request) -> HttpResponse:
    try:
        subject = UUID(request.POST.get("subject", ""))
    except ValueError:
        raise Http404 from None
    if request.POST.get("verb") == "end":
        identity.end_login(login=subject, by=request.actor, at=timezone.now())
        flash.say(request, _("已结束在这个系统的登录。"))
    elif request.POST.get("verb") == "withdraw":
        identity.withdraw_consent(client=subject, by=request.actor, at=timezone.now())
        flash.say(request, _("已撤回同意，并结束了在这个系统的登录。此前已经提供的信息不受影响。"))
    else:
        raise Http404
    return redirect("my:links")


def _shown(given: identity.Given) -> Shown:
    names = scope_names()
    scopes = given.consent.scopes if given.consent else given.logins[0].scopes
    return Shown(
        given,
        department_name(given.client.department),
        [names[scope] for scope in scopes if scope in names],
        cited(given.client),
    )
