"""Addresses of the counter."""

from __future__ import annotations

from django.urls import path

from tongban.web.counter import cards, delegating, finding, handing_out, handing_over, papers, progress, views
from tongban.web.my.delivering import delivery

app_name = "counter"
urlpatterns = [
    path("", views.person, name="person"),
    path("progress/", progress.progress, name="progress"),
    path("find/", finding.find, name="find"),
    path("person/<uuid:party>/", views.item, name="item"),
    path("person/<uuid:party>/progress/", progress.progress_of, name="progress-of"),
    path("person/<uuid:party>/supply/<str:number>/", views.supply_for, name="supply-for"),
    path("person/<uuid:party>/delegations/", delegating.delegations_of, name="delegations-of"),
    path("delegation/", delegating.delegation, name="delegation"),
    path("delegation/<uuid:delegation>/end/", delegating.end, name="delegation-end"),
    path("guardian/", delegating.guardian, name="guardian"),
    path("representative/", delegating.representative, name="representative"),
    path("card/", cards.card, name="card"),
    path("person/<uuid:party>/take-over/<uuid:draft>/", papers.take_over, name="take-over"),
    path("draft/<uuid:draft>/papers/", papers.papers, name="papers"),
    path("handover/", handing_over.index, name="handovers"),
    path("handover/<str:number>/", handing_over.handover, name="handover"),
    path("handout/", handing_out.index, name="handouts"),
    path("handout/<str:number>/", handing_out.handout, name="handout"),
    path("handout/<str:number>/post/", handing_out.post, name="post"),
    path("delivery/<str:number>/", delivery, name="delivery"),
    path("receipt/<str:number>/", views.receipt, name="receipt"),
    path("supply/<str:number>/", views.supply, name="supply"),
    path("rectify/<str:number>/", views.rectify, name="rectify"),
    path("supplement/<str:number>/", views.supplement, name="supplement"),
]
