"""Addresses of the words of the search."""

from __future__ import annotations

from django.urls import path

from tongban.web.words import views

app_name = "words"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.put, name="new"),
    path("<uuid:group>/", views.put, name="group"),
    path("<uuid:group>/withdraw/", views.withdraw, name="withdraw"),
]
