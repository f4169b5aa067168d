"""Addresses of the counter."""

from __future__ import annotations

from django.urls import path

from tongban.web.counter import views

app_name = "counter"
urlpatterns = [
    path("", views.person, name="person"),
    path("person/<uuid:party>/", views.item, name="item"),
    path("receipt/<str:number>/", views.receipt, name="receipt"),
    path("supplement/<str:number>/", views.supplement, name="supplement"),
]
