"""Addresses of the list of running limits."""

from __future__ import annotations

from django.urls import path

from tongban.web.watch import views

app_name = "watch"
urlpatterns = [
    path("", views.index, name="index"),
    path("export/", views.export, name="export"),
]
