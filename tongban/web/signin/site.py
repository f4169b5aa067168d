"""For what name passkeys are made here, and where they are refused by browsers."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings

from tongban.identity import api as identity
from tongban.web.request import Request, is_loopback


def site_of(request: Request) -> identity.Site | None:
    """Return what passkeys are bound to; None under a bare IP address, for which no browser makes any."""
    origin = f"{request.scheme}://{request.get_host()}"
    host = settings.PASSKEY_HOST or urlsplit(origin).hostname or ""
    return None if _is_address(host) else identity.Site(host=host, origin=origin)


def same_page_by_name(request: Request) -> str:
    """Return this page's address under localhost where this machine is asked by its IP address; or nothing."""
    parts = urlsplit(f"{request.scheme}://{request.get_host()}")
    if not is_loopback(parts.hostname or "") or "localhost" not in settings.ALLOWED_HOSTS:
        return ""
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://localhost{port}{request.get_full_path()}"


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
