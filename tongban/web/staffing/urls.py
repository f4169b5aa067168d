"""Addresses of staff administration."""

from __future__ import annotations

from django.urls import path

from tongban.web.staffing import views

app_name = "staff"
urlpatterns = [
    path("staff/", views.index, name="index"),
    path("staff/open/", views.begin, name="open"),
    path("staff/<uuid:key>/", views.member, name="member"),
    path("staff/<uuid:key>/invite/", views.invite, name="invite"),
    path("staff/<uuid:key>/<slug:verb>/", views.act, name="act"),
    path("staff/<uuid:key>/remove/<slug:what>/<int:number>/", views.remove, name="remove"),
    path("staff/posts/<int:post>/substitute/<uuid:key>/", views.substitute, name="substitute"),
    path("staff/end/<slug:what>/<int:number>/", views.end, name="end"),
    path("staff/nominations/<uuid:key>/", views.nomination, name="nomination"),
    path("my-posts/", views.mine, name="mine"),
]
