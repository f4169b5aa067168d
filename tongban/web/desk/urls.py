"""Addresses of the desk."""

from __future__ import annotations

from django.urls import path

from tongban.web.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<str:number>/", views.case, name="case"),
    path("<str:number>/materials/<uuid:row>/", views.material, name="material"),
    path("<str:number>/documents/<slug:kind>/", views.document, name="document"),
    path("<str:number>/do/<slug:verb>/", views.do, name="do"),
]
