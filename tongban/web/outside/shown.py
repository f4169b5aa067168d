"""The buttons: which services can be chosen, and which departments' systems can be entered."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from tongban.identity import api as identity
from tongban.web.request import Request

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Button:
    """A service that can be chosen."""

    code: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Door:
    """A department's system that can be entered from here."""

    name: str
    purpose: str
    url: str


def provider_names() -> dict[str, str]:
    """Return what the services are called."""
    return {
        "national": _("国家政务服务平台"),
        "jiangsu": _("江苏政务服务网"),
        "lingxi": _("灵锡"),
        "wechat": _("微信"),
        "alipay": _("支付宝"),
    }


def buttons(*, to: str) -> list[Button]:
    """Return the services by which somebody can sign in, and go on to ``to`` afterwards."""
    query = f"?{urlencode({'next': to})}" if to != "/" else ""
    names = provider_names()
    return [
        Button(one.code, names.get(one.code, one.name), reverse("outside-begin", args=[one.code]) + query)
        for one in identity.providers()
    ]


def doors(request: Request) -> list[Door]:
    """Return the departments' systems that can be entered."""
    return [Door(one.name, one.purpose, beside(request, one.starts)) for one in identity.enterable()]


def beside(request: Request, address: str) -> str:
    """Return an address of the neighbour of a sample city under the name that this machine was asked by.

    A browser keeps the cookies of 127.0.0.1 and of localhost apart.
    """
    parts, here = urlsplit(address), urlsplit(f"//{request.get_host()}").hostname or ""
    if not settings.OUTSIDE or not address.startswith(settings.OUTSIDE) or here not in LOOPBACK - {"::1"}:
        return address
    return urlunsplit(parts._replace(netloc=f"{here}:{parts.port}"))
