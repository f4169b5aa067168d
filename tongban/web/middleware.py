"""What happens to every request on its way in and every answer on its way out."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from tongban.identity import api as identity
from tongban.kernel.actors import VISITOR, Actor
from tongban.kernel.errors import Refused
from tongban.web.errors import refused_page
from tongban.web.observe import observe
from tongban.web.request import Request

__all__ = ["ACTING_FOR", "Refusals", "actor", "language", "observe", "refusals", "security_headers"]

ACTING_FOR = "acting_for"
Handler = Callable[[HttpRequest], HttpResponse]

# Everything a page needs comes from this house; nothing may frame it, and no address may be rewritten by a <base>.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def security_headers(get_response: Handler) -> Handler:
    """Put the headers on every answer; a page of a signed-in person stays in no cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store" if _signed_in(request) else "private, no-cache")
        return response

    return middleware


def language(get_response: Handler) -> Handler:
    """Speak Chinese unless the person chose otherwise: the browser's own language is no choice made here."""

    def middleware(request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        code = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = code
        with translation.override(code):
            response = get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response

    return middleware


def actor(get_response: Handler) -> Handler:
    """Say who acts: the signed-in user as an Actor with today's grants, or a visitor. Asked for only when needed."""

    def middleware(request: HttpRequest) -> HttpResponse:
        cast("Request", request).actor = cast("Actor", SimpleLazyObject(lambda: _actor(request)))
        return get_response(request)

    return middleware


class Refusals:
    """Turn a refusal of the domain into a page that says what happened and what can be done."""

    def __init__(self, get_response: Handler) -> None:
        """Take the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; everything else is an error of the programme and goes on."""
        return refused_page(request, exception) if isinstance(exception, Refused) else None


refusals = Refusals


def _actor(request: HttpRequest) -> Actor:
    """Return who acts now; an organisation that may no longer be represented is forgotten, not an error page."""
    user = request.user
    if not user.is_authenticated:
        return VISITOR
    at = timezone.now()
    chosen = request.session.get(ACTING_FOR)
    try:
        return identity.actor_of(user, at=at, acting_for=UUID(chosen) if chosen else None)
    except identity.NotYourParty:
        del request.session[ACTING_FOR]
        return identity.actor_of(user, at=at)


def _signed_in(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated
