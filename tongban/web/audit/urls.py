"""Addresses of the audit administrator's pages."""

from __future__ import annotations

from django.urls import path

from tongban.web.audit import exchange, exports, views

app_name = "audit"
urlpatterns = [
    path("", views.index, name="index"),
    path("people/<uuid:party>/proof/", views.person, name="person"),
    path("exports/", exports.exports, name="exports"),
    path("exchange/<str:number>/", exchange.exchange, name="exchange"),
    path("withheld/", views.withheld, name="withheld"),
    path("<int:position>/", views.entry, name="entry"),
    path("<int:position>/proof/", views.proof, name="proof"),
]
