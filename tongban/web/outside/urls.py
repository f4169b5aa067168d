"""Addresses of signing in by an account outside. Each service comes back to an address of its own (mix-up)."""

from __future__ import annotations

from django.urls import path

from tongban.web.outside import views

urlpatterns = [
    path("pending/", views.pending, name="outside-pending"),
    path("unlink/", views.unlink, name="outside-unlink"),
    path("<slug:code>/", views.begin, name="outside-begin"),
    path("<slug:code>/back/", views.back, name="outside-back"),
    path("<slug:code>/unknown/", views.unknown, name="outside-unknown"),
]
