"""The request as views receive it, and where it came from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from ipaddress import ip_address

from django.http import HttpRequest

from tongban.kernel.actors import Actor

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")


class Request(HttpRequest):
    """A request after the middleware: ``actor`` is who acts, a visitor when nobody signed in.

    ``unattended``: a page asked by itself; whoever left it open does not stay signed in by it.
    """

    actor: Actor
    unattended: bool


def client_address(meta: Mapping[str, str], proxies: Collection[str]) -> str:
    """Return the address of who sent a request, as it comes through the trusted proxies; nothing if it cannot be known.

    Behind a trusted proxy it is the last hop of X-Forwarded-For that is no such proxy: whatever stands before it was
    written by the sender. A proxy on this machine that nobody declared hides who sends: one address for everybody.
    """
    remote = meta.get("REMOTE_ADDR", "")
    if remote in proxies:
        hops = [hop.strip() for hop in meta.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        return _address(next((hop for hop in reversed(hops) if hop not in proxies), ""))
    hidden = is_loopback(remote) and any(name in meta for name in FORWARDED)
    return "" if hidden else _address(remote)


def is_loopback(address: str) -> bool:
    """Tell whether an address is of this very machine."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _address(text: str) -> str:
    try:
        return str(ip_address(text))
    except ValueError:
        return ""
