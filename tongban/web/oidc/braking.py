"""Failures of departments' systems are counted by address; too many, and nothing is answered for a while."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse, JsonResponse
from django.utils import timezone

from tongban.identity import api as identity
from tongban.web.request import Request
from tongban.web.signin.entering import address_of

FAILED = 400
# RFC 6749, 5.2 has no code for this and lets a description hold ASCII only; the status is RFC 6585, 4.
TOO_MANY = {"error": "temporarily_unavailable", "error_description": "Too many failed requests. Try again later."}
View = Callable[[Request], HttpResponse]


def braked(view: View) -> View:
    """Count what fails here by the address it came from, and answer 429 from where too much did.

    Only failures: a department's system comes from one address with the logins of everybody, many at once.
    """

    @wraps(view)
    def guarded(request: Request) -> HttpResponse:
        address, at = address_of(request), timezone.now()
        try:
            identity.hold_back(identity.Throttled.LOGIN_ADDRESS, address, at)
            answer = view(request)
            if answer.status_code >= FAILED:
                identity.throttle(identity.Throttled.LOGIN_ADDRESS, address, at)
        except identity.TooManyAttempts as refusal:
            return _too_many(refusal)
        return answer

    return guarded


def _too_many(refusal: identity.TooManyAttempts) -> JsonResponse:
    window = int(identity.policy().throttles[identity.Throttled.LOGIN_ADDRESS].window.total_seconds())
    headers = {"Cache-Control": "no-store", "Retry-After": str(window)}
    return JsonResponse(TOO_MANY, status=refusal.status, headers=headers)
