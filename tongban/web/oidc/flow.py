"""What a request for a login needs before it can be answered: signing in, signing in anew, agreeing; or nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oidc.core.errors import ConsentRequiredError, InteractionRequiredError, LoginRequiredError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from tongban.identity import api as identity
from tongban.kernel.actors import ActorKind
from tongban.web.middleware import POLICY
from tongban.web.oidc import protocol
from tongban.web.oidc.protocol import ASCII_ONLY, Asked, CodeGrant
from tongban.web.request import Request

SERVER = protocol.make_server()
FRESH = timedelta(seconds=60)
"""How long ago somebody may have signed in who was asked to do it anew."""


class Step(Enum):
    """What comes next."""

    SIGN_IN = "sign in"
    ANEW = "sign in anew"
    AGREE = "agree"
    LEAD = "lead there"


def read(request: Request, *, at: datetime, agreed: bool = False) -> CodeGrant:
    """Return the checked request; OAuth2Error if it is none, with an address only if that is the system's own."""
    asked = Asked(request, at=at, agreed=agreed)
    _refuse_strange_letters(asked)
    person = request.user if request.actor.kind == ActorKind.PERSON else None
    return cast("CodeGrant", SERVER.get_consent_grant(asked, end_user=person))


def _refuse_strange_letters(asked: Asked) -> None:
    """Refuse what no answer of the protocol may repeat (RFC 6749, 5.2)."""
    said = [asked.payload.data.get(name, "") for name in ASCII_ONLY]
    if any(not text.isascii() or not text.isprintable() or '"' in text or "\\" in text for text in said):
        raise InvalidRequestError("A parameter holds letters that are not allowed.")


def step(grant: CodeGrant) -> Step:
    """Return what comes next. With ``prompt=none`` nothing may be asked: what is missing is told to the system."""
    asked: Asked = grant.request
    data = asked.payload.data
    quiet = data.get("prompt") == "none"
    if asked.web.actor.kind == ActorKind.STAFF and not quiet:
        raise identity.NotForStaff
    if asked.web.actor.kind != ActorKind.PERSON:
        return _unless(Step.SIGN_IN, quiet, LoginRequiredError, grant)
    _refuse_narrow(grant, quiet)
    if _stale(asked):
        return _unless(Step.ANEW, quiet, LoginRequiredError, grant)
    if data.get("prompt") == "consent" or identity.must_ask(client_of(grant), scopes_of(grant), by=asked.web.actor):
        return _unless(Step.AGREE, quiet, ConsentRequiredError, grant)
    return Step.LEAD


def _refuse_narrow(grant: CodeGrant, quiet: bool) -> None:  # noqa: FBT001 - read in a row
    """Refuse before anything is asked what could not be done after it was agreed to."""
    if not identity.reaches_systems(grant.request.web.actor):
        raise _told(InteractionRequiredError, grant) if quiet else identity.NarrowMandate


def _unless(needed: Step, quiet: bool, error: type[OAuth2Error], grant: CodeGrant) -> Step:  # noqa: FBT001 - read in a row
    if quiet:
        raise _told(error, grant)
    return needed


def _told(error: type[OAuth2Error], grant: CodeGrant) -> OAuth2Error:
    data = grant.request.payload.data
    return error(redirect_uri=data["redirect_uri"], state=data.get("state"))


def _stale(asked: Asked) -> bool:
    """Tell whether the system wants a newer sign-in than this one: ``prompt=login`` or ``max_age`` in seconds."""
    data = asked.payload.data
    since = asked.at - protocol.signed_in_at(asked.web, asked.at)
    too_old = "max_age" in data and since > timedelta(seconds=min(int(data["max_age"]), 10**9))
    return too_old or "login" in data.get("prompt", "").split()


def way_back(request: Request) -> str:
    """Return the request to come back to after signing in anew: no longer asking for it, but for a fresh sign-in."""
    query = request.GET.copy()
    prompts = [word for word in query.get("prompt", "").split() if word != "login"]
    query["prompt"] = " ".join(prompts)
    if not prompts:
        del query["prompt"]
    longest = int(FRESH.total_seconds())
    query["max_age"] = str(min(int(query.get("max_age", longest)) or longest, longest))
    return f"/oidc/authorize/?{query.urlencode()}"


def client_of(grant: CodeGrant) -> identity.Client:
    """Return the system that asks."""
    row: identity.Client = grant.request.client.row
    return row


def scopes_of(grant: CodeGrant) -> list[str]:
    """Return what it asks for."""
    asked: str = grant.request.scope
    return asked.split()


def lead(grant: CodeGrant, *, user: Any) -> HttpResponse:  # noqa: ANN401 - whoever is signed in, None who declined
    """Answer the system: with a code, or with what went wrong, always by the name of who answers (RFC 9207)."""
    asked: Asked = grant.request
    answer = SERVER.create_authorization_response(asked, grant_user=user, grant=grant)
    return onward(asked.web, _signed(asked.web, answer.headers.get("Location", "")))


def refuse(request: Request, error: OAuth2Error) -> HttpResponse:
    """Tell the system what went wrong if the address is its own; otherwise tell the person, and lead nowhere."""
    if not error.redirect_uri:
        return render(request, "web/oidc/unknown.html", {"error": error.error}, status=400)
    headers = dict(SERVER.handle_error_response(request, error).items())
    return onward(request, _signed(request, headers.get("Location", "")))


def _signed(request: Request, address: str) -> str:
    mark = "&" if urlsplit(address).query else "?"
    return f"{address}{mark}{urlencode({'iss': protocol.issuer(request)})}"


def onward(request: Request, address: str) -> HttpResponse:
    """Lead out of the house.

    Where the way began with a form of ours, such as the one for signing in, the browser would hold the redirect to that
    page's policy for forms and stop it: a page of its own breaks the chain.
    """
    if request.method == "GET" and request.headers.get("Sec-Fetch-Site", "") == "same-origin":
        return render(request, "web/oidc/on.html", {"address": address, "host": urlsplit(address).netloc})
    return HttpResponseRedirect(address)


def let_form_lead_to(response: HttpResponse, address: str) -> HttpResponse:
    """Let the form of this one page lead to one host outside; the policy of every other page stays as it is."""
    parts = urlsplit(address)
    response.headers["Content-Security-Policy"] = POLICY.replace(
        "form-action 'self'", f"form-action 'self' {parts.scheme}://{parts.netloc}"
    )
    return response
