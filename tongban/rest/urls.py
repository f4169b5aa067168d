"""Addresses of the open API, mounted at /api/v1/."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from tongban.rest import contract, views
from tongban.rest.api import api, document
from tongban.rest.channel import through

app_name = "rest"

KEPT = {"calendar_year": 3600, "calendar_due": 3600}
"""For how many seconds an answer may be kept; a minute unless named here."""


def _operation(pattern: URLPattern) -> URLPattern:
    name = pattern.name or ""
    queried = {each["name"] for each in contract.parameters(document(), name) if each["in"] == "query"}
    pattern.callback = through(pattern.callback, known=queried, seconds=KEPT.get(name, 60))
    return pattern


urlpatterns = [
    path("openapi.json", through(views.openapi, known=(), seconds=300), name="openapi"),
    path("docs", views.docs, name="docs"),
    *(_operation(each) for each in api.urls[0] if isinstance(each, URLPattern) and each.name != "api-root"),
    re_path("", views.nowhere),
]
