"""What surrounds every operation: HEAD, unknown parameters, problems instead of bare errors, caching by content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from ninja.responses import NinjaJSONEncoder

from tongban.rest import invalid
from tongban.rest.problems import METHOD, NOT_JSON, TOO_LARGE, FieldError, answer

View = Callable[..., HttpResponseBase]
MEGABYTE = 1024 * 1024
LONGEST = 30 * MEGABYTE
"""What is taken of one body: the largest file that may be kept, as text, and what is said beside it."""

_OK, _CREATED, _NOT_ALLOWED = 200, 201, 405
_BODY = "_body"
_OURS = ("same-origin", "none")


def written(answer: Mapping[str, Any]) -> HttpResponse:
    """Write an answer as ninja writes its models, without making models of it."""
    body = json.dumps(answer, cls=NinjaJSONEncoder, ensure_ascii=False)
    return HttpResponse(body, content_type="application/json; charset=utf-8")


def through(view: View, *, known: Collection[str], seconds: int, writes: bool = False) -> View:
    """Wrap an operation: ``known`` names its query parameters, ``seconds`` how long answers may be kept.

    ``writes``: at this address something can be sent as well, with POST.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, **captured: Any) -> HttpResponseBase:  # noqa: ANN401 - as Django captured them
        head = request.method == "HEAD"
        if head:
            request.method = "GET"
        sent = writes and request.method == "POST"
        wrong = _misused(request, known) if sent or request.method == "GET" else []
        refused = invalid.problem(wrong) if wrong else _shut_out(request) if sent else None
        if sent and refused is None:
            _read(request)
        response = refused or view(request, **captured)
        response = _finished(request, response, seconds)
        if head:
            response.headers.setdefault("Content-Length", str(len(getattr(response, "content", b""))))
            return _without_body(response)
        return response

    return wrapped


def _read(request: HttpRequest) -> None:
    """Read what was sent, whose length was looked at: a file may be in it, which is more than a form's fields may be.

    Django reads no more than those at once, unless what it keeps as read is there already.
    """
    if not hasattr(request, _BODY):
        setattr(request, _BODY, request.read())


def _shut_out(request: HttpRequest) -> HttpResponse | None:
    """Refuse what a page of somebody else's site could make a browser send with the session of whoever looks at it.

    A form cannot send JSON; a script of another site is asked for leave first, which nothing here gives. What a browser
    says of where a request comes from is believed besides (Fetch Metadata, Origin); a programme says nothing of it.
    What is too long is refused unread.
    """
    origin = request.headers.get("Origin", "")
    foreign = request.headers.get("Sec-Fetch-Site", _OURS[0]) not in _OURS or urlsplit(origin).netloc not in (
        "",
        request.get_host(),
    )
    if foreign or origin == "null" or request.content_type != "application/json":
        return answer(NOT_JSON)
    return answer(TOO_LARGE) if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST else None


def _misused(request: HttpRequest, known: Collection[str]) -> list[FieldError]:
    """Refuse what would be passed over in silence: a misspelt filter shows too much, a second value is lost."""
    allowed = "、".join(sorted(known))
    hint = f"这里可以用：{allowed}。" if allowed else "这里不用任何查询参数。"
    unknown = [name for name in request.GET if name not in known]
    wrong = [FieldError(field="query", message=f"有不认识的参数，请核对拼写。{hint}")] if unknown else []
    twice = [name for name in known if len(request.GET.getlist(name)) > 1]
    return wrong + [FieldError(field=name, message="这个参数只能写一次。") for name in sorted(twice)]


def _finished(request: HttpRequest, response: HttpResponseBase, seconds: int) -> HttpResponseBase:
    """Turn a bare 405 into a problem, and give what may be kept its validator."""
    if response.status_code == _NOT_ALLOWED:
        refusal = answer(METHOD)
        allowed = {each.strip() for each in response.headers["Allow"].split(",")}
        refusal.headers["Allow"] = ", ".join(sorted(allowed | {"HEAD"}))
        return refusal
    if response.status_code not in (_OK, _CREATED) or not isinstance(response, HttpResponse):
        return response
    if not seconds:
        patch_cache_control(response, private=True, no_store=True)
        return response
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    patch_cache_control(response, public=True, max_age=seconds)
    return get_conditional_response(request, etag=etag, response=response) or response


def _without_body(response: HttpResponseBase) -> HttpResponse:
    """Answer HEAD with the headers of GET."""
    bare = HttpResponse(status=response.status_code)
    bare.headers = response.headers
    return bare
