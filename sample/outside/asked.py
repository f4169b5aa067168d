"""A request and an answer, as little of both as this needs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from sample.outside import place

Environ = Mapping[str, Any]
LONGEST_BODY = 64 * 1024
LONGEST_JSON = 64 * 1024
POLICY = "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: method, path, what stands in the address and in the form, cookies, by what name, the body."""

    method: str
    path: str
    query: dict[str, str]
    form: dict[str, str]
    cookies: dict[str, str]
    host: str
    body: str = ""

    @property
    def here(self) -> str:
        """Return this very server's address, by the name it was asked under."""
        return f"http://{self.host}"

    @property
    def portal(self) -> str:
        """Return the portal's address, under the same name of this machine, so that a browser keeps its cookies."""
        told = urlsplit(place.portal())
        name = urlsplit(self.here).hostname or ""
        if told.hostname not in place.HOME:
            return place.portal()
        return f"http://{place.bracketed(name)}:{told.port or 80}"


@dataclass(slots=True)
class Answer:
    """What is answered."""

    body: bytes = b""
    status: HTTPStatus = HTTPStatus.OK
    kind: str = "text/html; charset=utf-8"
    headers: list[tuple[str, str]] = field(default_factory=list)


View = Callable[[Asked], Answer]


def read(environ: Environ) -> Asked:
    """Return the request; ValueError for one that names another machine, or is too long or unreadable."""
    host = str(environ.get("HTTP_HOST", ""))
    if urlsplit(f"http://{host}").hostname not in place.HOME:
        raise ValueError(host)
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length > LONGEST_BODY:
        raise ValueError(length)
    body = environ["wsgi.input"].read(length).decode() if length else ""
    return Asked(
        method=str(environ["REQUEST_METHOD"]),
        path=str(environ.get("PATH_INFO", "/")),
        query=dict(parse_qsl(str(environ.get("QUERY_STRING", "")))),
        form=dict(parse_qsl(body)),
        cookies=_cookies(str(environ.get("HTTP_COOKIE", ""))),
        host=host,
        body=body,
    )


def _cookies(text: str) -> dict[str, str]:
    try:
        return {name: one.value for name, one in SimpleCookie(text).items()}
    except CookieError:
        return {}


def page(title: str, body: str, *, status: HTTPStatus = HTTPStatus.OK, who: str = "模拟系统") -> Answer:
    """Return a page: ``body`` is markup, everything that was told is escaped by whoever writes it."""
    text = f"""<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)} - {escape(who)}</title>
<link rel="stylesheet" href="/outside.css"></head><body>
<p class="mark">样例环境：这里是模拟的{escape(who)}，人员和数据都是虚构的。</p>
<main><h1>{escape(title)}</h1>{body}</main></body></html>"""
    return Answer(text.encode(), status)


def told(data: object, *, status: HTTPStatus = HTTPStatus.OK) -> Answer:
    """Return an answer for a programme."""
    return Answer(json.dumps(data, ensure_ascii=False).encode(), status, "application/json; charset=utf-8")


def go(address: str, **more: str) -> Answer:
    """Lead the browser on, with parameters added to the address."""
    mark = "&" if urlsplit(address).query else "?"
    where = f"{address}{mark}{urlencode(more)}" if more else address
    return Answer(status=HTTPStatus.FOUND, headers=[("Location", where)])


def wrong(sentence: str) -> Answer:
    """Tell a person that the request was not right."""
    return page("请求不正确", f"<p>{escape(sentence)}</p>", status=HTTPStatus.BAD_REQUEST)


def fields(**hidden: str) -> str:
    """Return hidden fields of a form."""
    return "".join(f'<input type="hidden" name="{escape(n)}" value="{escape(v)}">' for n, v in hidden.items())


def choices(rows: Iterable[tuple[str, str, str]]) -> str:
    """Return a list of buttons: value, words, what stands below them."""
    return "".join(
        f'<li><button name="person" value="{escape(value)}">'
        f"<strong>{escape(words)}</strong> <span>{escape(below)}</span></button></li>"
        for value, words, below in rows
    )
