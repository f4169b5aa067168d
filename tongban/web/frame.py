"""Pages that are much asked for: what stands round them is the same for many, and is written once a minute.

A frame is a page written with marks in the few places that differ: what the page is about, its own address, the token
of its forms, who is signed in. Nothing of a person is in a frame: one for visitors is written for a visitor, one for
those who are signed in (``around``) by what knows their posts and nobody's name.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Hashable, Mapping
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import conditional_escape

from tongban.identity import api as identity
from tongban.web import flash
from tongban.web.context import Page, page_of
from tongban.web.request import Request
from tongban.web.shelf import Shelf

KEPT = 256
"""How many frames a process keeps, some twenty kilobytes each: one for each template, language, area and minute."""
_MINUTE = 60
# Nobody can write a mark into a page: each process draws its own.
_MARK = f"mark{secrets.token_hex(12)}"
_MARKS = re.compile(f"{_MARK}([a-z]+)")
_TOKEN, _PATH = "token", "path"
_BETWEEN = f"{_MARK}between"

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


class _Anybody(_Anywhere):
    """The facts of a page, whoever of the same posts is signed in and acts as themselves: what is theirs is a mark."""

    @property
    def me(self) -> str:
        """Return the mark of the name."""
        return f"{_MARK}me"

    @cached_property
    def watermark(self) -> str:
        """Return the mark of who looks and when; nothing where there is none."""
        return f"{_MARK}watermark" if self.staff else ""

    @property
    def idle_seconds(self) -> str:
        """Return the mark of how long the session lasts."""
        return f"{_MARK}seconds"

    @property
    def idle_words(self) -> str:
        """Return the mark of the same in words."""
        return f"{_MARK}words"

    @cached_property
    def parties(self) -> list[identity.Capacity]:
        """Return nobody: who may act as somebody else gets every page written for them."""
        return []


def around(request: Request, shell: str, template: str, context: Mapping[str, object]) -> HttpResponse:
    """Return a page for somebody who is signed in: its ``title`` and ``content``, and round them what all have alike.

    ``template`` extends ``shell`` by these two blocks and by no other. Who may act as somebody else, whose names stand
    in the header, gets the page written whole.
    """
    page = page_of(request)
    if len(page.parties) > 1:
        return render(request, template, {**context, "shell": shell})
    parts = {**context, "shell": "web/parts.html", "between": _BETWEEN}
    title, content = render_to_string(template, parts, request).split(_BETWEEN)
    told = render_to_string("web/_flash.html", {}, request) if flash.KEY in request.session else ""
    here = request.resolver_match.view_name if request.resolver_match else ""
    key = (here, request.actor.kind, request.actor.grants, _key(request, page, shell))
    pieces = _frames.get(key) or _frames.put(key, _written_for_anybody(request, shell))
    values: dict[str, str] = {
        "title": title,
        "content": told + content,
        "me": conditional_escape(page.me),
        "watermark": conditional_escape(page.watermark),
        "seconds": str(page.idle_seconds),
        "words": conditional_escape(page.idle_words),
        _TOKEN: get_token(request),
        _PATH: conditional_escape(page.path),
    }
    return HttpResponse("".join(_filled(pieces, values)))


def _written_for_anybody(request: Request, shell: str) -> Pieces:
    """Write the frame with a request that knows which page it is and that somebody is signed in, and nothing else."""
    nobody = {
        "path": request.path,
        "resolver_match": request.resolver_match,
        "user": {"is_authenticated": True},
    }
    parts = {"title": f"{_MARK}title", "content": f"{_MARK}content"}
    context = {**parts, "shell": shell, "request": nobody, "page": _Anybody(request), "csrf_token": _MARK + _TOKEN}
    return _MARKS.split(render_to_string("web/framed.html", context))


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
