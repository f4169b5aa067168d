"""What is kept of every request: an identifier, the route, how long it took. Never who asked or what was asked."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import Histogram

logger = logging.getLogger("tongban.access")

# Random hexadecimal only, with or without the hyphens of a UUID: nothing a person typed can pass for one.
_REQUEST_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TRACEPARENT = re.compile(r"([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

SECONDS = Histogram(
    "tongban_request_seconds",
    "Time to answer a request, by route name",
    ["route", "method", "status"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10),
)


@dataclass(frozen=True, slots=True)
class Request:
    """The request in hand as the logs know it. ``trace_id`` is empty when the caller traces nothing."""

    request_id: str
    trace_id: str = ""
    flags: str = "00"


_current: ContextVar[Request | None] = ContextVar("tongban_request", default=None)


def observe(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Name, time, count and log every request; the outermost middleware."""

    def middleware(request: HttpRequest) -> HttpResponse:
        current = _read(request)
        token = _current.set(current)
        started = time.perf_counter()
        try:
            response = get_response(request)
            _keep(request, response.status_code, time.perf_counter() - started)
        finally:
            _current.reset(token)
        response.headers["X-Request-ID"] = current.request_id
        return response

    return middleware


def log_fields() -> dict[str, str]:
    """Return the identifiers that every log line of the request in hand carries; nothing outside a request."""
    current = _current.get()
    if current is None:
        return {}
    trace = {"trace_id": current.trace_id} if current.trace_id else {}
    return {"request_id": current.request_id} | trace


def onward_headers() -> dict[str, str]:
    """Return the headers for a call to another system, so that both sides' records can be laid side by side.

    The trace keeps its identifier and gets a new parent (W3C Trace Context, level 1); a caller who traces
    nothing starts no trace here.
    """
    current = _current.get()
    if current is None:
        return {}
    headers = {"X-Request-ID": current.request_id}
    if current.trace_id:
        headers["traceparent"] = f"00-{current.trace_id}-{secrets.token_hex(8)}-{current.flags}"
    return headers


def _read(request: HttpRequest) -> Request:
    """Take the caller's identifiers if they are well-formed; otherwise make one and trace nothing."""
    given = request.headers.get("X-Request-ID", "")
    request_id = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(16)
    found = _TRACEPARENT.fullmatch(request.headers.get("traceparent", ""))
    if found is None:
        return Request(request_id)
    version, trace_id, parent, flags = found.groups()
    extended = version == "00" and len(found[0]) > len("00-") + 32 + 1 + 16 + 1 + 2
    if version == "ff" or extended or not int(trace_id, 16) or not int(parent, 16):
        return Request(request_id)
    return Request(request_id, trace_id, "01" if int(flags, 16) & 1 else "00")


def _keep(request: HttpRequest, status: int, seconds: float) -> None:
    """Count and log the answer by the name of its route: a path may hold a case number, a name never does."""
    method = request.method if request.method in _METHODS else "OTHER"
    route = _route(request)
    SECONDS.labels(route, method, str(status)).observe(seconds)
    fields = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
    logger.info("request", extra=fields)


def _route(request: HttpRequest) -> str:
    if request.resolver_match is not None:
        return request.resolver_match.view_name or "unnamed"
    static = settings.STATIC_URL or "/static/"
    return "static" if request.path_info.startswith(static) else "unmatched"
