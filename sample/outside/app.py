"""The application that the second process of the sample city serves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from html import escape
from http import HTTPStatus
from pathlib import Path
from typing import Any

from sample.outside import alipay, cards, department, keys, post, unified, wechat
from sample.outside.asked import HEADERS, Answer, Asked, Environ, View, page, read, wrong

EVERY: Mapping[str, View] = {**wechat.ROUTES, **alipay.ROUTES, **unified.ROUTES, **cards.ROUTES, **post.ROUTES}
CSS = (Path(__file__).parent / "outside.css").read_bytes()

keys.make()


def application(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer one request."""
    try:
        answer = _answer(read(environ))
    except ValueError:
        answer = wrong("请求没有读懂。")
    headers = [("Content-Type", answer.kind), ("Content-Length", str(len(answer.body))), *HEADERS.items()]
    start_response(f"{answer.status.value} {answer.status.phrase}", [*headers, *answer.headers])
    return [answer.body]


def _answer(asked: Asked) -> Answer:
    if asked.path == "/outside.css":
        return Answer(CSS, kind="text/css; charset=utf-8")
    if asked.path == "/":
        return _home(asked)
    by_method = department.POST if asked.method == "POST" else department.GET
    view = EVERY.get(asked.path) or by_method.get(asked.path)
    if view is None or asked.method not in {"GET", "HEAD", "POST"}:
        return page("没有这个页面", '<p><a href="/">返回</a></p>', status=HTTPStatus.NOT_FOUND)
    return view(asked)


def _home(asked: Asked) -> Answer:
    body = f"""<p>这个进程扮演样例城市之外的系统：各家身份认证，以及一个部门自己的业务系统。</p><ul>
<li><a href="/housing/">{escape(department.TITLE)}</a></li>
<li><a href="/wechat/">{escape(wechat.TITLE)}</a></li>
<li><a href="/post/">{escape(post.TITLE)}</a></li>
<li><a href="{escape(asked.portal)}/">通办</a></li></ul>"""
    return page("样例城市之外", body)
