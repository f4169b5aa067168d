"""The endpoints of the provider: one writing call of the domain each."""

from __future__ import annotations

from typing import Any

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import MissingAuthorizationError, ResourceProtector
from authlib.oauth2.rfc6750 import BearerTokenValidator, InvalidTokenError
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongban.crypto import api as crypto
from tongban.identity import api as identity
from tongban.web.oidc import flow
from tongban.web.oidc.braking import braked
from tongban.web.oidc.claims import CLAIMS, claims_of
from tongban.web.oidc.flow import SERVER, Step
from tongban.web.oidc.leaving import leave
from tongban.web.oidc.protocol import METHOD, Asked, issuer
from tongban.web.oidc.words import cited, department_name, rows
from tongban.web.prefs import back_to
from tongban.web.request import Request

DAY = 24 * 60 * 60
SERVED: dict[str, Any] = {
    "response_types_supported": ["code"],
    "response_modes_supported": ["query"],
    "grant_types_supported": ["authorization_code"],
    "subject_types_supported": ["pairwise"],
    "id_token_signing_alg_values_supported": ["RS256"],
    "token_endpoint_auth_methods_supported": [METHOD],
    "code_challenge_methods_supported": ["S256"],
    "scopes_supported": [*identity.LoginScope],
    "claims_supported": [*CLAIMS],
    "claim_types_supported": ["normal"],
    "prompt_values_supported": ["none", "login", "consent"],
    "ui_locales_supported": ["zh-CN", "en"],
    "claims_parameter_supported": False,
    "request_parameter_supported": False,
    "request_uri_parameter_supported": False,
    "authorization_response_iss_parameter_supported": True,
    "backchannel_logout_supported": True,
    "backchannel_logout_session_supported": True,
}


@require_GET
def discovery(request: Request) -> JsonResponse:
    """Tell how this provider is used (OpenID Connect Discovery, 3)."""
    at = issuer(request)
    where = {
        "issuer": at,
        "authorization_endpoint": f"{at}/oidc/authorize/",
        "token_endpoint": f"{at}/oidc/token/",
        "userinfo_endpoint": f"{at}/oidc/userinfo/",
        "jwks_uri": f"{at}/oidc/jwks/",
        "end_session_endpoint": f"{at}/oidc/logout/",
    }
    return JsonResponse(where | SERVED, headers={"Cache-Control": f"public, max-age={DAY}"})


@require_GET
def jwks(_request: Request) -> JsonResponse:
    """Tell the public keys by which statements of logins are checked."""
    keys = {"keys": [dict(key) for key in crypto.token_keys()]}
    return JsonResponse(keys, headers={"Cache-Control": "public, max-age=3600"})


@require_GET
def authorize(request: Request) -> HttpResponse:
    """Lead a signed-in person to the system that asks, or through what has to come before."""
    try:
        grant = flow.read(request, at=timezone.now())
        following = flow.step(grant)
    except OAuth2Error as error:
        return flow.refuse(request, error)
    if following == Step.SIGN_IN:
        return redirect_to_login(flow.way_back(request) if _anew(request) else request.get_full_path())
    if following == Step.ANEW:
        return render(request, "web/oidc/anew.html", {"client": flow.client_of(grant), "next": flow.way_back(request)})
    if following == Step.AGREE:
        return _consent_page(request, grant)
    return flow.lead(grant, user=request.user)


@require_POST
def agree(request: Request) -> HttpResponse:
    """Take what the person decided: the system gets what was shown, or is told that they declined."""
    try:
        grant = flow.read(request, at=timezone.now(), agreed=True)
    except OAuth2Error as error:
        return flow.refuse(request, error)
    # Whoever signed in meanwhile in another tab did not read this page.
    if request.POST.get("who") != _who(request):
        return redirect(f"/oidc/authorize/?{request.GET.urlencode()}")
    return flow.lead(grant, user=request.user if request.POST.get("decision") == "agree" else None)


@require_POST
def anew(request: Request) -> HttpResponse:
    """Sign out and ask for a fresh sign-in, because a system wants one."""
    way = back_to(request)
    leave(request)
    return redirect_to_login(way)


@csrf_exempt
@sensitive_post_parameters()
@require_POST
@braked
def token(request: Request) -> HttpResponse:
    """Exchange a code for a token and the statement of the login; asked by the system itself, not by a browser."""
    try:
        answer: HttpResponse = SERVER.create_token_response(Asked(request, at=timezone.now()))
    except OAuth2Error as error:
        answer = SERVER.handle_error_response(request, error)
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer


class _Tokens(BearerTokenValidator):
    """Knows a token by asking who came with it, which is the whole of the request."""

    def authenticate_token(self, token_string: str) -> identity.HandedOver:
        try:
            return identity.hand_over(token=token_string, at=timezone.now())
        except identity.LoginOver:
            raise InvalidTokenError from None

    def validate_token(self, token: identity.HandedOver, scopes: object, request: Asked) -> None:
        """Leave it: whatever is told is limited to its scopes."""


def _protector() -> ResourceProtector:
    protector = ResourceProtector()
    protector.register_token_validator(_Tokens())
    return protector


PROTECTOR = _protector()


@csrf_exempt
@sensitive_variables("told")
@require_http_methods(["GET", "POST"])
@braked
def userinfo(request: Request) -> HttpResponse:
    """Tell a system who came, by its token in the header (RFC 6750, 2.1)."""
    try:
        told = PROTECTOR.validate_request(None, Asked(request, at=timezone.now()))
    except (OAuth2Error, MissingAuthorizationError) as error:
        answer: HttpResponse = SERVER.handle_error_response(request, error)
        return answer
    return JsonResponse(claims_of(told), headers={"Cache-Control": "no-store"})


def _consent_page(request: Request, grant: Any) -> HttpResponse:  # noqa: ANN401 - the library's
    client, scopes = flow.client_of(grant), flow.scopes_of(grant)
    context = {
        "client": client,
        "department": department_name(client.department),
        "rows": rows(scopes, request),
        "statutory": client.ground == identity.Ground.STATUTORY,
        "basis": cited(client),
        "who": _who(request),
        "asked": request.GET.urlencode(),
        "each_time": identity.LoginScope.DOCUMENT in scopes,
    }
    page = render(request, "web/oidc/consent.html", context)
    return flow.let_form_lead_to(page, grant.request.payload.data["redirect_uri"])


def _who(request: Request) -> str:
    return f"{request.actor.id}.{request.actor.party}"


def _anew(request: Request) -> bool:
    return "login" in request.GET.get("prompt", "").split()
