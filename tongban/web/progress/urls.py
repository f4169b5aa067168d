"""Addresses of following a case without an account."""

from __future__ import annotations

from django.urls import path

from tongban.web.progress import views

app_name = "progress"
urlpatterns = [
    path("", views.ask, name="ask"),
    path("code/", views.code, name="code"),
    path("case/", views.case, name="case"),
]
