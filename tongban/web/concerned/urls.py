"""Addresses for who was told that a matter bears on their interests."""

from __future__ import annotations

from django.urls import path

from tongban.web.concerned import views

app_name = "concerned"
urlpatterns = [
    path("", views.ask, name="ask"),
    path("code/", views.code, name="code"),
    path("<uuid:told>/", views.told, name="told"),
    path("<uuid:told>/views/", views.say, name="say"),
    path("<uuid:told>/hearing/", views.hearing_wish, name="hearing"),
    path("<uuid:told>/papers/moved-<int:place>/", views.moved, name="moved"),
    path("<uuid:told>/papers/<slug:paper>/", views.paper, name="paper"),
]
