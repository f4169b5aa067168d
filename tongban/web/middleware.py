"""What happens to every request on its way in and every answer on its way out."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import cast
from uuid import UUID

from django.conf import settings
from django.contrib import auth
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from tongban.cases import api as cases
from tongban.identity import api as identity
from tongban.kernel.actors import VISITOR, Actor
from tongban.kernel.errors import Refused
from tongban.ledger import api as ledger
from tongban.web import flash
from tongban.web.errors import GONE, refused_page, unavailable
from tongban.web.identities import under_another_identity
from tongban.web.leading_back import led_back
from tongban.web.observe import observe
from tongban.web.readable import readable
from tongban.web.sessions import SessionStore

__all__ = [
    "ACTING_FOR",
    "Refusals",
    "actor",
    "language",
    "observe",
    "readable",
    "refusals",
    "security_headers",
    "sessions",
    "user",
]

ACTING_FOR = "acting_for"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
Handler = Callable[[HttpRequest], HttpResponse]

# Everything a page needs comes from this house; nothing may frame it, and no address may be rewritten by a <base>.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; report-uri /policy-report/; report-to policy"
)
# What no page of ours uses is closed to whatever might get into one; passkeys and the print view are ours.
PERMISSIONS = ", ".join(
    [
        *(
            f"{feature}=()"
            for feature in (
                "accelerometer",
                "autoplay",
                "camera",
                "display-capture",
                "encrypted-media",
                "geolocation",
                "gyroscope",
                "hid",
                "idle-detection",
                "magnetometer",
                "microphone",
                "midi",
                "payment",
                "screen-wake-lock",
                "serial",
                "usb",
                "xr-spatial-tracking",
            )
        ),
        "fullscreen=(self)",
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
    ]
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    "Permissions-Policy": PERMISSIONS,
    "Referrer-Policy": "same-origin",
    "Reporting-Endpoints": 'policy="/policy-report/"',
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
}


def security_headers(get_response: Handler) -> Handler:
    """Put the headers on every answer; a page of a signed-in person stays in no cache.

    Who may be signed in is told by the cookie alone: the headers have to stand without a database, too.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        known = settings.SESSION_COOKIE_NAME in request.COOKIES or settings.SESSION_COOKIE_NAME in response.cookies
        response.headers.setdefault("Cache-Control", "no-store" if known else "private, no-cache")
        return response

    return middleware


class Sessions(SessionMiddleware):
    """Django's sessions, which are left alone by an answer that failed: it would be lost to the same dead database."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Keep the session of whoever was answered, and let its idle time begin anew if it was asked for at all."""
        if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return response
        answer = super().process_response(request, response)
        if request.session.accessed and not getattr(request, "unattended", False):
            cast("SessionStore", request.session).touch(timezone.now())
        return answer


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


def user(get_response: Handler) -> Handler:
    """Say whose session this is: the account that was read with it, where it may still be signed in by it.

    In every other case Django's own way is gone, which also ends what is signed in by no right any more.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        _when_asked(request, "user", lambda: _known(request) or auth.get_user(request))
        return get_response(request)

    return middleware


def _when_asked(request: HttpRequest, name: str, ask: Callable[[], object]) -> None:
    """Let the request say something that is found out when it is first asked for; from then on it stands there itself.

    Django leaves the stand-in where it is, through which each look at an actor costs as much as ten.
    """

    def asked() -> object:
        found = ask()
        if vars(request).get(name) is lazy:  # nobody has signed in meanwhile
            setattr(request, name, found)
        return found

    lazy = SimpleLazyObject(asked)
    setattr(request, name, lazy)


def _known(request: HttpRequest) -> identity.User | None:
    """Return the account of the session, if Django would find the same one signed in."""
    content = request.session
    if content.get(auth.BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    row = cast("SessionStore", content).row
    found = row.user if row else None
    if found is None or not found.is_active or str(found.pk) != content.get(auth.SESSION_KEY):
        return None
    signed = constant_time_compare(content.get(auth.HASH_SESSION_KEY, ""), found.get_session_auth_hash())
    return found if signed else None


def actor(get_response: Handler) -> Handler:
    """Say who acts: the signed-in user as an Actor with today's grants, or a visitor. Asked for only when needed."""

    def middleware(request: HttpRequest) -> HttpResponse:
        _when_asked(request, "actor", lambda: _actor(request))
        return get_response(request)

    return middleware


class Refusals:
    """Turn a refusal of the domain into a page that says what happened and what can be done."""

    def __init__(self, get_response: Handler) -> None:
        """Take the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; whoever opened what only takes forms is led back to a page."""
        return led_back(request, self.get_response(request))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal or a dead database; everything else is an error of the programme and goes on."""
        if isinstance(exception, ledger.EarlierThanLast):
            try:
                return _again(request)
            except (Refused, *GONE) as second:
                exception = second
        if isinstance(exception, GONE):
            return unavailable(exception)
        if isinstance(exception, cases.CaseNotFound) and (page := under_another_identity(request)):
            return page
        return refused_page(request, exception) if isinstance(exception, Refused) else None


refusals = Refusals
sessions = Sessions


def _again(request: HttpRequest) -> HttpResponse:
    """Do once more what another step in the same matter overtook: nothing was kept, and its moment is read anew."""
    match = request.resolver_match
    if match is None:
        raise ledger.EarlierThanLast
    for _name, uploads in request.FILES.lists():
        for upload in uploads:
            upload.seek(0)
    return cast("HttpResponse", match.func(request, *match.args, **match.kwargs))


def _actor(request: HttpRequest) -> Actor:
    """Return who acts now. For whom one may act no longer is forgotten, and the person acts as themselves again.

    What was sent to be done for somebody else is not done in one's own name instead: that is refused.
    """
    if not request.user.is_authenticated:
        return VISITOR
    user = request.user  # by now they stand there themselves
    at = timezone.now()
    chosen = request.session.get(ACTING_FOR)
    try:
        return identity.actor_of(user, at=at, acting_for=UUID(chosen) if chosen else None)
    except identity.NotYourParty:
        del request.session[ACTING_FOR]
        if request.method not in READING:
            raise
        flash.say(request, _("委托（授权）已经结束或者到期，您不能再代对方办理。现在是以您本人的身份。"))
        return identity.actor_of(user, at=at)
