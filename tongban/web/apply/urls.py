"""Addresses of applying."""

from __future__ import annotations

from django.urls import path

from tongban.web.apply import views

app_name = "apply"
urlpatterns = [
    path("draft/<uuid:draft>/", views.resume, name="resume"),
    path("draft/<uuid:draft>/form/<slug:group>/", views.form, name="form"),
    path("draft/<uuid:draft>/form/<slug:group>/clear/", views.clear, name="clear"),
    path("draft/<uuid:draft>/materials/", views.materials, name="materials"),
    path("draft/<uuid:draft>/materials/<uuid:row>/", views.material, name="material"),
    path("draft/<uuid:draft>/materials/<uuid:row>/preview/", views.preview, name="preview"),
    path("draft/<uuid:draft>/check/", views.check, name="check"),
    path("draft/<uuid:draft>/discard/", views.discard, name="discard"),
    path("draft/<uuid:draft>/submit/", views.submit, name="submit"),
    path("<str:item>/", views.start, name="start"),
]
