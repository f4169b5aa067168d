"""Addresses of the editors that are no section of their own, below /desk/."""

from __future__ import annotations

from django.urls import path

from tongban.web.designing import situations

app_name = "designing"
urlpatterns = [path("revisions/<uuid:key>/situations/", situations.edit, name="situations")]
