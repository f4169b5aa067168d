"""Addresses of one's own affairs."""

from __future__ import annotations

from django.urls import path

from tongban.web.my import delegations, views

app_name = "my"
urlpatterns = [
    path("", views.home, name="home"),
    path("messages/", views.inbox, name="messages"),
    path("enterprises/", delegations.enterprises, name="enterprises"),
    path("enterprises/<uuid:party>/agents/new/", delegations.offer, name="enterprise-agent"),
    path("enterprises/<uuid:party>/agents/<uuid:delegation>/<slug:verb>/", delegations.act, name="enterprise-act"),
    path("delegations/", delegations.delegations, name="delegations"),
    path("delegations/new/", delegations.offer, name="delegation-offer"),
    path("delegations/<uuid:delegation>/<slug:verb>/", delegations.act, name="delegation-act"),
    path("cases/<str:number>/", views.case, name="case"),
    path("cases/<str:number>/receipt/", views.receipt, name="receipt"),
    path("cases/<str:number>/documents/<slug:kind>/", views.document, name="document"),
    path("cases/<str:number>/materials/<uuid:row>/", views.material, name="material"),
    path("cases/<str:number>/supplement/", views.supplement, name="supplement"),
    path("cases/<str:number>/deliver/", views.deliver, name="deliver"),
    path("cases/<str:number>/withdraw/", views.withdraw, name="withdraw"),
]
