"""What browsers report when a page breaks the policy: an attack, or a mistake of ours. Never who, never which page."""

from __future__ import annotations

import json
import logging
import time
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

logger = logging.getLogger("tongban.policy")
MOST_BYTES = 16 * 1024
MOST_A_MINUTE = 30  # of each process: nobody fills the logs by reporting
LONGEST = 60
_seen: list[float] = []


@csrf_exempt  # a browser sends it by itself, without a form, and nothing is changed by it
@require_POST
def policy_report(request: HttpRequest) -> HttpResponse:
    """Log which rule was broken and by what origin; addresses of pages may name a case, and are left out."""
    if len(request.body) <= MOST_BYTES and _few():
        for report in _reports(request.body):
            logger.warning("a page broke the policy", extra={"task": f"{_rule(report)} {_origin(report)}"})
    return HttpResponse(status=204)


def _few() -> bool:
    now = time.monotonic()
    _seen[:] = [moment for moment in _seen if now - moment < 60]  # noqa: PLR2004 -- seconds of a minute
    if len(_seen) >= MOST_A_MINUTE:
        return False
    _seen.append(now)
    return True


def _reports(body: bytes) -> list[dict[str, Any]]:
    """Return the reports of either form: one as browsers sent it first, several by the Reporting API."""
    try:
        read = json.loads(body)
    except ValueError:
        return []
    found = [one.get("body") for one in read if isinstance(one, dict)] if isinstance(read, list) else []
    if isinstance(read, dict):
        found = [read.get("csp-report")]
    return [one for one in found[:10] if isinstance(one, dict)]


def _rule(report: dict[str, Any]) -> str:
    said = report.get("effectiveDirective") or report.get("effective-directive") or report.get("violated-directive")
    return "".join(mark for mark in str(said or "")[:LONGEST] if mark.isascii() and (mark.isalpha() or mark == "-"))


def _origin(report: dict[str, Any]) -> str:
    said = str(report.get("blockedURL") or report.get("blocked-uri") or "")[:1000]
    try:
        parts = urlsplit(said)
    except ValueError:
        return ""
    host = parts.hostname or said
    return "".join(mark for mark in host[:LONGEST] if mark.isascii() and (mark.isalnum() or mark in "-."))
