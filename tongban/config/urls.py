"""Where each audience enters."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("tongban.rest.urls")),
    path("", include("tongban.web.urls")),
]
handler400 = "tongban.web.errors.bad_request"
handler403 = "tongban.web.errors.forbidden"
handler404 = "tongban.web.errors.not_found"
handler500 = "tongban.web.errors.failed"
