"""Addresses of operations, mounted at the root."""

from __future__ import annotations

from django.urls import path

from tongban.web.ops import views

app_name = "ops"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("livez", views.livez, name="livez"),
    path("metrics", views.metrics, name="metrics"),
    path("status/", views.status, name="status"),
]
