"""How a person wants the pages: area, large type, high contrast, language. Kept in cookies, not in an account."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from tongban.web.context import AREA_COOKIE, CONTRAST_COOKIE, ELDER_COOKIE
from tongban.web.request import Request

LONGEST_AREA = 30
YEAR = 365 * 24 * 60 * 60
SWITCH = frozenset({"0", "1"})


@require_POST
def prefs(request: Request) -> HttpResponse:
    """Set the preferences named in the form and go back to the page it came from."""
    response = HttpResponseRedirect(back_to(request))
    for name, cookie, allowed in _known():
        value = request.POST.get(name, "")
        if value in allowed:
            _keep(response, cookie, value)
    area = request.POST.get("area", "")
    if area.isascii() and area.isalnum() and len(area) <= LONGEST_AREA:
        _keep(response, AREA_COOKIE, area)
    return response


def back_to(request: Request) -> str:
    """Return where the form asks to go back to, if that is a page of this house; the first page otherwise."""
    asked = request.POST.get("next") or request.GET.get("next") or "/"
    # Without allowed hosts, nothing that names a host or cannot be read as an address is safe.
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts=None, require_https=request.is_secure())
    return asked if safe and asked.startswith("/") else "/"


def _known() -> tuple[tuple[str, str, frozenset[str]], ...]:
    languages = frozenset(code for code, _name in settings.LANGUAGES)
    return (
        ("elder", ELDER_COOKIE, SWITCH),
        ("contrast", CONTRAST_COOKIE, SWITCH),
        ("lang", settings.LANGUAGE_COOKIE_NAME, languages),
    )


def _keep(response: HttpResponse, cookie: str, value: str) -> None:
    response.set_cookie(cookie, value, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.HTTPS)
