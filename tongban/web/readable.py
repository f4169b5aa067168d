"""What nobody can have typed is turned away at the door: the database cannot keep it, and no page shows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _

from tongban.web.errors import bare_page

# Control characters but tab and line ends, and halves of pairs that stand alone.
UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
API = "/api/"


def readable(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 404 for an address, 422 for a value, with characters that cannot be read. The API answers for itself.

    A cookie of that sort is passed over: nobody typed it, and nobody could take it away.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if not UNREADABLE.search(value)}
        if request.path_info.startswith(API):
            return get_response(request)
        return _refusal(request) or get_response(request)

    return middleware


def _refusal(request: HttpRequest) -> HttpResponse | None:
    if UNREADABLE.search(request.path_info):
        return bare_page(404, _("网址可能输入有误，或者页面已经调整。您可以搜索要办的事，或者回到首页。"))
    try:
        words = [*_words(request.GET), *_words(request.POST)]
    except UnreadablePostError:  # whoever sent it has gone
        return bare_page(400, _("这次提交的内容没有读懂，没有生效。请返回上一页，刷新后重新提交。"))
    if any(UNREADABLE.search(word) for word in words):
        return bare_page(422, _("输入里有无法识别的字符，请删除后重试。您填写的内容还在上一页。"))
    return None


def _words(values: QueryDict) -> Iterable[str]:
    for name, given in values.lists():
        yield name
        yield from map(str, given)
