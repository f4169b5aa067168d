"""Addresses of the directory at the desk."""

from __future__ import annotations

from django.urls import path

from tongban.web.directory import claiming, importing

app_name = "directory"
urlpatterns = [
    path("", claiming.index, name="index"),
    path("answers/", claiming.answers, name="answers"),
    path("answers/<str:code>/", claiming.department, name="department"),
    path("adjust/", claiming.adjust, name="adjust"),
    path("import/", importing.index, name="import"),
    path("import/sample/<slug:kind>.csv", importing.sample, name="sample"),
    path("import/<uuid:key>/", importing.upload, name="upload"),
    path("<str:code>/", claiming.entry, name="entry"),
]
