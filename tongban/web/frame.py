"""Pages that are much asked for: what stands round them is the same for every visitor, and is written once a minute.

A frame is a page written with marks in the few places that differ: what the page is about, its own address, the token
of its forms. Nothing of a person is in a frame: whoever has a session gets every page written anew.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Hashable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import conditional_escape

from tongban.web.context import Page, page_of
from tongban.web.shelf import Shelf

KEPT = 256
"""How many frames a process keeps, some twenty kilobytes each: one for each template, language, area and minute."""
_MINUTE = 60
# Nobody can write a mark into a page: each process draws its own.
_MARK = f"mark{secrets.token_hex(12)}"
_MARKS = re.compile(f"{_MARK}([a-z]+)")
_TOKEN, _PATH = "token", "path"

Pieces = list[str]
_frames: Shelf[Pieces] = Shelf(KEPT)


class _Anywhere(Page):
    """The facts of a page, whichever it is, for whichever visitor."""

    @property
    def path(self) -> str:
        """Return the mark of the address."""
        return _MARK + _PATH


def framed(request: HttpRequest, template: str, parts: Mapping[str, str], status: int = 200) -> HttpResponse:
    """Return a page of a template that writes these parts, none of them empty, and nothing else of what is shown."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return render(request, template, dict(parts), status=status)
    page = page_of(request)
    key = _key(request, page, template)
    pieces = _frames.get(key) or _frames.put(key, _written(request, template, parts))
    values: dict[str, str] = {name: conditional_escape(part) for name, part in parts.items()}
    values |= {_TOKEN: get_token(request), _PATH: conditional_escape(page.path)}
    return HttpResponse("".join(_filled(pieces, values)), status=status)


def _key(request: HttpRequest, page: Page, template: str) -> Hashable:
    """Return all that a frame follows from: how a visitor wants pages, which column it stands in, where and when."""
    area = page.area.code if page.area else ""
    column = request.path.split("/", 2)[1]
    minute = int(timezone.now().timestamp()) // _MINUTE
    return template, column, page.lang, page.elder, page.contrast, page.stamp, area, minute, page.sample


def _written(request: HttpRequest, template: str, parts: Mapping[str, str]) -> Pieces:
    marked = {name: _MARK + name for name in parts}
    context = {**marked, "page": _Anywhere(request), "csrf_token": _MARK + _TOKEN}
    return _MARKS.split(render_to_string(template, context, request))


def _filled(pieces: Pieces, values: Mapping[str, str]) -> Pieces:
    """Return the pieces with the value of each mark: text and marks by turns."""
    filled = pieces.copy()
    filled[1::2] = [values[name] for name in pieces[1::2]]
    return filled
