"""An address that only takes what a form sends, opened like a page: a reload, a kept or a typed address."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from tongban.web import flash


def led_back(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Lead whoever opened such an address in a browser to the page it belongs to, and say so; else the same answer.

    Programmes are answered as before: only a browser asks for a page.
    """
    asked_for_a_page = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
    if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or not asked_for_a_page:
        return response
    flash.say(request, _("刚才的地址只在点按钮的时候用，不能直接打开，没有办理任何操作。请在这一页继续。"))
    return redirect(next(_above(request.path), "my:home"))


def _above(path: str) -> Iterator[str]:
    """Yield the addresses above, the nearest first, that are pages or lead on to some."""
    parts = path.strip("/").split("/")
    for length in range(len(parts) - 1, 0, -1):
        found = f"/{'/'.join(parts[:length])}/"
        try:
            resolve(found)
        except Resolver404:
            continue
        yield found
