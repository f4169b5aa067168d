"""Addresses of the counter."""

from __future__ import annotations

from django.urls import path

from tongban.web.counter import delegating, finding, views

app_name = "counter"
urlpatterns = [
    path("", views.person, name="person"),
    path("find/", finding.find, name="find"),
    path("person/<uuid:party>/", views.item, name="item"),
    path("person/<uuid:party>/delegations/", delegating.delegations_of, name="delegations-of"),
    path("delegation/", delegating.delegation, name="delegation"),
    path("delegation/<uuid:delegation>/end/", delegating.end, name="delegation-end"),
    path("guardian/", delegating.guardian, name="guardian"),
    path("representative/", delegating.representative, name="representative"),
    path("receipt/<str:number>/", views.receipt, name="receipt"),
    path("supply/<str:number>/", views.supply, name="supply"),
    path("supplement/<str:number>/", views.supplement, name="supplement"),
]
