"""Signing out of everything at once, begun here or at a system (OpenID Connect RP-Initiated Logout)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oidc.rpinitiated import EndSessionEndpoint
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tongban.crypto import api as crypto
from tongban.identity import api as identity
from tongban.kernel.actors import ActorKind
from tongban.web.oidc import flow
from tongban.web.oidc.flow import SERVER
from tongban.web.oidc.protocol import Asked, browser_of
from tongban.web.request import Request


class Leaving(EndSessionEndpoint):
    """Reads a request to sign out: whose statement of a login it shows, and whether the way back is registered."""

    def _validate_id_token_hint(self, id_token_hint: str) -> dict[str, Any]:
        """Return what our own statement said, however old; whoever shows another one is not led anywhere."""
        try:
            return crypto.read_token(id_token_hint)
        except crypto.BadToken:
            raise InvalidRequestError("The id_token_hint is not one of this provider.") from None


ENDPOINT = Leaving(SERVER)


@require_http_methods(["GET", "POST"])
def end_session(request: Request) -> HttpResponse:
    """Sign out here and at every system that was entered from here, and go back to the one that asked.

    Without the statement of a login of this very browser anybody could send people out: they are asked first.
    """
    at = timezone.now()
    try:
        wanted = ENDPOINT.validate_request(Asked(request, at=at))
    except OAuth2Error as error:
        return render(request, "web/oidc/unknown.html", {"error": error.error}, status=400)
    here = request.actor.kind != ActorKind.VISITOR
    if here and request.method == "GET" and not _of_this_browser(request, wanted.id_token_claims):
        page = render(request, "web/oidc/leave.html", {"client": wanted.client, "asked": request.GET.urlencode()})
        return flow.let_form_lead_to(page, wanted.redirect_uri) if wanted.redirect_uri else page
    if here:
        leave(request)
    if wanted.redirect_uri:
        return flow.onward(request, wanted.redirect_uri)
    return redirect("home")


def leave(request: Request) -> None:
    """End the session and, with it, the logins at departments' systems that began in it."""
    browser = browser_of(request)
    if browser and request.actor.kind == ActorKind.PERSON:
        identity.end_browser_logins(browser=browser, by=request.actor, at=timezone.now())
    logout(request)


def _of_this_browser(request: Request, claims: dict[str, Any] | None) -> bool:
    try:
        login = UUID(str((claims or {}).get("sid", "")))
    except ValueError:
        return False
    return identity.began_in(login, browser=browser_of(request))
