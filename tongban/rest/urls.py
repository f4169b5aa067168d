"""Addresses of the open API, mounted at /api/v1/."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path
from ninja import NinjaAPI

from tongban.rest import contract, views
from tongban.rest.api import api, document, own, own_document
from tongban.rest.channel import through

app_name = "rest"

KEPT = {"calendar_year": 3600, "calendar_due": 3600}
"""For how many seconds an answer may be kept; a minute unless named here."""


def _operation(pattern: URLPattern, described: contract.Document, seconds: int) -> URLPattern:
    queried = {each["name"] for each in contract.parameters(described, pattern.name or "") if each["in"] == "query"}
    writes = contract.writes(described, pattern.name or "")
    pattern.callback = through(pattern.callback, known=queried, seconds=seconds, writes=writes)
    return pattern


def _operations(of: NinjaAPI) -> list[URLPattern]:
    return [each for each in of.urls[0] if isinstance(each, URLPattern) and each.name != "api-root"]


# What is asked for most comes first: Django goes through them in this order.
urlpatterns = [
    path("cases/openapi.json", through(views.own_openapi, known=(), seconds=300), name="own-openapi"),
    # What is about one person's cases is kept by nobody.
    *(_operation(each, own_document(), 0) for each in _operations(own)),
    path("openapi.json", through(views.openapi, known=(), seconds=300), name="openapi"),
    path("docs", views.docs, name="docs"),
    *(_operation(each, document(), KEPT.get(each.name or "", 60)) for each in _operations(api)),
    re_path("", views.nowhere),
]
